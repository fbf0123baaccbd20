"""Hours that are changed in chat: said before and after, held over the configuration, logged, taken back; admins alone."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.coach.channels import place, places
from bot.coach.hour_settings import NAMES, read_settings, read_value, stored, worded
from bot.coach.nudges.schedule import coming
from bot.coach.nudges.silence import silent_until
from bot.errors import CannotRead, NotAllowed, UsageError, WrongValue
from bot.model.card import plain
from bot.model.settings import Channel, Nudges
from tests.nudge_world import case, outcomes, posts, rule, tick_at
from tests.setup_world import ANA, BEN, NOW, at, buttons, press, say, subject, team, title, words
from tests.world import World


def hours(desk: Any, channel: str = "C1") -> Any:
    found = place(desk, channel)
    assert found
    return found.hours


def set_it(desk: Any, setting: str, asker: Any = ANA) -> Any:
    return say(desk, "schedule set", asker, setting=setting)


@pytest.mark.parametrize(("setting", "name", "value", "shown_as"), [
    ("nudge at 10:15", "nudge_at", "10:15", "09:30 → 10:15"),
    ("nudge days mon tue", "nudge_days", "mon tue", "Wednesday, Thursday and Friday → Monday and Tuesday"),
    ("audit at 2pm", "audit_at", "14:00", "10:00 → 14:00"),
    ("audit day thursday", "audit_day", "thu", "Tuesday → Thursday"),
    ("digest at 09:45", "digest_at", "09:45", "09:30 → 09:45"),
    ("digest day tue", "digest_day", "tue", "Monday → Tuesday"),
    ("quiet from 17:30", "quiet_from", "17:30", "18:00 → 17:30"),
    ("quiet to 08:00", "quiet_to", "08:00", "09:00 → 08:00"),
    ("quiet days none", "quiet_days", "", "Saturday and Sunday → none"),
    ("holidays 2026-12-25, 2026-04-03", "holidays", "2026-04-03 2026-12-25", "none → 2026-04-03 and 2026-12-25"),
    ("zone europe/berlin", "zone", "Europe/Berlin", "UTC → Europe/Berlin"),
    ("profile light", "profile", "light", "standard → light"),
])
def test_every_setting_is_changed_and_said_before_and_after(
    world: World, setting: str, name: str, value: str, shown_as: str,
) -> None:
    desk = team(world)
    reply = set_it(desk, setting)
    assert shown_as in title(reply)
    assert stored(hours(desk), name) == value
    assert buttons(reply) == ["undo-hours"]


@pytest.mark.parametrize("name", NAMES)
def test_undo_brings_back_what_held_before(world: World, name: str) -> None:
    desk = team(world)
    before = stored(hours(desk), name)
    values = {"clock": "12:34", "day": "fri", "days": "sun", "dates": "2026-12-25", "zone": "Asia/Tokyo", "profile": "active"}
    reply = set_it(desk, f"{worded(name)} {values[NAMES[name]]}")
    assert stored(hours(desk), name) != before
    undone = press(desk, "undo-hours", subject(reply, "undo-hours"))
    assert stored(hours(desk), name) == before
    press(desk, "undo-hours", subject(undone, "undo-hours"))
    assert stored(hours(desk), name) != before


def test_undo_after_another_change_changes_nothing(world: World) -> None:
    desk = team(world)
    first = set_it(desk, "quiet from 17:30")
    set_it(desk, "quiet from 16:00")
    assert "Nothing was changed" in title(press(desk, "undo-hours", subject(first, "undo-hours")))
    assert hours(desk).nudges.quiet_from == "16:00"


def test_both_ends_of_the_quiet_hours_are_set_and_undone_at_once(world: World) -> None:
    desk = team(world)
    reply = set_it(desk, "quiet from 17:00 to 08:00")
    assert (hours(desk).nudges.quiet_from, hours(desk).nudges.quiet_to) == ("17:00", "08:00")
    press(desk, "undo-hours", subject(reply, "undo-hours"))
    assert (hours(desk).nudges.quiet_from, hours(desk).nudges.quiet_to) == ("18:00", "09:00")


def test_the_same_value_again_changes_nothing_and_is_not_logged(world: World) -> None:
    desk = team(world)
    set_it(desk, "quiet from 17:30")
    assert "17:30 already" in title(set_it(desk, "quiet from 17:30"))
    assert len(desk.records.rows("admin_log", n=10)) == 1


def test_what_is_set_in_chat_holds_over_the_configuration_and_default_ends_that(world: World) -> None:
    desk = team(world, nudges=Nudges(quiet_from="16:00"))
    set_it(desk, "quiet from 17:30")
    assert hours(desk).nudges.quiet_from == "17:30"
    set_it(desk, "quiet from default")
    assert hours(desk).nudges.quiet_from == "16:00"


def test_another_channel_keeps_its_hours(world: World) -> None:
    desk = team(world, channels=(Channel(platform="slack", id="C1"), Channel(platform="slack", id="C2")))
    set_it(desk, "quiet from 17:30")
    assert hours(desk, "C2").nudges.quiet_from == "18:00"


def test_another_team_keeps_its_hours(world: World, store: Any) -> None:
    set_it(team(world), "quiet from 17:30")
    from tests.world import desk_for

    assert hours(team(World(desk_for(store.team("others"))))).nudges.quiet_from == "18:00"


def test_a_zone_set_in_chat_stays_when_the_configuration_is_followed(world: World) -> None:
    desk = team(world, on=True)
    set_it(desk, "zone Europe/Berlin")
    tick_at(desk, NOW)
    assert [row["zone"] for row in desk.records.rows("channels")] == ["Europe/Berlin"]
    assert [row["zone"] for row in desk.records.rows("schedules")] == ["Europe/Berlin"] * 3


def test_weekly_only_under_a_card_wins_until_a_profile_is_set_again(world: World) -> None:
    desk = team(world, on=True)
    set_it(desk, "profile active")
    with desk.records.write() as writer:
        writer.run("set_channel_pace", channel="C1", profile="weekly")
    assert hours(desk).profile == "weekly"
    set_it(desk, "profile standard")
    assert hours(desk).profile == "standard"


def test_standard_set_in_chat_means_standard_whatever_the_configuration_says(small_world: World) -> None:
    desk = team(small_world, nudges=Nudges(profile="active"))
    assert hours(desk).profile == "active"
    set_it(desk, "profile standard")
    assert hours(desk).profile == "standard"


def test_the_next_slot_follows_a_change(world: World) -> None:
    desk = replace(team(world, on=True), rules={"a": rule("a", [case()])})
    tick_at(desk, NOW)
    set_it(desk, "nudge at 11:00")
    assert outcomes(tick_at(desk, "2026-03-05T09:30:00Z")) == []
    assert outcomes(tick_at(desk, "2026-03-05T11:00:00Z")) == ["posted"]
    assert len(posts(desk)) == 1


def test_nothing_is_posted_in_quiet_hours_that_were_set_in_chat(world: World) -> None:
    desk = replace(team(world, on=True), rules={"a": rule("a", [case()])})
    tick_at(desk, NOW)
    set_it(desk, "quiet to 11:00")
    assert outcomes(tick_at(desk, "2026-03-05T09:30:00Z")) == []
    assert outcomes(tick_at(desk, "2026-03-05T11:00:00Z")) == ["posted"]


@pytest.mark.parametrize(("setting", "said"), [
    ("quiet from 9", "write it as 17:30"), ("quiet from 25:00", "write it as 17:30"), ("nudge days someday", "is no day"),
    ("digest day mon tue", "write one day"), ("holidays 25.12.2026", "write it as 2026-12-25"),
    ("zone Berlin", "did you mean Europe/Berlin"), ("profile activ", "did you mean active"), ("quiet from", "needs a value"),
])
def test_a_value_that_does_not_fit_is_named_with_what_would(small_world: World, setting: str, said: str) -> None:
    desk = team(small_world)
    with pytest.raises(WrongValue, match=said) as told:
        set_it(desk, setting)
    assert told.value.parameter == "setting"
    assert desk.records.rows("hours_set") == []


def test_a_wrong_setting_gets_the_nearest_one(small_world: World) -> None:
    with pytest.raises(UsageError, match="did you mean 'quiet from'"):
        set_it(team(small_world), "quite from 17:30")


def test_the_form_names_the_field_that_is_off(small_world: World) -> None:
    with pytest.raises(WrongValue) as told:
        press(team(small_world), "change-hours", "C1", setting="nudge at", value="soon")
    assert told.value.parameter == "value"


def test_the_form_changes_the_channel_of_its_card(world: World) -> None:
    desk = team(world, channels=(Channel(platform="slack", id="C1"), Channel(platform="slack", id="C2")))
    press(desk, "change-hours", "C2", setting="nudge at", value="11:00")
    assert (hours(desk).nudges.nudge_at, hours(desk, "C2").nudges.nudge_at) == ("09:30", "11:00")


CHANGES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("schedule set", {"setting": "quiet from 17:30"}), ("pause", {}), ("resume", {}), ("mute", {"rule": "nobody-asked"}),
    ("unmute", {"rule": "nobody-asked"}), ("setup", {}),
)
PRESSES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("change-hours", {"setting": "nudge at", "value": "10:00"}), ("undo-hours", {}), ("pause-channel", {}), ("resume", {}),
    ("unmute", {}), ("turn-on", {}), ("turn-off", {}), ("setup-channel", {}), ("setup-hours", {}), ("setup-preview", {}),
    ("setup-goal", {"goal": "leads 20"}), ("setup-data", {"choice": "later"}), ("setup-open", {}),
)


@pytest.mark.parametrize(("name", "values"), CHANGES)
def test_only_admins_change_settings_by_a_command(small_world: World, name: str, values: dict[str, Any]) -> None:
    desk = team(small_world, on=True)
    with pytest.raises(NotAllowed, match="Only an admin may change this: ask"):
        say(desk, name, BEN, **values)
    assert desk.records.rows("admin_log", n=10) == []


@pytest.mark.parametrize(("name", "values"), PRESSES)
def test_only_admins_change_settings_by_a_button(small_world: World, name: str, values: dict[str, Any]) -> None:
    desk = team(small_world)
    with pytest.raises(NotAllowed, match="Only an admin"):
        press(desk, name, "C1/nobody-asked" if name == "unmute" else "C1", BEN, **values)
    assert desk.records.rows("admin_log", n=10) == []


def test_others_are_told_who_may(world: World) -> None:
    desk = team(world)
    set_it(desk, "quiet from 17:30")
    with pytest.raises(NotAllowed, match="ask Ana or another admin"):
        set_it(desk, "quiet from 16:00", BEN)


def test_who_is_named_in_the_configuration_is_named_first(small_world: World) -> None:
    desk = team(small_world, admins=("slack:U9",))
    set_it(desk, "quiet from 17:30")
    with pytest.raises(NotAllowed, match="ask slack:U9, Ana or another admin"):
        set_it(desk, "quiet from 16:00", BEN)


def test_the_schedule_shows_the_slots_in_plain_words_and_the_next_three_moments(world: World) -> None:
    reply = say(team(world, on=True), "schedule")
    shown_words = words(reply.card)
    for part in ("Digest: Monday 09:30", "Post and lead audit: Tuesday 10:00", "Nudge: Wednesday, Thursday and Friday 09:30",
                 "18:00 to 09:00, Saturday and Sunday", "Thu 5 Mar 09:30 nudge; Fri 6 Mar 09:30 nudge; Mon 9 Mar 09:30 digest"):
        assert part in shown_words
    assert [each["at"] for each in reply.document["next"]] == [
        "2026-03-05T09:30:00Z", "2026-03-06T09:30:00Z", "2026-03-09T09:30:00Z"]


def test_the_next_moments_are_those_at_which_the_slots_do_speak(small_world: World) -> None:
    desk = replace(team(small_world, on=True, nudges=Nudges(holidays=("2026-03-05",), channel_posts_per_week=9)),
                   rules={key: rule(key, [case(f"p-{key}")]) for key in "abcdef"})
    set_it(desk, "nudge at 08:00")
    where = place(desk, "C1")
    assert where
    shown_moments = [each.at for each in coming(where, NOW) if each.kind == "nudge"]
    tick_at(desk, NOW)
    for day in ("05", "06", "10", "11", "12"):
        for hour in ("08:00", "08:30", "09:00", "10:00"):
            tick_at(desk, f"2026-03-{day}T{hour}:00Z")
    posted = [row["posted_at"] for row in desk.records.rows("cards_said") if row["kind"] == "nudge"]
    assert shown_moments[0] == posted[0] == "2026-03-06T09:00:00Z"


def test_the_schedule_warns_of_a_slot_that_never_speaks(small_world: World) -> None:
    desk = team(small_world, on=True)
    assert "The nudge never comes: 19:00 lies in the quiet hours" in words(set_it(desk, "nudge at 19:00").card)
    assert "The digest never comes: Sunday is a quiet day" in words(set_it(desk, "digest day sun").card)


def test_a_paused_channel_shows_the_moments_after_the_pause(small_world: World) -> None:
    desk = team(small_world, on=True)
    say(desk, "pause", until="Monday")
    reply = say(desk, "schedule")
    assert "paused until Mon 9 Mar" in title(reply)
    assert reply.document["next"][0]["at"] == "2026-03-09T09:30:00Z"


@pytest.mark.parametrize(("said", "until"), [
    (None, "2026-03-18T00:00:00Z"), ("Monday", "2026-03-09T00:00:00Z"), ("until Friday 13:00", "2026-03-06T13:00:00Z"),
    ("2 weeks", "2026-03-18T00:00:00Z"), ("for 3 days", "2026-03-07T00:00:00Z"), ("in 3 hours", "2026-03-04T12:30:00Z"),
    ("end of month", "2026-03-31T17:00:00Z"), ("today", "2026-03-04T15:00:00Z"), ("20 March", "2026-03-20T00:00:00Z"),
])
def test_a_pause_ends_when_its_words_say(said: str | None, until: str) -> None:
    assert silent_until(said, now=NOW, zone="UTC") == until


def test_a_pause_of_unsure_words_is_asked_back(small_world: World) -> None:
    desk = team(small_world, on=True)
    with pytest.raises(CannotRead, match="some day"):
        say(desk, "pause", until="some day")
    assert not places(desk)[0].is_paused(NOW)


def test_a_pause_silences_the_channel_and_resume_ends_it(world: World) -> None:
    desk = replace(team(world, on=True), rules={"a": rule("a", [case()])})
    tick_at(desk, NOW)
    reply = say(desk, "pause", until="Monday")
    assert "Silent in C1 until Mon 9 Mar" in title(reply)
    assert outcomes(tick_at(desk, "2026-03-05T09:30:00Z")) == ["paused"]
    press(at(desk, "2026-03-05T10:00:00Z"), "resume", subject(reply, "resume"))
    assert outcomes(tick_at(desk, "2026-03-06T09:30:00Z")) == ["posted"]


def test_resuming_what_is_not_paused_changes_nothing(small_world: World) -> None:
    assert "not paused" in title(say(team(small_world, on=True), "resume"))


def test_a_muted_rule_keeps_silent_in_its_channel_until_it_is_unmuted(world: World) -> None:
    desk = replace(team(world, on=True), rules={"a-rule": rule("a-rule", [case()])})
    tick_at(desk, NOW)
    reply = say(desk, "mute", rule="a rule")
    assert outcomes(tick_at(desk, "2026-03-05T09:30:00Z")) == ["nothing to ask"]
    press(desk, "unmute", subject(reply, "unmute"))
    assert outcomes(tick_at(desk, "2026-03-06T09:30:00Z")) == ["posted"]
    assert "not muted" in title(say(desk, "unmute", rule="a-rule"))


def test_a_rule_that_is_not_there_gets_the_nearest(small_world: World) -> None:
    with pytest.raises(UsageError, match="did you mean unanswered-comments"):
        say(team(small_world), "mute", rule="unanswered coments")


def test_the_settings_say_where_each_value_comes_from(world: World) -> None:
    desk = team(world, on=True, nudges=Nudges(quiet_to="08:30"))
    set_it(desk, "quiet from 17:30")
    say(desk, "mute", rule="nobody-asked")
    reply = say(desk, "settings")
    told = {each["name"]: (each["value"], each["source"]) for each in reply.document["hours"]}
    assert told["quiet from"] == ("17:30", "set here by Ana, Wed 4 Mar")
    assert told["quiet to"] == ("08:30", "from the configuration")
    assert told["nudge at"] == ("09:30", "the default")
    assert reply.document["muted"] == ["nobody-asked"]
    assert "Ana or another admin" in words(reply.card)


def test_the_log_shows_the_last_ten_changes_newest_first_with_who_and_what(world: World) -> None:
    desk = team(world, on=True)
    for minute in range(12):
        set_it(at(desk, f"2026-03-04T10:{minute:02d}:00Z"), f"nudge at 10:{minute:02d}")
    reply = say(desk, "settings log")
    assert len(reply.document) == 10
    assert reply.document[0] == {"at": "2026-03-04T10:11:00Z", "by": "slack:U1", "name": "Ana", "what": "hours",
                                 "detail": "nudge at 10:10 → 10:11 in C1"}


def test_every_kind_of_change_is_logged(world: World) -> None:
    desk = team(world)
    set_it(desk, "quiet from 17:30")
    say(desk, "pause")
    say(desk, "resume")
    say(desk, "mute", rule="nobody-asked")
    say(desk, "unmute", rule="nobody-asked")
    press(desk, "turn-on", "C1")
    press(desk, "turn-off", "C1")
    told = sorted(row["what"] for row in desk.records.rows("admin_log", n=10))
    assert told == ["hours", "mute", "pause", "pause", "turn off", "turn on", "unmute"]


def test_a_name_in_the_log_is_no_markup(small_world: World) -> None:
    desk = team(small_world)
    set_it(desk, "quiet from 17:30", replace(ANA, name="**{x}** <!channel>"))
    item = say(desk, "settings log").card.parts[0].items[0]  # type: ignore[union-attr]
    assert "**" not in item.headline.template
    assert "**{x}** <!channel>" in plain(item.headline)


def test_in_a_direct_message_the_only_channel_is_meant(small_world: World) -> None:
    desk = team(small_world)
    assert title(say(desk, "schedule", replace(ANA, channel="D77"))).startswith("C1:")


def test_with_several_channels_the_one_meant_has_to_be_named(small_world: World) -> None:
    desk = team(small_world, channels=(Channel(platform="slack", id="C1"), Channel(platform="slack", id="C2")))
    with pytest.raises(UsageError, match="C1, C2; name one with --channel"):
        say(desk, "schedule", replace(ANA, channel="D77"))
    assert title(say(desk, "schedule", replace(ANA, channel="D77"), channel="C2")).startswith("C2:")


@given(some.text(max_size=60))
def test_whatever_is_written_is_a_setting_or_refused_in_words(setting: str) -> None:
    try:
        found = read_settings(setting)
    except UsageError:
        return
    for each in found:
        assert each.name in NAMES
        assert each.value is None or read_value(each.name, each.value or "none") == each.value


@given(some.sampled_from(sorted(NAMES)), some.text(max_size=30))
def test_a_value_is_stored_so_that_it_is_read_back_as_itself(name: str, written: str) -> None:
    with suppress(WrongValue):
        value = read_value(name, written)
        assert value is None or read_value(name, value or "none") == value
