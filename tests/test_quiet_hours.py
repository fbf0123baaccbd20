"""A person's own quiet hours: direct messages to them wait; and which chat a message to a person goes by."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.coach.asking_person import ask_person
from bot.coach.channels import follow_settings
from bot.coach.commitments.check_ins import due_check_ins, queue_check_ins
from bot.coach.commitments.commitments import Commitment, Promise, make
from bot.coach.desk import Desk
from bot.coach.people import Rest, platform_of
from bot.errors import CannotRead, UsageError, WrongValue
from bot.model.settings import Channel
from bot.model.times import to_text
from tests.setup_world import ANA, BEN, at, press, say, team, title, words
from tests.world import World

FRIDAY = "2026-03-06T15:00:00Z"
HERE = replace(BEN, zone="UTC")


def promised(desk: Desk, by: Any = HERE, **values: Any) -> Commitment:
    """Make a promise that is due on Friday at 15:00 UTC, and so asked about from 13:00."""
    return make(desk, by, Promise(**{"what": "plan the stall", "due": FRIDAY, "measured_by": "word"} | values))


def sent(desk: Desk) -> list[dict[str, Any]]:
    return desk.records.detect(
        "select person, platform, channel, not_before from outbox where team_id = :team_id order by outbox_id", {})


def asked_at(desk: Desk, moment: str) -> list[str]:
    return [each.kind for each in due_check_ins(at(desk, moment))]


def test_a_check_in_waits_for_the_end_of_its_persons_quiet_hours(world: World) -> None:
    desk = team(world)
    promised(desk)
    assert asked_at(desk, "2026-03-06T13:30:00Z") == ["two-hours"]
    say(desk, "quiet", HERE, hours="from 13:00 to 14:00")
    assert asked_at(desk, "2026-03-06T13:30:00Z") == []
    assert asked_at(desk, "2026-03-06T14:00:00Z") == ["two-hours"]
    assert queue_check_ins(at(desk, "2026-03-06T13:30:00Z")) == []
    assert sent(desk) == []


def test_another_person_is_asked_all_the_same(world: World) -> None:
    desk = team(world)
    promised(desk)
    say(desk, "quiet", ANA, hours="from 13:00 to 14:00")
    assert asked_at(desk, "2026-03-06T13:30:00Z") == ["two-hours"]


def test_quiet_hours_are_those_of_the_persons_own_zone(small_world: World) -> None:
    desk = team(small_world)
    promised(desk)
    say(desk, "quiet", replace(HERE, zone="Asia/Tokyo"), hours="from 22:00 to 23:00")
    assert asked_at(desk, "2026-03-06T13:30:00Z") == []
    assert asked_at(desk, "2026-03-06T14:00:00Z") == ["two-hours"]


def test_a_pause_lets_everything_wait_until_its_day(world: World) -> None:
    desk = team(world)
    promised(desk)
    press(desk, "pause-me", asker=HERE, until="monday")
    assert asked_at(desk, "2026-03-06T13:30:00Z") == []
    assert asked_at(desk, "2026-03-09T09:30:00Z") == ["morning-after"]
    press(desk, "pause-me", asker=HERE, until="not any more")
    assert asked_at(desk, "2026-03-06T13:30:00Z") == ["two-hours"]


def test_what_a_colleague_asks_waits_too(world: World) -> None:
    desk = team(world)
    say(desk, "quiet", HERE, hours="from 09:00 to 11:00")
    ask_person(desk, promised(desk, ANA, for_person=HERE.person), "Ana")
    assert [row["not_before"] for row in sent(desk)] == ["2026-03-04T11:00:00Z"]


def test_off_ends_them(world: World) -> None:
    desk = team(world)
    promised(desk)
    say(desk, "quiet", HERE, hours="from 13:00 to 14:00")
    say(desk, "quiet", HERE, hours="off")
    assert asked_at(desk, "2026-03-06T13:30:00Z") == ["two-hours"]


def test_the_form_sets_them_and_names_the_field_that_is_off(small_world: World) -> None:
    desk = team(small_world)
    press(desk, "set-quiet", asker=HERE, quiet_from="5pm", quiet_to="9:00")
    assert say(desk, "quiet", HERE).document == {"from": "17:00", "to": "09:00", "zone": "UTC", "paused_until": None}
    with pytest.raises(WrongValue) as told:
        press(desk, "set-quiet", asker=HERE, quiet_from="17:00", quiet_to="late")
    assert told.value.parameter == "quiet_to"
    press(desk, "set-quiet", asker=HERE, quiet_from="off")
    assert say(desk, "quiet", HERE).document["from"] is None


@pytest.mark.parametrize("hours", ["from 17:00", "soon", "from 17:00 to 17:00", "from 9 to 17:00"])
def test_hours_that_are_not_plain_are_asked_back(small_world: World, hours: str) -> None:
    desk = team(small_world)
    with pytest.raises(UsageError):
        say(desk, "quiet", HERE, hours=hours)
    assert say(desk, "quiet", HERE).document["from"] is None


def test_a_pause_until_an_unsure_day_is_asked_back(small_world: World) -> None:
    with pytest.raises(CannotRead):
        press(team(small_world), "pause-me", asker=HERE, until="sometime")


def test_quiet_shows_what_holds(small_world: World) -> None:
    desk = team(small_world)
    assert "none of your own" in words(say(desk, "quiet", HERE).card)
    assert title(say(desk, "quiet", HERE, hours="17:00 to 09:00")) == "Set: your direct messages wait"
    assert "wait from 17:00 to 09:00 (UTC)" in words(say(desk, "quiet", HERE).card)


def test_the_channels_own_quiet_hours_hold_for_check_ins(world: World) -> None:
    desk = team(world)
    promised(desk)
    say(desk, "schedule set", setting="quiet from 13:00")
    assert asked_at(desk, "2026-03-06T13:30:00Z") == []


@pytest.mark.parametrize(("person", "channels", "platform"), [
    ("slack:U2", (Channel(platform="discord", id="C1"),), "slack"),
    ("discord:77", (Channel(platform="slack", id="C1"),), "discord"),
    ("ben", (Channel(platform="discord", id="C1"),), "discord"),
    ("ben", (), "terminal"),
])
def test_a_check_in_goes_by_its_persons_platform_where_they_have_one(
    world: World, person: str, channels: tuple[Channel, ...], platform: str,
) -> None:
    desk = team(world, channels=channels)
    follow_settings(desk)
    promised(desk, replace(HERE, person=person))
    queue_check_ins(at(desk, "2026-03-06T13:30:00Z"))
    assert [(row["person"], row["platform"]) for row in sent(desk)] == [(person, platform)]


@pytest.mark.parametrize(("person", "platform"), [("slack:U1", "slack"), ("ana", None), ("slack:", None), (":U1", None)])
def test_a_persons_id_begins_with_its_platform(person: str, platform: str | None) -> None:
    assert platform_of(person) == platform


@given(some.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)),
       some.integers(0, 1439), some.integers(0, 1439), some.sampled_from(["UTC", "Europe/Berlin", "America/New_York"]))
def test_a_rest_ends_within_a_day_at_a_moment_that_is_free(moment: datetime, begins: int, ends: int, zone: str) -> None:
    rest = Rest(f"{begins // 60:02d}:{begins % 60:02d}", f"{ends // 60:02d}:{ends % 60:02d}", zone)
    free = rest.ends_at(to_text(moment))
    if free is not None:
        assert to_text(moment) < free <= to_text(moment + timedelta(days=1, hours=1))
        assert rest.ends_at(free) is None


def test_what_a_colleague_asks_goes_by_the_persons_platform_too(world: World) -> None:
    desk = team(world)
    ask_person(desk, promised(desk, ANA, for_person="discord:77"), "Ana")
    assert [(row["person"], row["platform"]) for row in sent(desk)] == [("discord:77", "discord")]
