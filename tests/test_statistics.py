"""The statistics against tables, against brute force, and against what must hold for any input."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import statistics
from bot.model.statistics import (
    binomial_at_least,
    binomial_at_most,
    binomial_bounds,
    holm,
    median,
    percentile_rank,
    poisson_at_least,
    poisson_at_most,
    poisson_bounds,
    poisson_zero,
    quartiles,
    rank_test,
    uneven_at_least,
    unevenness,
)

few = settings(max_examples=60, deadline=None)


def slow_poisson_at_most(seen: int, expected: float) -> float:
    return math.fsum(math.exp(-expected) * expected**k / math.factorial(k) for k in range(seen + 1))


def slow_binomial_at_most(hits: int, n: int, share: Fraction) -> float:
    return float(sum(math.comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(hits + 1)))


def slow_rank_test(lower: Sequence[float], higher: Sequence[float]) -> float:
    def wins(first: Sequence[float], second: Sequence[float]) -> float:
        return sum((a > b) + (a == b) / 2 for a in first for b in second)

    values = [*lower, *higher]
    seen = wins(lower, higher)
    arrangements = list(itertools.combinations(range(len(values)), len(lower)))
    as_low = 0
    for chosen in arrangements:
        first = [values[i] for i in chosen]
        second = [values[i] for i in range(len(values)) if i not in chosen]
        as_low += wins(first, second) <= seen
    return as_low / len(arrangements)


@few
@given(st.integers(0, 40), st.floats(0.01, 40))
def test_the_poisson_tails_equal_the_sum_of_their_terms(seen: int, expected: float) -> None:
    assert poisson_at_most(seen, expected) == pytest.approx(slow_poisson_at_most(seen, expected), abs=1e-11)
    assert poisson_at_least(seen + 1, expected) == pytest.approx(1 - slow_poisson_at_most(seen, expected), abs=1e-11)


def test_the_chance_of_none_is_the_lowest_poisson_term() -> None:
    assert poisson_zero(3) == pytest.approx(poisson_at_most(0, 3))
    assert poisson_zero(2.9) > 0.05 > poisson_zero(3)


def test_a_far_poisson_tail_keeps_its_digits() -> None:
    assert poisson_at_least(50, 5) == pytest.approx(2.1568e-32, rel=1e-3)


def test_tails_of_large_counts_end_quickly_and_stay_right() -> None:
    assert poisson_at_most(1_000_000, 1_000_000) == pytest.approx(0.5, abs=0.001)
    assert binomial_at_most(500_000, 1_000_000, 0.5) == pytest.approx(0.5, abs=0.001)


def test_where_nothing_is_expected_only_nothing_can_come() -> None:
    assert (poisson_at_least(1, 0), poisson_at_most(0, 0), poisson_at_least(0, 0)) == (0.0, 1.0, 1.0)


def test_a_negative_expectation_is_refused_with_its_value() -> None:
    with pytest.raises(ValueError, match=r"-1"):
        poisson_zero(-1)


@few
@given(st.integers(0, 30), st.integers(1, 30), st.integers(0, 20))
def test_the_binomial_tails_equal_the_sum_of_their_terms(hits: int, n: int, share: int) -> None:
    slow = slow_binomial_at_most(min(hits, n), n, Fraction(share, 20))
    assert binomial_at_most(hits, n, share / 20) == pytest.approx(slow, abs=1e-11)
    assert binomial_at_least(hits + 1, n, share / 20) == pytest.approx(1 - slow, abs=1e-11)


@few
@given(st.integers(0, 30), st.floats(0.1, 20), st.floats(0.05, 3))
def test_the_uneven_tail_equals_the_sum_of_its_terms(seen: int, expected: float, spread: float) -> None:
    size = 1 / spread
    terms = [math.exp(math.lgamma(k + size) - math.lgamma(size) - math.lgamma(k + 1)) * (size / (size + expected)) ** size
             * (expected / (size + expected)) ** k for k in range(seen)]
    assert uneven_at_least(seen, expected, spread) == pytest.approx(1 - math.fsum(terms), abs=1e-9)


def test_even_rates_leave_the_poisson_tail() -> None:
    assert uneven_at_least(9, 3, 0) == poisson_at_least(9, 3)


def test_counts_that_differ_as_chance_makes_them_are_even() -> None:
    assert unevenness([4, 5, 6, 5], [5, 5, 5, 5]) == 0
    assert unevenness([], []) == 0


def test_counts_that_clump_are_uneven() -> None:
    assert unevenness([0, 0, 0, 20], [5, 5, 5, 5]) == pytest.approx(2.8)


@pytest.mark.parametrize(("seen", "low", "high"), [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (10, 4.7954, 18.3904), (100, 81.3640, 121.6272)])
def test_the_poisson_bounds_are_those_of_the_printed_tables(seen: int, low: float, high: float) -> None:
    assert poisson_bounds(seen) == pytest.approx((low, high), abs=1e-3)


@pytest.mark.parametrize(("hits", "n", "low", "high"), [(0, 10, 0.0, 0.3085), (5, 10, 0.1871, 0.8129), (10, 10, 0.6915, 1.0), (1, 20, 0.0013, 0.2487)])
def test_the_binomial_bounds_are_those_of_the_printed_tables(hits: int, n: int, low: float, high: float) -> None:
    assert binomial_bounds(hits, n) == pytest.approx((low, high), abs=1e-4)


@few
@given(st.integers(0, 200), st.integers(1, 200))
def test_binomial_bounds_hold_the_share_that_was_seen(hits: int, n: int) -> None:
    hits = min(hits, n)
    low, high = binomial_bounds(hits, n)
    assert 0 <= low <= hits / n <= high <= 1


@few
@given(st.lists(st.integers(0, 5), min_size=1, max_size=5), st.lists(st.integers(0, 5), min_size=1, max_size=5))
def test_a_small_rank_test_counts_every_arrangement_ties_included(lower: list[int], higher: list[int]) -> None:
    assert rank_test(lower, higher) == pytest.approx(slow_rank_test(lower, higher))


def test_many_equal_values_are_counted_however_many_there_are() -> None:
    none_of_ten = math.comb(20, 10) / math.comb(25, 10)
    assert rank_test([0] * 10, [1] * 5 + [0] * 10) == pytest.approx(none_of_ten)


@pytest.mark.parametrize("step", [1, 3])
def test_the_normal_curve_stays_close_to_the_exact_count_ties_or_not(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    lower = [(i * 7 % 23) // step for i in range(12)]
    higher = [(i * 5 % 23) // step + 5 // step for i in range(14)]
    normal = rank_test(lower, higher)
    monkeypatch.setattr(statistics, "_EXACT_RANKS", 30)
    assert normal == pytest.approx(rank_test(lower, higher), rel=0.08)


def test_equal_values_show_no_difference_however_many() -> None:
    assert rank_test([4.0] * 30, [4.0] * 30) == 1.0


def test_an_empty_group_shows_no_difference() -> None:
    assert rank_test([], [1.0, 2.0]) == 1.0


def test_quartiles_lie_on_straight_lines_between_neighbours() -> None:
    assert quartiles([1, 2, 3, 4, 5]) == (2, 3, 4)
    assert median([1, 10]) == 5.5


def test_quartiles_of_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="no values"):
        quartiles([])


def test_a_percentile_rank_counts_equals_half() -> None:
    assert percentile_rank([1, 1, 1, 1], 1) == 0.5
    assert percentile_rank([], 1) == 0.0


@few
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_never_makes_a_chance_smaller_and_keeps_their_order(chances: list[float]) -> None:
    adjusted = holm(chances)
    assert all(chance <= mended <= 1 for chance, mended in zip(chances, adjusted, strict=True))
    by_chance = [mended for _, mended in sorted(zip(chances, adjusted, strict=True))]
    assert by_chance == sorted(by_chance)


def test_holm_asks_the_smallest_chance_to_stand_for_all() -> None:
    assert holm([0.02, 0.5, 0.5]) == pytest.approx([0.06, 1.0, 1.0])
