"""The words the model is told, read from `prompts/`.

A slot is filled once, and what fills it is never read for slots again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.errors import ConfigError

SYSTEM_SLOTS = frozenset({"boundary", "words", "sources", "tone"})
ANSWER_SLOTS = frozenset({"question", "passages", "earlier", "now", "facts"})
FORM_SLOTS: Mapping[str, frozenset[str]] = {
    "opinion_comments.md": frozenset({"boundary"}), "opinion_posts.md": frozenset({"boundary"}),
    "reply_drafts.md": frozenset({"boundary", "label", "drafts", "letters", "style"}),
    "draft_remarks.md": frozenset({"boundary", "remarks", "words"}),
}
"""The prompts of answers that are a JSON object, with their slots."""
_SLOT = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Prompts:
    """The two texts with their slots still open."""

    system: str
    answer: str

    @classmethod
    def open(cls, folder: Path) -> Prompts:
        """Read `system.md` and `answer.md`. Raises ConfigError naming a slot that is missing or unknown."""
        return cls(_read(folder / "system.md", SYSTEM_SLOTS), _read(folder / "answer.md", ANSWER_SLOTS))

    def system_text(self, values: Mapping[str, str]) -> str:
        """Return the system's text. `values` are words of ours and of the settings, never somebody else's."""
        return _filled(self.system, values)

    def answer_text(self, values: Mapping[str, str]) -> str:
        """Return the question with everything handed over beside it."""
        return _filled(self.answer, values)


def form_text(folder: Path, name: str, values: Mapping[str, str]) -> str:
    """Return the system's text for an answer that is a JSON object. Raises ConfigError for a prompt at fault."""
    return _filled(_read(folder / name, FORM_SLOTS[name]), values)


def slots(text: str) -> frozenset[str]:
    """Return the names of a text's slots.

    >>> sorted(slots("{a} and {b_c} {a}"))
    ['a', 'b_c']
    """
    return frozenset(_SLOT.findall(text))


def _read(path: Path, known: frozenset[str]) -> str:
    try:
        text = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}); put the shipped file back.") from error
    odd, missing = sorted(slots(text) - known), sorted(known - slots(text))
    if odd or missing:
        words = [f"there is no slot {{{name}}}" for name in odd] + [f"the slot {{{name}}} is missing" for name in missing]
        raise ConfigError(f"{path}: {'; '.join(words)}.")
    return text


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _SLOT.sub(lambda hit: values[hit[1]], text)
