"""What a team's questions to the language model used on a day, kept in its records."""

from __future__ import annotations

from dataclasses import dataclass

from bot.coach.desk import Desk
from bot.coach.ports import Records
from bot.errors import StoreError
from bot.model.measured import Spent
from bot.model.settings import LanguageModel
from bot.model.times import local

_MILLION = 1_000_000


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


def used_words(chosen: LanguageModel, used: Spent) -> str:
    """Return what was used of a day beside its bounds.

    >>> used_words(LanguageModel(requests_per_day=20, tokens_per_day=0), Spent(3, 1200))
    '3 of 20 requests, 1,200 tokens'
    """
    parts = [f"{used.requests:,}{_of(chosen.requests_per_day)} requests",
             f"{used.tokens:,}{_of(chosen.tokens_per_day)} tokens"]
    if chosen.price_read or chosen.price_written:
        bound = f" of {chosen.money_per_day:,.2f}" if chosen.money_per_day else ""
        parts.append(f"{used.micros / _MILLION:,.2f}{bound} money")
    return ", ".join(parts)


def is_used_up(chosen: LanguageModel, used: Spent) -> bool:
    """Tell whether a day's bounds allow no further question."""
    bounds = ((used.requests, chosen.requests_per_day), (used.tokens, chosen.tokens_per_day),
              (used.micros, chosen.money_per_day * _MILLION))
    return any(bound and amount >= bound for amount, bound in bounds)


def _of(bound: int) -> str:
    return f" of {bound:,}" if bound else ""
