"""An answer to a question, with what it stands on. An answer without a source and without a figure is never strong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tier = Literal["strong", "weak", "none"]


@dataclass(frozen=True)
class Source:
    """One passage of guidance. `source` is the title of the text it rests on, `source_id` that text's number
    (None for a team's own documents), `date` the text's date where known, `origin` whose guidance it is."""

    id: str
    title: str
    section: str
    source: str
    source_id: str | None
    date: str | None
    passage: str
    origin: Literal["ours", "team"] = "ours"


@dataclass(frozen=True)
class Answer:
    """`tier`: strong answers, weak names the closest guidance without a claim, none refuses.

    `sources`: at most four, best first. `facts`: the team's own figures behind it, each a mapping
    with window, n and as-of.
    """

    tier: Tier
    by: Literal["guidance", "model"]
    answer: str
    sources: tuple[Source, ...]
    facts: tuple[dict[str, object], ...] = ()
