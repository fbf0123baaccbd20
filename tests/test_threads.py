"""Talks that go on without a mention: to whom the coach listens, for how long, and what it still knows of the talk."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.coach.answers.threads import begin, earlier_turns, last_question, listens, others_spoke, purge, stop
from bot.coach.desk import Desk
from bot.errors import StoreError
from bot.model.command import Asker
from bot.model.times import from_text
from tests.world import NOW, World

ADA = Asker("slack:ada", "Ada", "C1", "UTC", platform="slack", thread="t1")
BEN = replace(ADA, person="slack:ben", name="Ben")


def after(world: World, **time: float) -> Desk:
    """Return the desk some time later."""
    return world.desk.at(lambda: from_text(NOW) + timedelta(**time))


def test_only_the_one_who_asked_is_listened_to_and_only_in_that_thread(world: World) -> None:
    begin(world.desk, ADA, "why?", "because")
    assert listens(world.desk, ADA)
    for other in (BEN, replace(ADA, thread="t2"), replace(ADA, channel="C2"), replace(ADA, platform="discord")):
        assert not listens(world.desk, other)


@pytest.mark.parametrize(("minutes", "heard"), [(30, True), (31, False)])
def test_a_talk_goes_on_for_half_an_hour(world: World, minutes: int, heard: bool) -> None:
    begin(world.desk, ADA, "why?", "because")
    assert listens(after(world, minutes=minutes), ADA) is heard


def test_each_turn_gives_it_another_half_hour(world: World) -> None:
    begin(world.desk, ADA, "why?", "because")
    begin(after(world, minutes=20), ADA, "and then?", "that")
    assert listens(after(world, minutes=45), ADA)


def test_it_ends_when_somebody_else_speaks_and_begins_anew_when_it_is_asked_again(world: World) -> None:
    begin(world.desk, ADA, "why?", "because")
    others_spoke(world.desk, ADA)
    assert listens(world.desk, ADA)
    others_spoke(world.desk, BEN)
    assert not listens(world.desk, ADA)
    begin(world.desk, ADA, "and then?", "that")
    assert listens(world.desk, ADA)


def test_somebody_elses_question_takes_the_talk_over(world: World) -> None:
    begin(world.desk, ADA, "why?", "because")
    begin(world.desk, BEN, "and me?", "you too")
    assert (listens(world.desk, ADA), listens(world.desk, BEN)) == (False, True)


def test_others_who_speak_elsewhere_end_nothing(world: World) -> None:
    begin(world.desk, ADA, "why?", "because")
    others_spoke(world.desk, replace(BEN, thread="t2"))
    assert listens(world.desk, ADA)


def test_it_can_be_stopped_once(world: World) -> None:
    begin(world.desk, ADA, "why?", "because")
    assert (stop(world.desk, ADA), stop(world.desk, ADA), listens(world.desk, ADA)) == (True, False, False)


def test_nothing_is_written_where_nobody_was_listened_to(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_self: object) -> Any:
        raise AssertionError("this was written")

    monkeypatch.setattr(type(world.desk.records), "write", never)
    others_spoke(world.desk, BEN)
    purge(world.desk)


def test_a_busy_store_costs_the_turn_and_not_the_answer(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(_self: object) -> Any:
        raise StoreError("The store is in use by another process.")

    monkeypatch.setattr(type(world.desk.records), "write", busy)
    begin(world.desk, ADA, "why?", "because")


def test_turns_come_oldest_first_and_the_same_turn_told_twice_is_kept_once(world: World) -> None:
    for question in ("one", "two", "two", "three"):
        begin(world.desk, ADA, question, f"answer {question}")
    assert earlier_turns(world.desk, ADA) == tuple(f"Asked: {each}\nAnswered: answer {each}" for each in ("one", "two", "three"))
    assert last_question(world.desk, ADA) == "three"
    assert (earlier_turns(world.desk, BEN), last_question(world.desk, BEN)) == ((), None)


def test_older_turns_are_shortened_and_the_oldest_left_out_within_the_bound(world: World) -> None:
    for number in range(12):
        begin(world.desk, ADA, f"question {number} " + "why " * 60, f"answer {number} " + "because " * 100)
    turns = earlier_turns(world.desk, ADA, tokens=600)
    assert sum(map(len, turns)) <= 600 * 4
    assert "question 11" in turns[-1]
    assert len(turns[-1]) > len(turns[0])
    assert 2 <= len(turns) < 12


def test_a_turn_of_any_length_finds_its_place(world: World) -> None:
    begin(world.desk, ADA, "why " * 500, "because " * 2000)
    assert len(earlier_turns(world.desk, ADA)[0]) <= 1200


def test_raw_turns_are_forgotten_with_the_privacy_settings(world: World) -> None:
    begin(world.desk, ADA, "why?", "because")
    purge(after(world, days=180))
    assert earlier_turns(world.desk, ADA) != ()
    purge(after(world, days=181))
    assert (earlier_turns(world.desk, ADA), world.desk.records.one("talk", platform="slack", channel="C1", thread="t1", person="slack:ada")) == ((), None)
