"""What was measured, as tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from bot.model.statistics import median
from tests.simulation.faults import BREAKAGES, FAULTS
from tests.simulation.measuring import Measured, Power


def tables(measured: Measured) -> str:
    """Return the table of the rules, that of broken tracking, and the sums."""
    return "\n".join([*_rules(measured), "", *_tracking(measured), "", *_sums(measured)])


def _rules(measured: Measured) -> Iterator[str]:
    health = measured.health
    yield "| Rule | Planted fault | Noticed in 4 weeks | Weeks | At half the size | False alarms per team and week |"
    yield "|---|---|---|---|---|---|"
    for fault in FAULTS:
        full, half = measured.power[fault.rule], measured.half.get(fault.rule)
        middle = "" if full.middle is None else f"{full.middle:g}"
        alarms = f"{health.began[fault.rule] / health.looks:.3f}"
        yield f"| `{fault.rule}` | {fault.size} | {_share(full)} | {middle} | {_share(half) if half else ''} | {alarms} |"


def _tracking(measured: Measured) -> Iterator[str]:
    yield "| Broken tracking | Named in 4 weeks | Weeks | Posts blamed |"
    yield "|---|---|---|---|"
    for breakage in BREAKAGES:
        named = measured.naming[breakage.name]
        middle = f"{median(named.weeks):g}" if named.weeks else ""
        yield f"| {breakage.name} | {len(named.weeks)} of {named.teams} | {middle} | {named.blamed if breakage.hides_leads else ''} |"


def _sums(measured: Measured) -> Iterator[str]:
    health, power = measured.health, measured.power.values()
    noticed, planted = sum(len(each.weeks) for each in power), sum(each.teams for each in power)
    yield (f"False alarms on {health.teams} healthy teams ({health.looks} looks): {health.began.total()} began, "
           f"{health.in_eight_weeks:.2f} a team in 8 weeks over all rules; at {health.stood.total()} looks one stood.")
    yield (f"Planted faults of the stated size noticed within 4 weeks: {noticed} of {planted} "
           f"({100 * noticed / planted:.0f}%); the rule with the fewest: {100 * min(each.share for each in power):.0f}%.")


def _share(power: Power) -> str:
    return f"{len(power.weeks)} of {power.teams}"
