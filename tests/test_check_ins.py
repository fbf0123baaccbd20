"""Asking how a commitment goes: at the right moments, once, and never too often."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.coach.commitments.check_ins import check_in_card, due_check_ins, queue_check_ins
from bot.coach.commitments.commitment_changes import block, done, move
from bot.coach.commitments.commitments import Commitment, Promise, make
from bot.model.card import Items, plain
from bot.model.command import Asker
from bot.model.rule import Ref
from tests.world import World, comment, post

ANA = Asker(person="u1", name="Ana", channel="terminal", zone="UTC")
BEN = replace(ANA, person="u2", name="Ben")
FRIDAY = "2026-03-06T15:00:00Z"
NEXT_THURSDAY = "2026-03-12T15:00:00Z"


def promised(world: World, due: str = FRIDAY, **values: Any) -> Commitment:
    """Make a promise on Ana's word."""
    return make(world.desk, values.pop("by", ANA), Promise(**{"what": "plan the stall", "due": due, "measured_by": "word"} | values))


def kinds(world: World, moment: str) -> list[str]:
    """Return the check-ins that may be asked at a moment."""
    return [each.kind for each in due_check_ins(world.at(moment).desk)]


def sent(world: World) -> list[dict[str, Any]]:
    """Return the messages to people in the outbox."""
    return world.desk.records.detect("select person, card, not_after from outbox where team_id = :team_id order by outbox_id", {})


@pytest.mark.parametrize(("moment", "kind"), [
    ("2026-03-06T12:59:00Z", []), ("2026-03-06T13:00:00Z", ["two-hours"]), ("2026-03-06T14:59:00Z", ["two-hours"]),
    ("2026-03-06T15:00:00Z", []), ("2026-03-09T09:29:00Z", []), ("2026-03-09T09:30:00Z", ["morning-after"]),
    ("2026-03-09T17:59:00Z", ["morning-after"]), ("2026-03-10T10:00:00Z", []),
])
def test_it_is_asked_two_hours_before_and_the_next_work_morning_and_then_never_again(
    small_world: World, moment: str, kind: list[str]
) -> None:
    promised(small_world)
    assert kinds(small_world, moment) == kind


def test_only_what_is_more_than_three_days_away_is_asked_half_way(small_world: World) -> None:
    promised(small_world, "2026-03-07T09:30:00Z")
    assert kinds(small_world, "2026-03-05T22:00:00Z") == []
    promised(small_world, NEXT_THURSDAY)
    assert kinds(small_world, "2026-03-08T12:15:00Z") == []
    assert kinds(small_world, "2026-03-09T09:00:00Z") == ["half-way"]


def test_half_way_is_not_asked_when_it_is_long_past(small_world: World) -> None:
    promised(small_world, "2026-03-10T15:00:00Z")
    assert kinds(small_world, "2026-03-09T09:00:00Z") == []


def test_half_way_is_reckoned_from_the_last_move(small_world: World) -> None:
    promised(small_world)
    move(small_world.at("2026-03-06T10:00:00Z").desk, ANA, 1, "16 March 10:00")
    assert kinds(small_world, "2026-03-10T12:00:00Z") == []
    assert kinds(small_world, "2026-03-11T10:00:00Z") == ["half-way"]


def test_a_promise_made_less_than_two_hours_before_is_not_asked_before(small_world: World) -> None:
    promised(small_world, "2026-03-04T11:00:00Z")
    assert kinds(small_world, "2026-03-04T09:31:00Z") == []


def test_quiet_hours_and_quiet_days_hold(small_world: World) -> None:
    promised(small_world, "2026-03-05T10:00:00Z")
    assert kinds(small_world, "2026-03-05T08:30:00Z") == []
    assert kinds(small_world, "2026-03-05T09:00:00Z") == ["two-hours"]
    promised(small_world, "2026-03-07T15:00:00Z", by=BEN)
    assert kinds(small_world, "2026-03-07T13:30:00Z") == []


def test_the_clock_is_that_of_the_commitments_zone(small_world: World) -> None:
    promised(small_world, "2026-03-05T08:00:00Z", by=replace(ANA, zone="Asia/Tokyo"))
    assert kinds(small_world, "2026-03-06T00:30:00Z") == ["morning-after"]


def test_holidays_put_the_morning_off(small_world: World) -> None:
    nudges = replace(small_world.desk.settings.nudges, holidays=("2026-03-09",))
    desk = replace(small_world.desk, settings=replace(small_world.desk.settings, nudges=nudges))
    promised(small_world)
    world = World(desk)
    assert kinds(world, "2026-03-09T10:00:00Z") == []
    assert kinds(world, "2026-03-10T10:00:00Z") == ["morning-after"]


def test_each_check_in_is_claimed_once(world: World) -> None:
    promised(world)
    now = world.at("2026-03-06T13:00:00Z")
    assert [each.kind for each in queue_check_ins(now.desk)] == ["two-hours"]
    assert queue_check_ins(now.desk) == []
    assert [(row["person"], row["not_after"]) for row in sent(now)] == [("u1", FRIDAY)]


