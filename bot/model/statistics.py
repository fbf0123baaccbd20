"""The plain statistics that rules rest on: tails and bounds of counts and shares, a rank test, quartiles.

Every chance is the exact tail of its distribution unless its docstring says otherwise; bounds err on the wide side.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

_Z = 1.959963984540054
"""Standard deviations between which 95% of the normal distribution lie."""
_EXACT_RANKS = 20
"""Up to so many values, both groups together, every arrangement is counted; beyond, the normal curve serves."""
_EXACT_TABLES = 50_000
"""Many ties make the normal curve too sure of itself; with so few ways to deal out equal values they are counted too."""


def poisson_zero(expected: float) -> float:
    """Return the chance of no event where `expected` events were.

    >>> round(poisson_zero(3), 4)
    0.0498
    """
    return math.exp(-_not_negative(expected))


def poisson_at_least(seen: int, expected: float) -> float:
    """Return the chance of `seen` events or more where `expected` were.

    >>> round(poisson_at_least(9, 3), 4)
    0.0038
    """
    _not_negative(expected)
    if seen <= 0:
        return 1.0
    if expected == 0:
        return 0.0
    if seen <= expected:
        return 1.0 - _downwards(seen - 1, lambda k: _poisson_log(k, expected), lambda k: k / expected)
    return _upwards(seen, math.inf, lambda k: _poisson_log(k, expected), lambda k: expected / (k + 1))


def poisson_at_most(seen: int, expected: float) -> float:
    """Return the chance of `seen` events or fewer where `expected` were.

    >>> round(poisson_at_most(1, 3), 4)
    0.1991
    """
    _not_negative(expected)
    if seen < 0:
        return 0.0
    if expected == 0:
        return 1.0
    if seen < expected:
        return _downwards(seen, lambda k: _poisson_log(k, expected), lambda k: k / expected)
    return 1.0 - _upwards(seen + 1, math.inf, lambda k: _poisson_log(k, expected), lambda k: expected / (k + 1))


def uneven_at_least(seen: int, expected: float, unevenness: float) -> float:
    """Return the chance of `seen` events or more where `expected` were and each place has a rate of its own around it.

    `unevenness` is the squared coefficient of variation of those rates (gamma); at 0 this is the Poisson tail.

    >>> round(uneven_at_least(9, 3, 0.5), 4)
    0.0464
    """
    if unevenness < 1e-9 or seen <= 0 or expected == 0:
        return poisson_at_least(seen, expected)
    size = 1 / unevenness
    rest = expected / (size + expected)
    if seen <= expected:
        return 1.0 - math.fsum(math.exp(_uneven_log(k, size, rest)) for k in range(seen))
    return _upwards(seen, math.inf, lambda k: _uneven_log(k, size, rest), lambda k: (k + size) / (k + 1) * rest)


def unevenness(seen: Sequence[float], expected: Sequence[float]) -> float:
    """Return how much more counts differ from what was expected of each than Poisson counts do, by their moments.

    The squared coefficient of variation of the rates behind them; 0.0 where they differ no more than chance makes them.
    """
    weight = math.fsum(mean * mean for mean in expected)
    excess = math.fsum((count - mean) ** 2 - count for count, mean in zip(seen, expected, strict=True))
    return max(0.0, excess / weight) if weight else 0.0


def poisson_bounds(seen: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the exact two-sided bounds (Garwood) of the events to be expected where `seen` came.

    >>> low, high = poisson_bounds(10)
    >>> round(low, 3), round(high, 3)
    (4.795, 18.39)
    """
    tail = (1 - confidence) / 2
    top = seen + 10 * math.sqrt(seen + 1) + 40
    low = 0.0 if seen == 0 else _crossing(lambda mean: poisson_at_least(seen, mean) - tail, 0.0, float(seen))
    return low, _crossing(lambda mean: tail - poisson_at_most(seen, mean), float(seen), top)


def binomial_at_least(hits: int, n: int, share: float) -> float:
    """Return the chance of `hits` or more out of `n` where each has the chance `share`.

    >>> round(binomial_at_least(8, 10, 0.5), 4)
    0.0547
    """
    return binomial_at_most(n - hits, n, 1 - share)


