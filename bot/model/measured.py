"""What a read of the team's data gives: figures that say what they are of, and the things themselves with their words.

A figure carries its own unit and window, so that whoever repeats it can be held to both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Unit = Literal[
    "count", "people", "share", "per 1,000 reached", "business hours", "hours", "days", "posts", "times", "points"]
"""The units of the team's figures, and those that come of reckoning: `times` of a ratio, `points` of a percentage."""
BESIDE = "figures at hand"
"""What a reading is called that was made before anybody asked for it."""
Order = Literal["newest", "reach", "leads", "engagement"]
TEAM_SEES = "the whole team"
"""Who may see a thing that is not for its people alone, among a piece's details."""
TextKind = Literal["comment", "post", "note", "document", "name", "thread", "objective", "commitment"]


@dataclass(frozen=True, slots=True)
class Span:
    """A window: both ends in UTC text, and its name for people, such as `last 28 days`."""

    since: str
    until: str
    name: str


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure of the team. `metric` names it as people say it ("unanswered comments"); shares are 0 to 1.

    `about` narrows it: network, account, post, label, kind, way, quality, objective, commitment. `n` is the number of
    cases, of which `cases` is the noun ("comments"). `span`: where it differs from the whole result's.
    """

    metric: str
    value: float
    unit: Unit
    about: Mapping[str, str] = field(default_factory=dict)
    n: int | None = None
    cases: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing from outside: its words, its id and link of the network, when it was, and the figures that are its own.

    `details` are words of ours beside it (label, network, who may see it), never somebody else's text.
    """

    kind: TextKind
    text: str
    id: str = ""
    link: str = ""
    at: str = ""
    due_at: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    figures: tuple[Measured, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one read found: window, n, as-of, its figures and the things themselves. `note`: what must be said beside it.

    `of`: what was read, in a word or two, such as `posts`.
    """

    span: Span | None
    n: int
    as_of: str | None
    figures: tuple[Measured, ...] = ()
    pieces: tuple[Piece, ...] = ()
    note: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a team's questions to the language model used on one day. `micros`: money in millionths of its unit."""

    requests: int = 0
    tokens: int = 0
    micros: int = 0
