"""What the model package asks of the rest: figures of the team, guidance, tools to run, a ledger of what was spent.

Every port only reads, but for the ledger, which counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from bot.llm.turns import OnPiece, Reply, Tool, Turn
from bot.model.answers import Source
from bot.model.measured import Order, Reading, Spent


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


class SpendLedger(Protocol):
    """The count of what each team used, a row a team and day (`YYYY-MM-DD`)."""

    def spent(self, team_id: str, day: str) -> Spent:
        """Read what a team has used on a day."""
        ...

    def add(self, team_id: str, day: str, more: Spent) -> None:
        """Add to what a team has used on a day; two processes may add at once."""
        ...