def binomial_at_most(hits: int, n: int, share: float) -> float:
    """Return the chance of `hits` or fewer out of `n` where each has the chance `share`.

    >>> round(binomial_at_most(2, 10, 0.5), 4)
    0.0547
    """
    if hits < 0:
        return 0.0
    if hits >= n or share <= 0:
        return 1.0
    if share >= 1:
        return 0.0
    odds = share / (1 - share)
    if hits < n * share:
        return _downwards(hits, lambda k: _binomial_log(k, n, share), lambda k: k / (n - k + 1) / odds)
    return 1.0 - _upwards(hits + 1, n, lambda k: _binomial_log(k, n, share), lambda k: (n - k) / (k + 1) * odds)


def binomial_bounds(hits: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the exact two-sided bounds (Clopper-Pearson) of a share of which `hits` out of `n` were seen.

    >>> low, high = binomial_bounds(7, 9)
    >>> round(low, 3), round(high, 3)
    (0.4, 0.972)
    """
    tail = (1 - confidence) / 2
    low = 0.0 if hits <= 0 else _crossing(lambda share: binomial_at_least(hits, n, share) - tail, 0.0, hits / n)
    high = 1.0 if hits >= n else _crossing(lambda share: tail - binomial_at_most(hits, n, share), hits / n, 1.0)
    return low, high


def share_bounds(hits: int, n: int) -> tuple[float, float]:
    """Return the 95% bounds of a share of which `hits` out of `n` were seen, right in the mean and not at worst (Wilson).

    >>> low, high = share_bounds(7, 9)
    >>> round(low, 3), round(high, 3)
    (0.453, 0.937)
    """
    middle, square = 2 * hits + _Z * _Z, _Z * _Z + 4 * hits * (n - hits) / n
    return tuple((middle + sign * _Z * math.sqrt(square)) / (2 * (n + _Z * _Z)) for sign in (-1, 1))  # type: ignore[return-value]


def difference_bounds(hits: int, n: int, other_hits: int, other_n: int) -> tuple[float, float]:
    """Return the 95% bounds of how much higher the one share is than the other (Newcombe 1998, method 10): the distances
    of both shares from their Wilson bounds, put together. They hold their word from about ten on, also where one group is
    far smaller than the other. Raises ZeroDivisionError where a group is empty.

    >>> low, high = difference_bounds(56, 70, 48, 80)
    >>> round(low, 4), round(high, 4)
    (0.0524, 0.3339)
    """
    (low, high), (other_low, other_high) = share_bounds(hits, n), share_bounds(other_hits, other_n)
    share, other = hits / n, other_hits / other_n
    return (share - other - math.hypot(share - low, other_high - other),
            share - other + math.hypot(high - share, other - other_low))


def rank_test(lower: Sequence[float], higher: Sequence[float]) -> float:
    """Return the chance that `lower` would rank as low against `higher` as it does, were both alike (Mann-Whitney,
    one-sided). Up to twenty values together, and for more where most are equal, it is exact, ties included; beyond, the
    normal curve with the correction for ties and for continuity. 1.0 where a group is empty.

    >>> round(rank_test([1, 2, 3], [4, 5, 6]), 3)
    0.05
    """
    return Ranks([*lower, *higher]).chance_of_so_high(range(len(lower), len(lower) + len(higher)))


class Ranks:
    """Values ranked once, to hold several groups of them against the rest."""

    def __init__(self, values: Sequence[float]) -> None:
        """Rank the values."""
        self._doubled = _doubled_ranks(values)
        self._sum = sum(self._doubled)
        self._equal = _counts(self._doubled)
        few_ways = len(self._equal) < 17 and math.prod(n + 1 for n in self._equal.values()) <= _EXACT_TABLES
        self._is_counted = len(values) <= _EXACT_RANKS or few_ways

    def chance_of_so_high(self, places: Collection[int]) -> float:
        """Return the chance that the values at some places would rank as high as they do against all others, were all
        alike: that of `rank_test`. 1.0 where there are no places, or no others.
        """
        doubled, others = self._doubled, len(self._doubled) - len(places)
        if not places or not others:
            return 1.0
        seen = self._sum - sum(doubled[place] for place in places)
        if self._is_counted:
            return _exact_rank_tail(self._equal, len(doubled), others, seen)
        return _normal_rank_tail(self._equal, len(doubled), others, seen)


def median(values: Sequence[float]) -> float:
    """Return the middle value. Raises ValueError where there is none."""
    return quartiles(values)[1]


def quartiles(values: Sequence[float]) -> tuple[float, float, float]:
    """Return the lower quartile, the median and the upper quartile, straight lines between neighbours.

    Raises ValueError where there is no value.

    >>> quartiles([4, 1, 3, 2])
    (1.75, 2.5, 3.25)
    """
    if not values:
        raise ValueError("there are no values to take quartiles of")
    ordered = sorted(values)
    return (_quantile(ordered, 0.25), _quantile(ordered, 0.5), _quantile(ordered, 0.75))


def percentile_rank(values: Sequence[float], value: float) -> float:
    """Return the share of `values` that lie below `value`, those equal to it counted half; 0.0 where there are none.

    >>> percentile_rank([1, 2, 3, 4], 4)
    0.875
    """
    if not values:
        return 0.0
    return (sum(each < value for each in values) + sum(each == value for each in values) / 2) / len(values)


def holm(chances: Iterable[float]) -> list[float]:
    """Return chances made larger (Holm) for being looked at together, in their own order: taking those up to 5% for
    findings then keeps the risk of one false alarm or more at 5%.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    given = list(chances)
    adjusted = [0.0] * len(given)
    highest = 0.0
    for place, index in enumerate(sorted(range(len(given)), key=given.__getitem__)):
        highest = max(highest, min(1.0, (len(given) - place) * given[index]))
        adjusted[index] = highest
    return adjusted


def _not_negative(expected: float) -> float:
    if not expected >= 0:
        raise ValueError(f"the expected number is {expected!r}, and none is below 0")
    return expected


def _poisson_log(k: int, expected: float) -> float:
    return k * math.log(expected) - expected - math.lgamma(k + 1)


def _uneven_log(k: int, size: float, rest: float) -> float:
    ways = math.lgamma(k + size) - math.lgamma(size) - math.lgamma(k + 1)
    return ways + size * math.log1p(-rest) + k * math.log(rest)


def _binomial_log(k: int, n: int, share: float) -> float:
    ways = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    return ways + k * math.log(share) + (n - k) * math.log1p(-share)


def _upwards(start: int, end: float, log_term: Callable[[int], float], ratio: Callable[[int], float]) -> float:
    """Add the terms from `start` up to `end`, which only shrink; `ratio(k)` leads from term k to the next."""
    term = math.exp(log_term(start))
    total, k = 0.0, start
    while k <= end and term > total * 1e-17:
        total += term
        term *= ratio(k)
        k += 1
    return min(1.0, total)


def _downwards(start: int, log_term: Callable[[int], float], ratio: Callable[[int], float]) -> float:
    """Add the terms from `start` down to 0, which only shrink; `ratio(k)` leads from term k to the one before."""
    term = math.exp(log_term(start))
    total, k = 0.0, start
    while k >= 0 and term > total * 1e-17:
        total += term
        term *= ratio(k)
        k -= 1
    return min(1.0, total)


def _crossing(rising: Callable[[float], float], low: float, high: float) -> float:
    """Return where a rising function crosses zero between two places, by halving."""
    for _ in range(100):
        middle = (low + high) / 2
        if rising(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _quantile(ordered: Sequence[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def _doubled_ranks(values: Sequence[float]) -> list[int]:
    """Return twice each value's rank, equal values sharing the middle of their ranks: whole numbers throughout."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for place in range(start, end + 1):
            ranks[order[place]] = start + end + 2
        start = end + 1
    return ranks


def _exact_rank_tail(equal_ranks: Mapping[int, int], n: int, size: int, seen: int) -> float:
    """Return the share of all choices of `size` of `n` ranks (how many are equal to each) whose sum is `seen` or lower."""
    ways: dict[tuple[int, int], int] = {(0, 0): 1}
    for rank, equal in equal_ranks.items():
        more: dict[tuple[int, int], int] = {}
        for (taken, total), number in ways.items():
            for chosen in range(min(equal, size - taken) + 1):
                key = (taken + chosen, total + chosen * rank)
                more[key] = more.get(key, 0) + number * math.comb(equal, chosen)
        ways = more
    low = sum(number for (taken, total), number in ways.items() if taken == size and total <= seen)
    return low / math.comb(n, size)


def _normal_rank_tail(equal_ranks: Mapping[int, int], n: int, size: int, seen: int) -> float:
    tied = sum(number**3 - number for number in equal_ranks.values())
    spread = math.sqrt(size * (n - size) / 12 * (n + 1 - tied / (n * (n - 1))))
    if spread == 0:
        return 1.0
    above_mean = seen / 2 - size * (n + 1) / 2 + 0.5
    return 0.5 * math.erfc(-above_mean / spread / math.sqrt(2))


def _counts(values: Sequence[int]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return counts
