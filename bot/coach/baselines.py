"""The team's own usual: median, middle half and rank among its own posts. Never another account's figures.

Quantiles are linear between neighbours (the seventh of Hyndman and Fan, numpy's default).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]
DAYS = 90
"""How far back a baseline reaches (PRODUCT section 3)."""
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


def quantile(values: Sequence[float], part: float) -> float | None:
    """Return the value below which a part (0 to 1) of the values lies, or None without values.

    >>> quantile([1, 2, 3, 4], 0.5), quantile([], 0.5)
    (2.5, None)
    """
    ordered = sorted(values)
    if not ordered:
        return None
    place = part * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return float(ordered[below] + (ordered[above] - ordered[below]) * (place - below))


def baseline(values: Iterable[float], among: str) -> Baseline:
    """Return the median and the quartiles of own values."""
    known = list(values)
    return Baseline(quantile(known, 0.5), quantile(known, 0.25), quantile(known, 0.75), len(known), among)


@dataclass(frozen=True, slots=True)
class Rank:
    """Where a post stands among its peers: the share (0 to 1) of them below it, equals counted half; None without any."""

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
        """Return a post's rank by its figure among the others."""
        values, among = self._others(row)
        own = self.figure(row)
        if own is None or not values:
            return Rank(None, len(values), among)
        first, last = bisect_left(values, own), bisect_right(values, own)
        return Rank((first + (last - first) / 2) / len(values), len(values), among)

    def baseline(self, row: Row) -> Baseline:
        """Return the median and the quartiles of the others."""
        return baseline(*self._others(row))

    def _others(self, row: Row) -> tuple[list[float], str]:
        """Return the others of the same kind where at least 20 have the figure, else all of the same account."""
        for key in reversed(_keys(row)):
            values = _without(self.values.get(key, []), self.figure(row) if row["is_peer"] else None)
            if len(values) >= MIN_POSTS or len(key) == 2:
                kind = f"{row['kind']} posts" if len(key) == 3 else "posts"
                return values, f"own {kind} on {row['network']}, last {DAYS} days"
        raise AssertionError("an account without a kind is always among the keys")


def peers(rows: Iterable[Row], figure: Callable[[Row], float | None]) -> Peers:
    """Return posts made ready for comparison. rows: the team's posts of the last 90 days, each marked `is_peer`."""
    values: dict[tuple[str, ...], list[float]] = {}
    for row in rows:
        own = figure(row)
        if own is not None and row["is_peer"]:
            for key in _keys(row):
                values.setdefault(key, []).append(own)
    return Peers(figure, {key: sorted(each) for key, each in values.items()})


def _keys(row: Row) -> list[tuple[str, ...]]:
    account = (row["network"], row["account"] or "")
    return [account, (*account, row["kind"])] if row["kind"] else [account]


def _without(values: list[float], own: float | None) -> list[float]:
    """Return sorted values without one that is the post's own."""
    if own is None:
        return values
    place = bisect_left(values, own)
    return values[:place] + values[place + 1:]
