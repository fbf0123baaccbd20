"""The simulated teams: the same seeds give the same lives, and the rules keep their aims on a few of them.

The figures of a full run come from `python -m tests.simulation`; these few teams only show that nothing broke.
"""

from __future__ import annotations

from random import Random

import pytest

from bot.model.facts import Comment, Lead
from bot.model.times import to_text
from bot.triage.classify import classify
from tests.simulation.captions import MIX, Captions, without
from tests.simulation.faults import BEGINS, BREAKAGES, FAULTS, Breakage, Fault
from tests.simulation.habits import Habits
from tests.simulation.life import Life
from tests.simulation.looking import healthy
from tests.simulation.measuring import Health, Measured, Naming, Power, health_of, naming, weeks_to_notice
from tests.simulation.table import tables
from tests.simulation.words import TEXTS


def usual(week: int) -> Habits:
    """Return the habits of a team without a fault, in any week."""
    return Habits()


def test_the_same_seed_lives_the_same_life() -> None:
    assert Life("a", usual, 6).told == Life("a", usual, 6).told


def test_another_seed_lives_another_life() -> None:
    assert Life("a", usual, 3).leads != Life("b", usual, 3).leads


def test_nothing_reaches_the_coach_before_it_happened() -> None:
    life = Life("a", usual, 8)
    assert all(fact.created_at <= to_text(life.look(week)) for week, facts in life.told.items() for fact in facts
               if isinstance(fact, Comment | Lead))


def test_a_fault_changes_nothing_before_it_begins() -> None:
    faulty = Life("a", lambda week: Habits(outbound=0) if week >= 4 else Habits(), 8)
    assert faulty.told[2] == Life("a", usual, 8).told[2]


def test_posts_differ_in_what_they_bring_beyond_chance() -> None:
    rates = {each.leads / each.people for each in Life("a", usual, 8).posts.values() if each.post.network == "instagram"}
    assert max(rates) > 2 * min(rates)


@pytest.mark.parametrize("kind", TEXTS)
def test_every_simulated_comment_is_plainly_of_its_kind(kind: str) -> None:
    assert {classify(words).label for words in TEXTS[kind]} == {kind}


def test_captions_of_a_kind_come_again_only_when_all_were_used() -> None:
    captions = Captions(Random(1))
    drawn = [captions.draw({"teaching": 1.0}).words for _ in range(20)]
    assert len(set(drawn)) == 20


def test_without_invitations_nothing_asks() -> None:
    captions = Captions(Random(1))
    assert not any(captions.draw(without("invitation to answer")).asks for _ in range(200))


def test_a_mix_without_a_kind_keeps_the_others_in_their_proportions() -> None:
    mix = without("behind the scenes", promotional=0.5)
    assert sum(mix.values()) == pytest.approx(1)
    assert mix["teaching"] / mix["entertaining"] == pytest.approx(MIX["teaching"] / MIX["entertaining"])


def test_some_stories_are_told_on_both_networks() -> None:
    life = Life("a", usual, 8)
    words = [{each.post.text for each in life.posts.values() if each.post.network == network and each.post.campaign is None}
             for network in ("instagram", "facebook")]
    assert words[0] & words[1]


def test_a_fault_of_absence_begins_when_it_has_lasted() -> None:
    begins = {fault.rule: fault.begins for fault in FAULTS}
    assert (begins["no-human-face"], begins["nobody-asked"], begins["go-find-them"]) == (BEGINS + 4, BEGINS + 1, BEGINS)


def test_healthy_teams_hear_at_most_one_false_alarm_in_eight_weeks() -> None:
    assert health_of([healthy(seed, 18) for seed in (1, 2)]).in_eight_weeks <= 1


@pytest.mark.parametrize("fault", [each for each in FAULTS if each.half], ids=lambda fault: fault.rule)
def test_a_planted_fault_is_noticed_within_four_weeks(fault: Fault) -> None:
    assert weeks_to_notice(fault, 3) is not None


@pytest.mark.parametrize("breakage", BREAKAGES[2:5], ids=lambda each: each.name)
def test_a_broken_tracking_is_named_and_no_post_is_blamed(breakage: Breakage) -> None:
    named, blamed = naming(breakage, 1, BEGINS + 6)
    assert (named is not None, blamed) == (True, 0)


def test_an_alarm_that_stands_counts_once() -> None:
    looks = healthy(1, 2)
    standing = [look.__class__(look.week, look.now, (), wrong=looks[-1].findings[:1], true=()) for look in looks]
    assert health_of([standing]).began.total() == 1


def test_the_table_names_every_rule_and_every_breakage() -> None:
    power = {each.rule: Power(2, (1, 3)) for each in FAULTS}
    measured = Measured(Health(2, 52), power, {}, {each.name: Naming(2, (1,), 0) for each in BREAKAGES})
    shown = tables(measured)
    assert all(each.rule in shown for each in FAULTS)
    assert all(each.name in shown for each in BREAKAGES)
