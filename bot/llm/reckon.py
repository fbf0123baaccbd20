"""Reckons with figures that tools gave, so that the model never has to: shares, ratios, changes, differences, sums.

It takes the figures' ids and nothing else: what was not read from the team's data cannot be reckoned with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from bot.errors import UsageError
from bot.llm.evidence import Fact

Operation = Literal["share", "ratio", "change", "difference", "sum"]
OPERATIONS: tuple[Operation, ...] = ("share", "ratio", "change", "difference", "sum")
_DIGITS = 4


def reckon(operation: Operation, facts: Sequence[Fact]) -> Fact:
    """Reckon one figure. share: first of second, ratio: first by second, change and difference: from first to second.

    Raises UsageError where the figures do not go together.
    """
    if operation == "sum":
        return _sum(facts)
    if len(facts) != 2:
        raise UsageError(f"{operation} takes two figures, and {len(facts)} were given")
    first, second = facts
    if first.unit != second.unit:
        raise UsageError(f"{operation} needs figures of one unit; these are {first.unit} and {second.unit}")
    if operation == "share":
        return _share(first, second)
    if first.concepts != second.concepts:
        raise UsageError(f"{operation} needs figures of one metric; these are {first.metric!r} and {second.metric!r}")
    return _ratio(first, second) if operation == "ratio" else _moved(operation, first, second)


def _share(part: Fact, whole: Fact) -> Fact:
    if part.unit not in ("count", "people"):
        raise UsageError(f"a share is of counts or people, and {part.metric!r} is in {part.unit}")
    told = {dim: values for dim, values in whole.dims.items() if values != {"needed"}}
    if not part.concepts <= whole.concepts or any(part.dims.get(dim) != values for dim, values in told.items()):
        raise UsageError(f"{part.metric!r} is no part of {whole.metric!r}")
    if not 0 <= part.value <= whole.value or not whole.value:
        raise UsageError("the part is larger than the whole, or the whole is 0")
    value = round(part.value / whole.value, _DIGITS)
    return replace(part, metric=f"{part.metric} as a share of {whole.metric}", value=value, unit="share",
                   n=int(whole.value), cases=whole.metric, is_change=False)


def _ratio(first: Fact, second: Fact) -> Fact:
    if not second.value:
        raise UsageError(f"{second.metric!r} is 0, so nothing can be reckoned by it")
    dims, about = _joined((first, second))
    value = round(first.value / second.value, _DIGITS)
    return replace(first, metric=f"{first.metric} by {second.metric}", value=value, unit="times", dims=dims, first=about,
                   n=None, cases="", is_change=False)


def _moved(operation: Operation, before: Fact, after: Fact) -> Fact:
    if before.dims != after.dims:
        raise UsageError("a change is of one thing at two times; these two differ in what they are about")
    if before.span and after.span and before.span.until > after.span.until:
        raise UsageError("the earlier figure comes first")
    if operation == "difference":
        return replace(after, metric=f"difference in {after.metric}", value=round(after.value - before.value, _DIGITS),
                       unit="points" if after.unit == "share" else after.unit, n=None, cases="", is_change=True)
    if not before.value:
        raise UsageError(f"{before.metric!r} was 0 before, so the change has no percentage; take the difference")
    value = round((after.value - before.value) / before.value, _DIGITS)
    return replace(after, metric=f"change in {after.metric}", value=value, unit="share", n=None, cases="", is_change=True)


def _sum(facts: Sequence[Fact]) -> Fact:
    if len(facts) < 2:
        raise UsageError("a sum takes two figures or more")
    first = facts[0]
    alike = all((each.unit, each.concepts) == (first.unit, first.concepts) for each in facts)
    if not alike or first.unit not in ("count", "people"):
        raise UsageError("a sum needs counts of one metric")
    if len({each.id for each in facts}) < len(facts) or len({_apart(each) for each in facts}) < len(facts):
        raise UsageError("a sum needs figures of different things; two of these are of the same")
    spans = {each.span for each in facts}
    if len(spans) > 1:
        raise UsageError("a sum needs figures of one window")
    dims, about = _joined(facts)
    if sum(any(each.dims.get(dim) != first.dims.get(dim) for each in facts) for dim in dims) != 1:
        raise UsageError("a sum needs figures that differ in one thing, such as the network")
    value = sum(each.value for each in facts)
    return replace(first, metric=f"sum of {first.metric}", value=value, dims=dims, first=about, n=None, cases="")


def _apart(fact: Fact) -> tuple[object, ...]:
    return (fact.span, *sorted((dim, tuple(sorted(values))) for dim, values in fact.dims.items()))


def _joined(facts: Sequence[Fact]) -> tuple[dict[str, frozenset[str]], Mapping[str, str]]:
    """What the figures are about together, and of each dimension which came first."""
    names = {dim for each in facts for dim in each.dims}
    if any(dim not in each.dims for each in facts for dim in names):
        raise UsageError("these figures are not about the same kind of thing; one of them may hold the other")
    dims = {dim: frozenset().union(*(each.dims[dim] for each in facts)) for dim in names}
    return dims, {dim: min(facts[0].dims[dim]) for dim in names}
