"""Follower growth: net new followers by the number at the start. Totals and net changes are never mixed.

It is never praised alone and never a target that the coach proposes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from bot.coach.desk import Desk
from bot.coach.windows import Window, days_of

LOOK_BACK_DAYS = 35
"""How long before a window a total may have been read and still count as the number at its start."""


@dataclass(frozen=True, slots=True)
class Growth:
    """One account's net new followers in a window. `start` is the number at its start, None where no total is known.

    `by`: "total" (last total less the first) or "delta" (the sum of net changes).
    """

    network: str
    account: str
    net: int
    start: int | None
    by: str

    @property
    def rate(self) -> float | None:
        """Net new followers by followers at the start; None where those are unknown or none."""
        return self.net / self.start if self.start else None


def growth(desk: Desk, window: Window) -> list[Growth]:
    """Return the growth of each account whose figures allow it, by network and account."""
    first, last = days_of(window, desk.zone)
    earliest = (date.fromisoformat(first) - timedelta(days=LOOK_BACK_DAYS)).isoformat()
    rows = desk.records.rows("follower_figures", first_day=earliest, last_day=last)
    grown = [
        _of_account(list(each), first)
        for _, each in groupby(rows, key=lambda row: (row["network"], row["account"]))
    ]
    return [each for each in grown if each is not None]


def together(grown: Sequence[Growth]) -> tuple[int, int | None, str] | None:
    """Return net, start and way over all accounts of one way: totals where there are any, else net changes.

    Accounts without a number at the start count for the net only when none has one. None without any account.
    """
    for way in ("total", "delta"):
        alike = [each for each in grown if each.by == way]
        known = [each for each in alike if each.start is not None]
        if known:
            return sum(each.net for each in known), sum(each.start or 0 for each in known), way
        if alike:
            return sum(each.net for each in alike), None, way
    return None


def _of_account(rows: Sequence[Mapping[str, Any]], first: str) -> Growth | None:
    """rows: of one account, by kind and day, from some weeks before the window's first day to its last."""
    head = rows[0]
    totals = [row for row in rows if row["kind"] == "total"]
    before = [row for row in totals if row["day"] < first]
    within = [row for row in totals if row["day"] >= first]
    start = int(before[-1]["followers"]) if before else int(within[0]["followers"]) if within else None
    if start is not None and len(before[-1:]) + len(within) >= 2:
        return Growth(head["network"], head["account"], int(within[-1]["followers"]) - start, start, "total")
    changes = [int(row["followers"]) for row in rows if row["kind"] == "delta" and row["day"] >= first]
    if not changes:
        return None
    return Growth(head["network"], head["account"], sum(changes), start if before else None, "delta")
