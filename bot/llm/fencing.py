"""Fences what people outside wrote: each text stands between two lines that nobody can guess, named as data.

A fenced text goes into user and tool entries only, never into the system's.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from bot.llm.invisible import visible
from bot.model.measured import TextKind

LONGEST = 1200
"""Letters of one text that are shown to a model."""
_BOUNDARY_BYTES = 8


@dataclass(frozen=True, slots=True)
class Fence:
    """One turn's boundary, drawn anew for each turn and named to the model in the system's text."""

    boundary: str

    @classmethod
    def draw(cls, random_hex: Callable[[int], str] = secrets.token_hex) -> Fence:
        """Draw a boundary of 16 random letters."""
        return cls(random_hex(_BOUNDARY_BYTES))

    def around(self, kind: TextKind, text: str, *, longest: int = LONGEST) -> str:
        """Return a text as data: its kind, the boundary, the text as it can be seen, cut at `longest` letters.

        >>> print(Fence("b0").around("comment", "How much?"))
        [data b0: comment]
        How much?
        [end of data b0]
        """
        seen = visible(unicodedata.normalize("NFKC", text)).replace(self.boundary, "")
        cut = seen if len(seen) <= longest else seen[:longest] + "…"
        return f"[data {self.boundary}: {kind}]\n{cut}\n[end of data {self.boundary}]"
