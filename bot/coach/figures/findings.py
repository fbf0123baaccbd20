"""Runs the rules and puts what they saw into words. Audits, nudges and digests all read from here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from bot.coach.desk import Desk
from bot.coach.figures.purposes import with_purposes
from bot.coach.figures.shared_rows import SharedRows
from bot.model.card import Text, plain, quoted, text
from bot.model.networks import as_said
from bot.model.rule import Case, Finding, NamedRule, Ref, View
from bot.model.times import ago, from_text
from bot.model.words import count

HOURS = {"days": 24, "hours": 1}


def find(desk: Desk, rules: Iterable[NamedRule] | None = None, *, spent: frozenset[Ref] = frozenset()) -> list[Finding]:
    """Return what every rule (or the given ones) sees at the desk's moment, in the order of the rules' names.

    What several of them ask alike is read, and what a post is told, once. `spent`: what they need not ask for any more.
    """
    chosen = list(desk.rules.values() if rules is None else rules)
    shared = SharedRows(desk.records, (each.rule.detect for each in chosen))
    here = replace(desk, purpose_of=cache(desk.purpose_of))
    return [worded(rule, case) for rule in chosen for case in _seen(here, rule, shared, spent)]


def cases(desk: Desk, named: NamedRule) -> list[Case]:
    """Return what one rule sees, unworded."""
    return _seen(desk, named, SharedRows(desk.records, [named.rule.detect]), frozenset())


def _seen(desk: Desk, named: NamedRule, shared: SharedRows, spent: frozenset[Ref]) -> list[Case]:
    now, settings = desk.now, settings_of(desk, named)
    back = reaches(named, settings, now)
    values: dict[str, Any] = {"now": now, **settings, **{f"{name}_ago": moment for name, moment in back.items()}}
    rows = with_purposes(desk, shared.of(named.rule.detect, values))
    return list(named.rule.refine(rows, View(now=now, zone=desk.zone, settings=settings, ago=back, spent=spent)))


def settings_of(desk: Desk, named: NamedRule) -> dict[str, float]:
    """Return a rule's settings: its defaults, and over them the team's own from the configuration."""
    own = desk.settings.rules.get(named.key, {})
    return {name: own.get(name, setting.default) for name, setting in named.rule.settings.items()}


def reaches(named: NamedRule, settings: Mapping[str, float], now: str) -> dict[str, str]:
    """Return, for every setting that is a length of time, the moment it reaches back to."""
    moment = from_text(now)
    return {
        name: ago(moment, hours=settings[name] * HOURS[setting.unit])
        for name, setting in named.rule.settings.items()
        if setting.unit in HOURS
    }


def worded(named: NamedRule, case: Case) -> Finding:
    """Return a case in the rule's own words."""
    rule, fires, said = named.rule, case.verdict == "fires", as_said(case.facts)
    return Finding(
        rule=named.key,
        case=case,
        headline=Text(rule.title, said) if fires else text("Can't tell: {reason}", reason=case.reason or ""),
        ask=Text(rule.ask if fires else "", said),
        next_step=Text(rule.next_step, said) if fires else quoted(str(case.facts.get("next_step", ""))),
        commitment=plain(Text(rule.commitment, said)) if fires else "",
        measured_by=rule.measured_by,
        rests_on=rule.rests_on,
        severity=rule.severity,
        slot=rule.slot,
        effort_minutes=rule.effort_minutes,
        facts=case.facts,
        counted=count(int(case.facts.get("n", 0)), *(case.counts or rule.counts)),
    )
