"""What the coach says to a question that is none of its business: a no, and the principle behind it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal in one line. `topic` names what was asked, `rests_on` the pieces of guidance that say why."""

    topic: str
    words: str
    principle: str
    rests_on: tuple[str, ...] = ()
