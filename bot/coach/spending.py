"""What a team's questions to the language model used on a day, kept in its records."""

from __future__ import annotations

from dataclasses import dataclass

from bot.coach.desk import Desk
from bot.coach.ports import Records
from bot.errors import StoreError
from bot.model.measured import Spent
from bot.model.times import local


@dataclass(frozen=True)
class DayLedger:
    """One team's ledger, a row a day (`YYYY-MM-DD`)."""

    records: Records

    @property
    def team_id(self) -> str:
        """The team whose days these are."""
        return self.records.team_id

    def spent(self, team_id: str, day: str) -> Spent:
        """Read what the team has used on a day. Raises StoreError for any other team."""
        row = self._own(team_id).one("model_spending", day=day)
        return Spent(**row) if row else Spent()

    def add(self, team_id: str, day: str, more: Spent) -> None:
        """Add to what the team has used on a day; two processes may add at once. Raises StoreError."""
        with self._own(team_id).write() as writer:
            writer.run("add_model_spending", day=day, requests=more.requests, tokens=more.tokens, micros=more.micros)

    def _own(self, team_id: str) -> Records:
        if team_id != self.records.team_id:
            raise StoreError(f"The ledger of team {self.records.team_id} was asked for team {team_id}; nothing was read.")
        return self.records


def today(desk: Desk) -> str:
    """Return the team's own calendar day."""
    return local(desk.now, desk.zone).date().isoformat()
