"""Setting a channel up: step by step, in any order, again and again; nothing is public before Turn on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.actions import actions
from bot.coach.channels import live_slots, place
from bot.coach.desk import Desk
from bot.errors import UsageError, WrongValue
from bot.model.settings import Channel
from tests.nudge_world import case, outcomes, posts, rule, tick_at
from tests.setup_world import ANA, BEN, NOW, at, buttons, press, say, subject, team, title, words
from tests.world import World, comment, post

NEW = replace(ANA, channel="C9")
STEPS = ("channel", "hours", "goal", "data", "preview")


def missing(desk: Desk, channel: str = "C9") -> list[str]:
    return list(say(desk, "setup", replace(ANA, channel=channel)).document["missing"])


def prefill(desk: Desk, name: str, channel: str) -> dict[str, Any]:
    ask = actions()[name].prefill
    assert ask
    return dict(ask(desk, channel))


def step(desk: Desk, name: str) -> Any:
    """Do one step of the set-up of C9 by its button."""
    given: dict[str, dict[str, Any]] = {
        "hours": {"zone": "Europe/Berlin", "nudge_at": "10:00"}, "goal": {"goal": "leads 20", "until": "2026-12-31"},
        "data": {"choice": "later"}}
    return press(desk, f"setup-{name}", "C9", NEW, **given.get(name, {}))


def test_a_channel_that_nobody_configured_is_taken_up_where_setup_is_said(world: World) -> None:
    desk = team(world)
    first = say(desk, "setup", NEW)
    assert buttons(first) == ["setup-channel"]
    assert place(desk, "C9") is None
    press(desk, "setup-channel", subject(first, "setup-channel"), NEW)
    where = place(desk, "C9")
    assert where
    assert (where.platform, where.is_on) == ("slack", False)


def test_each_step_is_missing_until_it_is_done(world: World) -> None:
    desk = team(world)
    assert missing(desk) == ["channel", "hours", "goal", "data", "preview", "on"]
    for done, name in enumerate(STEPS, 1):
        step(desk, name)
        assert missing(desk) == [*STEPS[done:], "on"]
    press(desk, "turn-on", "C9", NEW)
    assert missing(desk) == []


def test_the_steps_can_be_done_in_another_order(world: World) -> None:
    desk = team(world)
    step(desk, "channel")
    for name in ("data", "preview", "goal"):
        step(desk, name)
    assert missing(desk) == ["hours", "on"]


def test_turn_on_is_offered_once_the_hours_are_set_and_the_preview_was_seen(world: World) -> None:
    desk = team(world)
    step(desk, "channel")
    step(desk, "hours")
    assert "turn-on" not in buttons(say(desk, "setup", NEW))
    assert "turn-on" in buttons(step(desk, "preview"))
    assert "turn-on" in buttons(say(desk, "setup", NEW))


def test_nothing_is_public_before_turn_on(world: World) -> None:
    desk = replace(team(world, channels=()), rules={"a": rule("a", [case()])})
    for name in STEPS:
        step(desk, name)
    assert live_slots(desk) == []
    tick_at(desk, NOW)
    assert outcomes(tick_at(desk, "2026-03-05T10:00:00Z")) == []
    assert desk.records.rows("outbox") == []


def test_after_turn_on_the_next_slot_posts_in_the_hours_that_were_set(world: World) -> None:
    desk = replace(team(world, channels=()), rules={"a": rule("a", [case()])})
    for name in STEPS:
        step(desk, name)
    assert "Next: nudge, Thu 5 Mar 10:00" in words(press(desk, "turn-on", "C9", NEW).card)
    tick_at(desk, NOW)
    assert outcomes(tick_at(desk, "2026-03-05T08:30:00Z")) == []
    assert outcomes(tick_at(desk, "2026-03-05T09:00:00Z")) == ["posted"]
    assert [row["channel"] for row in posts(desk)] == ["C9"]


def test_turn_off_stops_the_posts_and_gives_up_those_that_wait(world: World) -> None:
    desk = replace(team(world, on=True), rules={"a": rule("a", [case()])})
    tick_at(desk, NOW)
    tick_at(desk, "2026-03-05T09:30:00Z")
    here = at(desk, "2026-03-05T09:31:00Z")
    assert "C1 is off" in title(press(here, "turn-off", "C1"))
    assert [row["ended_why"] for row in posts(desk)] == ["its channel was turned off"]
    assert [row["state"] for row in desk.records.rows("cards_said")] == ["unsent"]
    assert outcomes(tick_at(desk, "2026-03-06T09:30:00Z")) == []
    assert "off already" in title(press(here, "turn-off", "C1"))


def test_turn_on_after_turn_off_speaks_again(world: World) -> None:
    desk = replace(team(world, on=True), rules={"a": rule("a", [case()])})
    press(desk, "turn-off", "C1")
    press(desk, "turn-on", "C1")
    tick_at(desk, NOW)
    assert outcomes(tick_at(desk, "2026-03-05T09:30:00Z")) == ["posted"]


def test_a_restart_loses_nothing(world: World) -> None:
    step(team(world), "channel")
    step(team(world), "hours")
    assert missing(team(world)) == ["goal", "data", "preview", "on"]


def test_a_step_that_is_done_again_counts_with_its_newest_choice(world: World) -> None:
    desk = team(world)
    step(desk, "channel")
    press(desk, "setup-data", "C9", NEW, choice="sample")
    press(desk, "setup-data", "C9", NEW, choice="later")
    told = {each["step"]: each["words"] for each in say(desk, "setup", NEW).document["steps"]}
    assert told["data"].startswith("put off")
    step(desk, "hours")
    press(desk, "setup-hours", "C9", NEW, nudge_at="11:00")
    where = place(desk, "C9")
    assert where
    assert (where.hours.nudges.nudge_at, where.hours.zone) == ("11:00", "Europe/Berlin")


def test_the_form_of_the_hours_is_filled_with_what_holds_and_the_askers_zone(world: World) -> None:
    desk = team(world)
    step(desk, "channel")
    assert prefill(desk, "setup-hours", "C9") == {
        "zone": "Europe/Berlin", "nudge_at": "09:30", "quiet_from": "18:00", "quiet_to": "09:00", "profile": "standard"}
    press(desk, "setup-hours", "C9", NEW, zone="Asia/Tokyo", quiet_from="17:00")
    assert prefill(desk, "setup-hours", "C9")["zone"] == "Asia/Tokyo"
    assert prefill(desk, "setup-hours", "C9")["quiet_from"] == "17:00"


def test_a_form_of_hours_sent_back_as_it_was_sets_nothing(small_world: World) -> None:
    desk = team(small_world)
    press(desk, "setup-channel", "C1")
    press(desk, "setup-hours", "C1", **{**prefill(desk, "setup-hours", "C1"), "zone": "UTC"})
    assert desk.records.rows("hours_set") == []


@pytest.mark.parametrize(("field", "value"), [("zone", "Berlin"), ("nudge_at", "soon"), ("profile", "loud")])
def test_a_field_of_the_hours_that_is_off_is_named_and_nothing_is_kept(small_world: World, field: str, value: str) -> None:
    desk = team(small_world)
    step(desk, "channel")
    with pytest.raises(WrongValue) as told:
        press(desk, "setup-hours", "C9", NEW, **{"quiet_from": "17:00", field: value})
    assert told.value.parameter == field
    assert desk.records.rows("hours_set") == []
    assert "hours" in missing(desk)


def test_a_vain_goal_is_answered_with_a_better_one_and_stays_open(small_world: World) -> None:
    desk = team(small_world)
    step(desk, "channel")
    reply = press(desk, "setup-goal", "C9", NEW, goal="5000 followers")
    assert reply.failed
    assert "setup-goal" in buttons(reply)
    assert "goal" in missing(desk)
    press(desk, "setup-goal", "C9", NEW, goal="later")
    assert "goal" not in missing(desk)


def test_own_data_closes_the_step_whatever_was_chosen(world: World) -> None:
    desk = team(world)
    step(desk, "channel")
    press(desk, "setup-data", "C9", NEW, choice="import")
    assert "data" in missing(desk)
    World(desk).tell(post(), comment())
    assert "data" not in missing(desk)


def test_a_sample_is_shown_in_the_channels_hours_and_thrown_away(world: World) -> None:
    desk = team(world)
    step(desk, "channel")
    press(desk, "setup-data", "C9", NEW, choice="sample")
    press(desk, "setup-hours", "C9", NEW, zone="UTC", nudge_at="11:15")
    reply = step(desk, "preview")
    assert "made-up bakery" in words(reply.card)
    assert {each["channel"] for each in reply.document} == {"C9"}
    assert {each["at"][11:16] for each in reply.document if each["kind"] == "nudge"} == {"11:15"}
    for name in ("posts", "comments", "feeds", "leads"):
        assert desk.records.rows(name) == []


def test_own_data_is_previewed_even_where_a_sample_was_chosen(world: World) -> None:
    desk = team(world)
    step(desk, "channel")
    press(desk, "setup-data", "C9", NEW, choice="sample")
    World(desk).tell(post(), comment())
    assert "made-up" not in words(step(desk, "preview").card)


def test_the_preview_shows_this_channel_alone(world: World) -> None:
    desk = replace(team(world), rules={"a": rule("a", [case()])})
    step(desk, "channel")
    shown = step(desk, "preview").document
    assert {each["channel"] for each in shown} == {"C9"}
    assert posts(desk) == []


def test_half_done_set_ups_are_listed_with_what_is_missing(world: World) -> None:
    desk = team(world)
    step(desk, "channel")
    step(desk, "hours")
    reply = say(desk, "setup", ANA)
    assert "Half done: C9, open: goal, data, preview and turn on." in words(reply.card)
    assert [each["channel"] for each in reply.document["half_done"]] == ["C9"]
    assert subject(reply, "setup-open") == "C9"


def test_at_the_terminal_the_only_channel_is_set_up(small_world: World) -> None:
    desk = team(small_world)
    here = replace(ANA, person="terminal:you", platform="terminal", channel="terminal")
    assert say(desk, "setup", here).document["channel"] == "C1"
    two = team(small_world, channels=(Channel(platform="slack", id="C1"), Channel(platform="slack", id="C2")))
    with pytest.raises(UsageError, match="C1 and C2"):
        say(two, "setup", here)
    assert say(two, "setup", here, channel="C2").document["channel"] == "C2"


def test_an_unknown_channel_is_not_taken_up_by_its_name(small_world: World) -> None:
    with pytest.raises(UsageError, match="none of the team's"):
        say(team(small_world), "setup", ANA, channel="C404")


@pytest.mark.parametrize(("platform", "channel"), [("slack", "slack:U1"), ("discord", "discord:9")])
def test_a_direct_message_is_no_channel_and_says_where_to_write_what(small_world: World, platform: str, channel: str) -> None:
    desk = team(small_world, channels=())
    with pytest.raises(UsageError, match=r"only you and I.*write /coach setup in the channel itself") as told:
        say(desk, "setup", replace(ANA, platform=platform, channel=channel))
    assert "Known already" not in str(told.value)
    two = team(small_world, channels=(Channel(platform="slack", id="C1"), Channel(platform="slack", id="C2")))
    with pytest.raises(UsageError, match="setup C1 does it from here"):
        say(two, "setup", replace(ANA, platform=platform, channel=channel))
    assert place(desk, channel) is None


def test_a_step_before_the_channel_says_what_comes_first(small_world: World) -> None:
    with pytest.raises(UsageError, match="Use this channel"):
        press(team(small_world), "setup-hours", "C9", NEW, nudge_at="10:00")


def test_a_member_sees_nothing_of_the_set_up(small_world: World) -> None:
    from bot.errors import NotAllowed

    with pytest.raises(NotAllowed):
        say(team(small_world), "setup", BEN)
