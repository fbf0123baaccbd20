"""Goals that contradict each other are asked back, and can take each other's place."""

from __future__ import annotations

from typing import Any

import pytest

from bot.coach.goals.goal_conflicts import contradiction
from bot.coach.goals.objectives import Objective, objectives
from bot.commands import commands
from bot.model.card_text import plain_card
from bot.model.command import Asker, Reply
from tests.world import World

ASKER = Asker("u1", "Ann", "terminal", "UTC")
MARCH, QUARTER = ("2026-03-01", "2026-03-31"), ("2026-01-01", "2026-03-31")


def goal(metric: str, target: int, days: tuple[str, str] = MARCH) -> Objective:
    """Return an objective."""
    return Objective(f"{metric}-{target}-{days}", metric, target, *days)


def goals(world: World, words: str = "", **values: Any) -> Reply:
    """Run the command for March."""
    days = {"from": "2026-03-04", "until": "2026-03-31"} if words else {}
    return commands()["goals"].run(world.desk, ASKER, goal=words, **days | values)


@pytest.mark.parametrize(("one", "other", "why"), [
    (goal("leads", 20), goal("leads", 30), "two targets for the same days"),
    (goal("answered share", 80), goal("answered share", 60), "two targets for the same days"),
    (goal("leads", 70), goal("leads", 60, QUARTER), "the shorter one asks for more than the longer one"),
    (goal("bookings", 25), goal("leads", 20), "bookings are leads too, and fewer leads than bookings are asked for"),
    (goal("bookings", 25), goal("leads", 20, QUARTER), "bookings are leads too, and fewer leads than bookings are asked for"),
    (goal("leads", 20), goal("leads", 60, QUARTER), None), (goal("leads", 20), goal("leads", 20), None),
    (goal("bookings", 15), goal("leads", 20), None), (goal("bookings", 25, QUARTER), goal("leads", 20), None),
    (goal("bookings", 25), goal("sales", 20), None), (goal("answered share", 90), goal("answered share", 60, QUARTER), None),
    (goal("leads", 20), goal("leads", 30, ("2026-04-01", "2026-04-30")), None), (goal("leads", 20), goal("conversations", 30), None),
])
def test_what_contradicts_and_what_does_not(one: Objective, other: Objective, why: str | None) -> None:
    assert contradiction(one, other) == why
    assert contradiction(other, one) == why


def test_a_second_target_for_the_same_days_is_asked_back_and_nothing_is_set(world: World) -> None:
    goals(world, "leads 20")
    reply = goals(world, "leads 30")
    assert (reply.failed, reply.document["set"]) == (True, None)
    assert reply.document["instead"] == "goals leads 30 --from 2026-03-04 --until 2026-03-31 --instead"
    assert "You have 20 leads, 4 Mar to 31 Mar 2026: two targets for the same days." in plain_card(reply.card)
    assert [each.target for each in objectives(world.desk)] == [20]


def test_said_instead_the_new_goal_ends_the_one_it_contradicts_alone(world: World) -> None:
    goals(world, "leads 20")
    goals(world, "sales 5")
    reply = goals(world, "leads 30", instead=True)
    assert "It takes the place of 20 leads by 31 Mar 2026." in plain_card(reply.card)
    assert sorted(each.goal for each in objectives(world.desk)) == ["30 leads", "5 sales"]


def test_instead_without_a_contradiction_ends_nothing(small_world: World) -> None:
    goals(small_world, "sales 5")
    assert goals(small_world, "leads 30", instead=True).document["ended"] == []
    assert len(objectives(small_world.desk)) == 2


def test_goals_that_contradict_each_other_already_are_named_in_the_list(world: World) -> None:
    for target in (20, 30):
        world.set_objective(target=target)
    assert "Goals 1 and 2 contradict each other: two targets for the same days." in plain_card(goals(world).card)


def test_goals_that_agree_are_listed_without_a_word(small_world: World) -> None:
    goals(small_world, "leads 20")
    goals(small_world, "bookings 5")
    assert "contradict" not in plain_card(goals(small_world).card)
