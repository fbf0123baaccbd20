"""Lives a team's weeks through a store, an import a week, and looks at it with the rules."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path

from bot.coach.audits.lead_paths import path_gaps
from bot.coach.feeds import feeds_of
from bot.coach.figures.figures import measured
from bot.coach.figures.findings import find
from bot.coach.windows import last_days
from bot.intake.merge import Merger
from bot.model.card import plain
from bot.model.rule import Finding
from bot.model.times import to_text
from bot.store.store import open_store
from bot.triage.classify import classify
from tests.simulation.faults import BEGINS, FAULTS, Breakage, Fault
from tests.simulation.habits import Habits
from tests.simulation.life import START, Life
from tests.simulation.truth import Goal, Truth
from tests.world import World, as_row, desk_for, grouped

MEMORY = Path("/dev/shm")
TRACKING = ("reach-without-leads", "stale-data")
"""The rules that speak of broken tracking; the first is the one that calls a post a failure."""
WITHIN = 4
"""At how many looks after its beginning a fault must be noticed."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One look: the week (from 0), what the rules said, and which of what fires is not so."""

    week: int
    now: str
    findings: tuple[Finding, ...]
    wrong: tuple[Finding, ...]
    true: tuple[Finding, ...]
    paths: tuple[str, ...] = ()


@contextmanager
def team(name: str) -> Iterator[World]:
    """Give a team with a store of its own, in memory where the machine has such a place; it is gone afterwards."""
    place = MEMORY if MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="simulated-", dir=place) as folder:
        store = open_store(f"sqlite:///{folder}/coach.db")
        desk = desk_for(store.team(name), now=to_text(START))
        yield World(replace(desk, purpose_of=cache(desk.purpose_of)))
        store.close()


def healthy(seed: int, weeks: int) -> list[Looked]:
    """Return every look at a healthy team."""
    life = Life(f"healthy {seed}", lambda _: Habits(), weeks)
    with team(f"healthy-{seed}") as world:
        return list(_looks(world, Truth(life), range(weeks), tuple(each.rule for each in FAULTS)))


def with_fault(fault: Fault, seed: int, *, is_half: bool = False) -> list[Looked]:
    """Return the looks of its own rule at a team with a fault, from the one before its habits change to the last that counts."""
    changed = Habits(**((fault.half if is_half else fault.habits) or {}))
    changes, last = 0 if fault.from_start else BEGINS, max(fault.begins, BEGINS) + WITHIN
    life = Life(f"{fault.rule} {seed}", lambda week: changed if week >= changes else Habits(), last)
    truth = Truth(life, planted=fault.rule, began=to_text(START + timedelta(days=7 * changes)))
    with team(f"{fault.rule}-{seed}") as world:
        return list(_looks(world, truth, range(BEGINS - 1, last), (fault.rule,)))


def with_breakage(breakage: Breakage, seed: int, weeks: int) -> list[Looked]:
    """Return every look, from the one before it breaks on, at a team whose tracking breaks, with the rules that speak of it."""
    broken = Habits(**breakage.habits)
    life = Life(f"{breakage.name} {seed}", lambda week: broken if week >= BEGINS else Habits(), weeks)
    with team(f"broken-{seed}") as world:
        return list(_looks(world, Truth(life), range(BEGINS - 1, weeks), TRACKING))


def _looks(world: World, truth: Truth, weeks: range, rules: tuple[str, ...]) -> Iterator[Looked]:
    """Import week by week and look at the weeks given, with the rules named."""
    life = truth.life
    _set_goal(world, truth, begins=0, ends=BEGINS if truth.planted in ("no-objective", "objective-behind") else max(26, life.weeks),
              ambition=life.traits.ambition)
    for week in range(weeks.stop):
        now = to_text(life.look(week))
        seen = world.at(now)
        if week == BEGINS:
            _plant_goal(seen, truth)
        _import(seen, truth, week)
        if week in weeks:
            findings = tuple(find(seen.desk, [world.desk.rules[each] for each in rules]))
            fired = [each for each in findings if each.case.verdict == "fires"]
            yield Looked(week, now, findings, wrong=tuple(each for each in fired if not truth.is_so(each, now)),
                         true=tuple(each for each in fired if truth.is_so(each, now)),
                         paths=tuple(_paths(seen)) if rules == TRACKING else ())


def _import(world: World, truth: Truth, week: int) -> None:
    """Tell the coach a week's rows; a week that was left out tells nothing, not even that there is nothing."""
    life, now = truth.life, world.desk.now
    if week in life.skipped:
        return
    habits = life.habits(week)
    feeds = {"posts", "followers", "outbound"}
    feeds |= ({"comments"} if habits.has_comment_feed else set()) | ({"leads"} if habits.has_lead_feed else set())
    with world.desk.records.write() as writer:
        merger = Merger(writer, f"week-{week}", now, "salt", _label)
        for row in grouped(life.told[week]):
            merger.add(type(row[0]), [as_row(row[0])], [as_row(row[1])] if len(row) > 1 else ())
        merger.finish()
    for feed in sorted(feeds):
        world.feed(feed, now)
    truth.fed |= dict.fromkeys(feeds, now)


@cache
def _label(words: str) -> str:
    """Return the kind of a comment; the same few texts come again and again."""
    return classify(words).label


def _set_goal(world: World, truth: Truth, *, begins: int, ends: int, ambition: float) -> None:
    """Set an objective of leads over some weeks, at so many times the leads that were to be expected in them."""
    life, weeks = truth.life, ends - begins
    usual = [each for each in life.posts.values() if not each.is_planted and each.at < life.look(BEGINS - 1)]
    a_week = 1.15 * sum(each.leads for each in usual) / min(BEGINS, life.weeks)
    since, until = (START + timedelta(days=7 * week) for week in (begins, ends))
    name = f"goal-{len(truth.goals)}"
    goal = Goal(max(1, round(ambition * a_week * weeks)), to_text(since)[:10], to_text(until)[:10] + "T23:59:59Z")
    truth.goals[name] = goal
    world.set_objective(objective_id=name, target=goal.target, starts_on=goal.since, ends_on=goal.until[:10])


def _plant_goal(world: World, truth: Truth) -> None:
    if truth.planted == "objective-behind":
        _set_goal(world, truth, begins=BEGINS, ends=BEGINS + 13, ambition=2.0)
    elif truth.planted == "rival-goal":
        world.set_objective(objective_id="rival", metric="more followers than @otherbakery", target=5000)


def _paths(world: World) -> Iterable[str]:
    """Return what the audit of the last four weeks says of the ways that leads come by."""
    window = last_days(world.desk, 28)
    return (plain(gap.headline) for gap in path_gaps(measured(world.desk, window), window, feeds_of(world.desk)))
