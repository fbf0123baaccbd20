"""What a team may spend on the model in a day: requests, tokens, money by a price table.

It is asked before each question and told after; two questions at once may pass the bound by one question, never more each.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.coach.ports import SpendLedger
from bot.errors import BudgetSpent
from bot.llm.turns import Usage
from bot.model.measured import Spent

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """What a million tokens cost, in units of money (5 means 5.00), read and written; 0 for a model of one's own."""

    prompt: float = 0.0
    written: float = 0.0

    def micros(self, usage: Usage) -> int:
        """Return what a usage costs, in millionths, rounded up.

        >>> Price(2.0, 8.0).micros(Usage(1, 1000, 100))
        2800
        """
        exact = usage.prompt_tokens * self.prompt + usage.written_tokens * self.written
        return -int(-exact // 1)


@dataclass(frozen=True, slots=True)
class Allowance:
    """A team's bounds for one day; None for none. `money` in units of the price table's currency."""

    requests: int | None = 500
    tokens: int | None = 1_000_000
    money: float | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """The bounds, the price and the ledger they are held against."""

    allowance: Allowance
    price: Price
    ledger: SpendLedger

    def check(self, team_id: str, day: str) -> None:
        """Raise BudgetSpent, naming the bound, where a team has used up its day (`YYYY-MM-DD`)."""
        spent = self.ledger.spent(team_id, day)
        bounds = (
            ("requests", spent.requests, self.allowance.requests),
            ("tokens", spent.tokens, self.allowance.tokens),
            ("money", spent.micros, None if self.allowance.money is None else round(self.allowance.money * _MILLION)),
        )
        for name, used, most in bounds:
            if most is not None and used >= most:
                raise BudgetSpent(f"Today's allowance for the model is used up ({_said(name, used, most)}). "
                                  "It begins anew tomorrow.")

    def note(self, team_id: str, day: str, usage: Usage) -> Spent:
        """Add what an answer cost to a team's day, and return it."""
        spent = Spent(usage.requests, usage.prompt_tokens + usage.written_tokens, self.price.micros(usage))
        self.ledger.add(team_id, day, spent)
        return spent


def _said(name: str, used: int, most: int) -> str:
    if name == "money":
        return f"{used / _MILLION:,.2f} of {most / _MILLION:,.2f}"
    return f"{used:,} of {most:,} {name}"
