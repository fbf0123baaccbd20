"""The tables that the README shows hold what they say."""

from __future__ import annotations

from tests.safety_tables import grounding_table, refusal_sets, refusal_table


def shares(row: str, *cells: int) -> list[int]:
    """Return the percentages in some cells of a row."""
    return [int(row.split("|")[cell].split("(")[1].split("%")[0]) for cell in cells]


def test_the_refusal_table_counts_what_is_answered_and_what_is_refused() -> None:
    (row,) = refusal_table("eval").splitlines()[2:]
    answered, refused = shares(row, 3, 5)
    assert answered >= 80
    assert refused >= 80
    assert {"tune", "held", "eval"} <= set(refusal_sets())


def test_the_grounding_table_keeps_to_the_bounds_of_the_check() -> None:
    *halves, whole = grounding_table().splitlines()[2:]
    alarms, misses = shares(whole, 3, 5)
    assert alarms <= 5
    assert misses <= 1
    assert sum(int(row.split("|")[2]) for row in halves) == int(whole.split("|")[2])
