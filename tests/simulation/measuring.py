"""Runs the teams and adds up what the rules said of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import repeat

from bot.model.card import plain
from bot.model.rule import Finding, Ref
from bot.model.statistics import median
from tests.simulation.faults import BEGINS, BREAKAGES, FAULTS, Breakage, Fault
from tests.simulation.looking import TRACKING, WITHIN, Looked, healthy, with_breakage, with_fault


@dataclass(frozen=True, slots=True)
class Health:
    """False alarms on healthy teams: how many began, by rule, and at how many looks one stood, of how many."""

    teams: int
    looks: int
    began: Counter[str] = field(default_factory=Counter)
    stood: Counter[str] = field(default_factory=Counter)

    @property
    def in_eight_weeks(self) -> float:
        """False alarms a team in eight weeks, over all rules together."""
        return 8 * self.began.total() / self.looks


@dataclass(frozen=True, slots=True)
class Power:
    """How a planted fault was noticed: after how many weeks, of how many teams."""

    teams: int
    weeks: tuple[int, ...]

    @property
    def share(self) -> float:
        """The share of teams on which it was noticed in time."""
        return len(self.weeks) / self.teams

    @property
    def middle(self) -> float | None:
        """The middle number of weeks until it was noticed, None where it never was."""
        return median(self.weeks) if self.weeks else None


@dataclass(frozen=True, slots=True)
class Naming:
    """How a broken tracking was named: after how many weeks, of how many teams; posts that were called failures."""

    teams: int
    weeks: tuple[int, ...]
    blamed: int


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything that one run measured; faults and breakages by their place in the lists."""

    health: Health
    power: dict[str, Power]
    half: dict[str, Power]
    naming: dict[str, Naming]


def measure(teams: int, weeks: int, seed: int = 0, processes: int = 1) -> Measured:
    """Run so many healthy teams, as many with each fault and each broken tracking, and half as many at half the size.

    Seeds count from `seed`; the number of processes changes nothing but the time.
    """
    seeds = range(seed, seed + teams)
    halves = [fault for fault in FAULTS if fault.half]
    with ProcessPoolExecutor(processes) as pool:
        well = pool.map(healthy, seeds, repeat(weeks))
        full = {each.rule: pool.map(weeks_to_notice, repeat(each), seeds) for each in FAULTS}
        half = {each.rule: pool.map(weeks_to_notice, repeat(each), seeds[: (teams + 1) // 2], repeat(True)) for each in halves}
        broken = {each.name: pool.map(naming, repeat(each), seeds, repeat(weeks)) for each in BREAKAGES}
        return Measured(
            health=health_of(list(well)),
            power={rule: _power(list(found)) for rule, found in full.items()},
            half={rule: _power(list(found)) for rule, found in half.items()},
            naming={name: _naming(list(found)) for name, found in broken.items()},
        )


def health_of(teams: Sequence[Sequence[Looked]]) -> Health:
    """Add up the false alarms on healthy teams."""
    health = Health(len(teams), sum(map(len, teams)))
    for looks in teams:
        before: set[tuple[str, Ref | None]] = set()
        for look in looks:
            now = {(each.rule, ref) for each in look.wrong for ref in each.case.subject or (None,)}
            health.stood.update({each.rule for each in look.wrong})
            health.began.update(each.rule for each in look.wrong if not before & _subjects(each))
            before = now
    return health


def weeks_to_notice(fault: Fault, seed: int, is_half: bool = False) -> int | None:
    """Return at which look after its beginning a team's fault was noticed, None where at none of those that count."""
    looks = with_fault(fault, seed, is_half=is_half)
    begins = _first_look(fault)
    return next((look.week - begins + 1 for look in looks if look.week >= begins and look.true), None)


def _first_look(fault: Fault) -> int:
    """Return the first week whose look counts; one that is there from the start is looked at when others begin."""
    return max(fault.begins, BEGINS)


def naming(breakage: Breakage, seed: int, weeks: int) -> tuple[int | None, int]:
    """Return at which look a broken tracking was named, and how many posts since then were called failures."""
    named, blamed = None, set()
    for look in with_breakage(breakage, seed, weeks):
        if named is None and look.week >= BEGINS and any(word in said for said in _said(look) for word in breakage.words):
            named = look.week - BEGINS + 1
        blamed |= {ref for each in look.wrong if each.rule == TRACKING[0] for ref in each.case.subject
                   if breakage.hides_leads and int(ref.id[1:].split("i")[0].split("f")[0]) >= BEGINS}
    return named if named is None or named <= WITHIN else None, len(blamed)


def _subjects(finding: Finding) -> set[tuple[str, Ref | None]]:
    return {(finding.rule, ref) for ref in finding.case.subject or (None,)}


def _said(look: Looked) -> list[str]:
    """Return what a look says of data: what cannot be told, what is old, and which ways of leads are broken."""
    unsure = [each.case.reason or "" for each in look.findings if each.case.verdict == "cant-tell"]
    return unsure + [plain(each.headline) for each in look.findings if each.rule == "stale-data"] + list(look.paths)


def _power(found: Sequence[int | None]) -> Power:
    return Power(len(found), tuple(sorted(each for each in found if each is not None)))


def _naming(found: Sequence[tuple[int | None, int]]) -> Naming:
    weeks = sorted(each for each, _ in found if each is not None)
    return Naming(len(found), tuple(weeks), sum(blamed for _, blamed in found))
