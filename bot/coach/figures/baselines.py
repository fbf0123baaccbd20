"""The team's own usual: median, middle half and rank among its own posts. Never another account's figures."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.model.networks import network_name
from bot.model.statistics import quartiles

Row = dict[str, Any]
DAYS = 90
"""How far back a baseline reaches."""
MIN_POSTS = 20
"""Fewer posts than this make no baseline of one kind, and no verdict that rests on a rank."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """Median and quartiles of `n` own values; all None without values. `among` says of which posts."""

    median: float | None
    low: float | None
    high: float | None
    n: int
    among: str

    def document(self) -> dict[str, Any]:
        """Return the baseline for scripts; `low` and `high` are the quartiles."""
        return {"median": self.median, "low": self.low, "high": self.high, "n": self.n, "among": self.among}


@dataclass(frozen=True, slots=True)
class Rank:
    """Where a post stands among its peers: the share (0 to 1) of them below it, equals counted half.

    `below` is None where the post has no figure or no peers.
    """

    below: float | None
    n: int
    among: str


@dataclass(frozen=True, slots=True)
class Peers:
    """The team's own posts of the last 90 days by account, and by account and kind, to hold one of them against.

    `figure` says what is compared; posts without it are left out. `values` are sorted.
    """

    figure: Callable[[Row], float | None]
    values: dict[tuple[str, ...], list[float]]

    def rank(self, row: Row) -> Rank:
        """Return the rank of one of these posts among the others."""
        values, among = self._others(row)
        own = self.figure(row)
        if own is None or not values:
            return Rank(None, len(values), among)
        first, last = bisect_left(values, own), bisect_right(values, own)
        return Rank((first + (last - first) / 2) / len(values), len(values), among)

    def baseline(self, row: Row) -> Baseline:
        """Return the median and the quartiles of the posts beside one of them."""
        values, among = self._others(row)
        low, median, high = quartiles(values) if values else (None, None, None)
        return Baseline(median, low, high, len(values), among)

    def _others(self, row: Row) -> tuple[list[float], str]:
        """Return the others of the same kind where at least 20 have the figure, else all of the same account."""
        account, *kinds = _keys(row)
        own = self.figure(row)
        for key in kinds:
            values = _without(self.values.get(key, []), own)
            if len(values) >= MIN_POSTS:
                return values, f"own {row['kind']} posts on {network_name(row['network'])}, last {DAYS} days"
        return _without(self.values.get(account, []), own), f"own posts on {network_name(row['network'])}, last {DAYS} days"


def peers(rows: Iterable[Row], figure: Callable[[Row], float | None]) -> Peers:
    """Return posts made ready for comparison. rows: the team's posts of the last 90 days."""
    values: dict[tuple[str, ...], list[float]] = {}
    for row in rows:
        own = figure(row)
        if own is not None:
            for key in _keys(row):
                values.setdefault(key, []).append(own)
    return Peers(figure, {key: sorted(each) for key, each in values.items()})


def account_baselines(rows: Iterable[Row], figure: Callable[[Row], float | None]) -> list[dict[str, Any]]:
    """Return the baseline of a figure for each account, by network and name, for scripts. rows: of the last 90 days."""
    made = peers(rows, figure)
    found = []
    for key in sorted(key for key in made.values if len(key) == 2):
        values = made.values[key]
        low, median, high = quartiles(values)
        among = f"own posts on {key[0]}, last {DAYS} days"
        found.append({"network": key[0], "account": key[1] or None,
                      **Baseline(median, low, high, len(values), among).document()})
    return found


def _keys(row: Row) -> list[tuple[str, ...]]:
    account = (row["network"], row["account"] or "")
    return [account, (*account, row["kind"])] if row["kind"] else [account]


def _without(values: Sequence[float], own: float | None) -> list[float]:
    """Return sorted values without one that is the post's own."""
    place = len(values) if own is None else bisect_left(values, own)
    return [*values[:place], *values[place + 1:]]
