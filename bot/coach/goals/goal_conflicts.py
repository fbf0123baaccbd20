"""Goals that cannot both say what success is: two targets for the same thing over the same days, a part above its whole."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from bot.coach.goals.objectives import LEAD_KINDS, Objective

SHARE = "answered share"


def contradiction(one: Objective, other: Objective) -> str | None:
    """Return in words why two goals contradict each other, None where both can hold.

    A month's goal beside its quarter's is none, unless the month asks for more than the whole quarter.
    """
    if one.metric == other.metric:
        if (one.starts_on, one.ends_on) == (other.starts_on, other.ends_on):
            return "two targets for the same days" if one.target != other.target else None
        inner = _inner(one, other)
        if inner is None or one.metric == SHARE:
            return None
        outer = other if inner is one else one
        return "the shorter one asks for more than the longer one" if inner.target > outer.target else None
    for part, whole in ((one, other), (other, one)):
        if part.metric in LEAD_KINDS and whole.metric == "leads" and _is_within(part, whole) and part.target > whole.target:
            return f"{part.metric} are leads too, and fewer leads than {part.metric} are asked for"
    return None


def contradicted(goal: Objective, others: Sequence[Objective]) -> list[tuple[Objective, str]]:
    """Return the goals that another contradicts, each with the reason."""
    return [(each, why) for each in others if (why := contradiction(goal, each))]


def contradictions(goals: Sequence[Objective]) -> list[tuple[int, int, str]]:
    """Return the numbers (from 1, in the given order) of goals that contradict each other, with the reason."""
    numbered = enumerate(goals, 1)
    return [(first, second, why) for (first, one), (second, other) in combinations(numbered, 2)
            if (why := contradiction(one, other))]


def _inner(one: Objective, other: Objective) -> Objective | None:
    if _is_within(one, other):
        return one
    return other if _is_within(other, one) else None


def _is_within(inner: Objective, outer: Objective) -> bool:
    return outer.starts_on <= inner.starts_on and inner.ends_on <= outer.ends_on
