"""Objectives: set, listed, ended; followers and rivals get a better goal instead."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coach.goals.goal_words import Goal, read_goal
from bot.coach.goals.objectives import METRICS, objectives
from bot.commands import commands
from bot.errors import CannotRead, UsageError
from bot.model.card import plain
from bot.model.card_text import plain_card
from bot.model.command import Asker, Reply
from tests.world import World, comment, lead

ASKER = Asker("u1", "Ann", "terminal", "UTC")


def goals(world: World, words: str = "", **values: Any) -> Reply:
    """Run the command."""
    return commands()["goals"].run(world.desk, ASKER, goal=words, **values)


@pytest.mark.parametrize(("words", "goal"), [
    ("leads 20", Goal("leads", 20)), ("20 leads", Goal("leads", 20)), ("get 1,200 enquiries", Goal("enquiries", 1200)),
    ("inquiries 5", Goal("enquiries", 5)), ("bookings 12", Goal("bookings", 12)), ("sign-ups 7", Goal("sign-ups", 7)),
    ("7 signups", Goal("sign-ups", 7)), ("sales 3", Goal("sales", 3)), ("referrals 2", Goal("referrals", 2)),
    ("answered share 80%", Goal("answered share", 80)), ("answered-share 80", Goal("answered share", 80)),
    ("answer 90 percent", Goal("answered share", 90)), ("conversations 15", Goal("conversations", 15)),
])
def test_metric_and_target_are_read_in_either_order(words: str, goal: Goal) -> None:
    assert read_goal(words) == goal
    assert goal.metric in METRICS


@pytest.mark.parametrize(("words", "named"), [
    ("happiness 5", "happiness"), ("leads many", "leads many"), ("leads 5 6", "leads 5 6"), ("leads 0", "target 0"),
    ("answered share 120%", "1 to 100"), ("leads 20%", "not in percent"), ("leads 99999999999", "1 to 1,000,000,000"),
])
def test_what_cannot_be_a_goal_is_named(words: str, named: str) -> None:
    with pytest.raises(UsageError, match=named):
        read_goal(words)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_wild_words_are_asked_back_and_never_a_fault(words: str) -> None:
    with contextlib.suppress(UsageError):
        assert read_goal(words).target >= 1


def test_a_goal_is_set_for_a_period_and_listed_with_how_far_it_is(world: World) -> None:
    world.tell(lead("l1", "2026-03-02T10:00:00Z"), lead("l2", "2026-03-03T10:00:00Z"), lead("old", "2026-02-20T10:00:00Z"))
    goals(world, "leads 20", **{"from": "2026-03-01", "until": "2026-03-31"})
    reply = goals(world)
    assert [(each["number"], each["metric"], each["target"], each["ends_on"]) for each in reply.document] == [
        (1, "leads", 20, "2026-03-31")]
    assert reply.document[0]["so_far"]["value"] == 2
    assert "So far 2, with 13% of the time gone." in plain_card(reply.card)


def test_each_kind_of_lead_is_counted_by_itself(world: World) -> None:
    world.tell(lead("l1", "2026-03-04T08:00:00Z", kind="booking"), lead("l2", "2026-03-04T08:00:00Z", kind="sale"))
    goals(world, "bookings 5")
    assert goals(world).document[0]["so_far"]["value"] == 1


def test_an_answered_share_and_conversations_can_be_goals(small_world: World) -> None:
    small_world.tell(comment("c1", created_at="2026-03-04T08:00:00Z"),
                     comment("r1", "yes", parent_id="c1", created_at="2026-03-04T08:30:00Z", from_team=True),
                     comment("s1", "great", parent_id="c1", created_at="2026-03-04T09:00:00Z"))
    goals(small_world, "answered share 80%", until="2026-03-30")
    goals(small_world, "conversations 4", until="2026-03-31")
    assert [each["so_far"]["value"] for each in goals(small_world).document] == [1.0, 1]


def test_the_last_day_may_be_said_in_words_and_is_the_months_end_otherwise(small_world: World) -> None:
    goals(small_world, "leads 20")
    goals(small_world, "sales 20", until="Friday")
    assert {each.metric: each.ends_on for each in objectives(small_world.desk)} == {"sales": "2026-03-06", "leads": "2026-03-31"}


def test_a_period_made_up_here_is_never_shorter_than_two_weeks(small_world: World) -> None:
    goals(small_world.at("2026-03-25T10:00:00Z"), "leads 20")
    assert objectives(small_world.desk)[0].ends_on == "2026-04-30"


@pytest.mark.parametrize(("days", "words"), [
    ({"until": "2026-03-01"}, "is past"), ({"from": "2026-04-01", "until": "2026-03-20"}, "before it starts"),
    ({"from": "soon"}, "'soon' of --from"), ({"until": "2031-01-01"}, "two years"),
])
def test_a_period_that_cannot_be_is_named(small_world: World, days: dict[str, str], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        goals(small_world, "leads 20", **days)


def test_an_unsure_day_is_asked_back(small_world: World) -> None:
    with pytest.raises(CannotRead):
        goals(small_world, "leads 20", until="03/04")


@pytest.mark.parametrize(("words", "piece"), [
    ("50,000 followers", "follower-number-means-little"), ("reach 100000", "leads-not-virality"),
    ("more leads than @rival", "not-a-competition"), ("beat our competitor 10", "not-a-competition"),
])
def test_followers_reach_and_rivals_get_a_better_goal_and_nothing_is_set(small_world: World, words: str, piece: str) -> None:
    small_world.tell(*(lead(f"l{n}", "2026-03-01T10:00:00Z") for n in range(20)))
    reply = goals(small_world, words)
    assert (reply.failed, reply.document["guidance"]) == (True, [piece])
    assert reply.document["instead"] == "goals leads 22 --until 2026-03-31"
    assert objectives(small_world.desk) == []


def test_the_better_goal_can_be_set_as_it_is_written(small_world: World) -> None:
    instead = goals(small_world, "5000 followers").document["instead"]
    words, _, until = instead.removeprefix("goals ").partition(" --until ")
    assert not goals(small_world, words, until=until).failed


def test_the_same_goal_is_not_set_twice(small_world: World) -> None:
    goals(small_world, "leads 20")
    assert "nothing was changed" in plain(goals(small_world, "20 leads").card.title)
    assert len(objectives(small_world.desk)) == 1


def test_a_goal_ends_by_its_number_and_the_reply_says_how_to_set_it_again(world: World) -> None:
    goals(world, "leads 20")
    reply = commands()["goals end"].run(world.desk, ASKER, number=1)
    assert reply.document["undo"] == "goals leads 20 --from 2026-03-04 --until 2026-03-31"
    assert objectives(world.desk) == []
    with pytest.raises(UsageError, match="no goal 1"):
        commands()["goals end"].run(world.desk, ASKER, number=1)


def test_days_without_a_goal_are_asked_back(small_world: World) -> None:
    with pytest.raises(UsageError, match="Which goal"):
        goals(small_world, until="2026-03-31")
