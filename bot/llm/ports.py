"""What the model package asks of the rest: figures of the team, guidance, tools to run, a ledger of what was spent.

Every port only reads, but for the ledger, which counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from bot.llm.turns import OnPiece, Reply, Tool, Turn
from bot.model.answers import Source

Unit = Literal[
    "count", "people", "share", "per 1,000 reached", "business hours", "hours", "days", "posts", "times", "points"]
"""The units of `bot.coach.figures`, and those that come of reckoning: `times` of a ratio, `points` of a percentage."""
Order = Literal["newest", "reach", "leads", "engagement"]
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
    """What one tool found: window, n, as-of, its figures and the things themselves. `note`: what must be said beside it."""

    span: Span | None
    n: int
    as_of: str | None
    figures: tuple[Measured, ...] = ()
    pieces: tuple[Piece, ...] = ()
    note: str = ""


class TeamData(Protocol):
    """One team's figures, read only; bound to that team by whoever makes it."""

    def unanswered_comments(self, network: str | None, limit: int) -> Reading:
        """Read the comments that wait, first things first. `network` None: all."""
        ...

    def posts(self, days: int, order: Order, limit: int) -> Reading:
        """Read posts of the last days with their figures, best or newest first."""
        ...

    def leads_by_post(self, days: int, limit: int) -> Reading:
        """Read which posts of the last days brought leads, and by which way they were tied."""
        ...

    def compare_windows(self, days: int) -> Reading:
        """Read each figure for the last days and for as many days before them."""
        ...

    def objectives(self) -> Reading:
        """Read the team's objectives with target and progress."""
        ...

    def commitments(self, which: Literal["open", "closed"]) -> Reading:
        """Read the team's commitments that the asker may see."""
        ...


class GuidanceSearch(Protocol):
    """The guidance, searched."""

    def search(self, query: str, limit: int) -> Sequence[Source]:
        """Find the passages that speak to a query, best first; empty where none does."""
        ...


class Toolbox(Protocol):
    """The tools of one turn."""

    tools: tuple[Tool, ...]

    async def run(self, name: str, arguments: str) -> str:
        """Run one tool and return its JSON; what is wrong with the call is told in the JSON, never raised."""
        ...


class Speaker(Protocol):
    """A language model."""

    async def reply(self, turn: Turn, toolbox: Toolbox, on_piece: OnPiece) -> Reply:
        """Answer a turn. Raises a ModelError when no whole answer came."""
        ...


@dataclass(frozen=True, slots=True)
class Spent:
    """What a team has used on one day. `micros` is money in millionths of the price table's currency."""

    requests: int = 0
    tokens: int = 0
    micros: int = 0


class SpendLedger(Protocol):
    """The count of what each team used, a row a team and day (`YYYY-MM-DD`)."""

    def spent(self, team_id: str, day: str) -> Spent:
        """Read what a team has used on a day."""
        ...

    def add(self, team_id: str, day: str, more: Spent) -> None:
        """Add to what a team has used on a day; two processes may add at once."""
        ...