def test_a_moved_commitment_is_asked_after_anew(world: World) -> None:
    promised(world)
    queue_check_ins(world.at("2026-03-06T13:00:00Z").desk)
    move(world.at("2026-03-06T13:10:00Z").desk, ANA, 1, "9 March 15:00")
    assert [each.kind for each in queue_check_ins(world.at("2026-03-09T13:00:00Z").desk)] == ["two-hours"]


def test_a_person_gets_one_message_for_all_that_is_due(world: World) -> None:
    for what in ("plan the stall", "paint the sign"):
        promised(world, what=what)
    promised(world, by=BEN)
    now = world.at("2026-03-06T13:00:00Z")
    assert len(queue_check_ins(now.desk)) == 3
    assert sorted(row["person"] for row in sent(now)) == ["u1", "u2"]


def test_a_person_gets_at_most_one_message_a_day(world: World) -> None:
    promised(world, "2026-03-06T13:00:00Z")
    promised(world)
    assert [each.commitment.number for each in queue_check_ins(world.at("2026-03-06T11:00:00Z").desk)] == [1]
    assert queue_check_ins(world.at("2026-03-06T13:00:00Z").desk) == []
    assert [each.commitment.number for each in queue_check_ins(world.at("2026-03-09T09:30:00Z").desk)] == [1, 2]


def test_a_person_gets_at_most_three_messages_in_seven_days(small_world: World) -> None:
    for day in ("05", "06", "09", "10"):
        promised(small_world, f"2026-03-{day}T15:00:00Z")
    asked = [len(queue_check_ins(small_world.at(f"2026-03-{day}T13:00:00Z").desk)) for day in ("05", "06", "09", "10")]
    assert asked == [1, 2, 2, 0]


def test_what_is_done_blocked_or_not_accepted_is_not_asked_after(small_world: World) -> None:
    for _ in range(3):
        promised(small_world)
    done(small_world.desk, ANA, 1)
    block(small_world.desk, ANA, 2, "rain")
    promised(small_world, for_person="u2")
    assert [each.commitment.number for each in due_check_ins(small_world.at("2026-03-06T13:00:00Z").desk)] == [3]


def test_what_the_data_shows_as_kept_is_not_asked_after(world: World) -> None:
    world.tell(post(), comment("c1"))
    promised(world, measured_by="answers", items=(Ref("comment", "instagram", "c1"),))
    now = world.at("2026-03-06T13:00:00Z")
    assert kinds(world, "2026-03-06T13:00:00Z") == ["two-hours"]
    now.tell(comment("r1", parent_id="c1", created_at="2026-03-06T10:00:00Z", from_team=True))
    assert kinds(world, "2026-03-06T13:00:00Z") == []


def test_a_channel_that_is_paused_is_left_in_peace(small_world: World) -> None:
    from bot.coach.channels import follow_settings
    from bot.model.settings import Channel

    settings = replace(small_world.desk.settings, channels=(Channel(team="bakery"),))
    world = World(replace(small_world.desk, settings=settings))
    promised(world)
    follow_settings(world.desk)
    with world.desk.records.write() as writer:
        writer.run("pause_channel", channel="terminal", until="2026-03-20T09:00:00Z")
    assert kinds(world, "2026-03-06T13:00:00Z") == []


def test_one_check_in_shows_how_far_it_is_and_every_button(small_world: World) -> None:
    small_world.tell(post(), comment("c1"), comment("c2"),
                     comment("r1", parent_id="c1", created_at="2026-03-04T09:00:00Z", from_team=True))
    items = tuple(Ref("comment", "instagram", each) for each in ("c1", "c2"))
    promised(small_world, what="answer 2 comments", measured_by="answers", items=items)
    desk = small_world.at("2026-03-06T13:30:00Z").desk
    card = check_in_card(desk, due_check_ins(desk))
    assert plain(card.title) == "Due in 1 hour: answer 2 comments. Will it be done?"
    assert plain(card.parts[0].text) == "So far in the data: 1 of 2 answered."  # type: ignore[union-attr]
    assert [each.action for each in card.buttons] == [
        "commitment-done", "commitment-move", "commitment-smaller", "commitment-block", "commitment-drop"]


def test_several_check_ins_are_one_list_with_a_pair_of_buttons_each(small_world: World) -> None:
    for _ in range(2):
        promised(small_world)
    desk = small_world.at("2026-03-06T13:30:00Z").desk
    card = check_in_card(desk, due_check_ins(desk))
    assert isinstance(card.parts[0], Items)
    assert [(each.label, each.subject) for each in card.buttons] == [
        ("1: Done", "1"), ("1: Need more time", "1"), ("2: Done", "2"), ("2: Need more time", "2")]


def test_the_words_of_a_check_in_are_calm(small_world: World) -> None:
    promised(small_world, NEXT_THURSDAY)
    for moment in ("2026-03-09T09:00:00Z", "2026-03-12T13:00:00Z", "2026-03-13T09:30:00Z"):
        desk = small_world.at(moment).desk
        words = plain(check_in_card(desk, due_check_ins(desk)).title)
        assert "plan the stall" in words
        assert "!" not in words
        assert not {"just", "friendly", "reminder"} & set(words.lower().split())
