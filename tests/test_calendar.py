"""Slots, quiet times and caps on the channel's own wall clock."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coach.timing.calendar import Hours, occurrences
from bot.model.settings import Nudges
from bot.model.slots import Slot
from bot.model.times import from_text, to_text
from bot.outbox.schedules import next_due

BERLIN = "Europe/Berlin"


def kinds(hours: Hours) -> dict[str, tuple[str, ...]]:
    return {slot.kind: slot.days for slot in hours.slots("c")}


def test_the_standard_profile_is_as_configured() -> None:
    assert kinds(Hours(Nudges(), "UTC")) == {"digest": ("mon",), "audit": ("tue",), "nudge": ("wed", "thu", "fri")}


def test_the_light_profile_has_no_nudges_and_two_posts_a_week() -> None:
    hours = Hours(Nudges(), "UTC", "light")
    assert set(kinds(hours)) == {"digest", "audit"}
    assert hours.posts_per_week == 2


def test_the_active_profile_nudges_on_every_weekday_without_another_slot() -> None:
    hours = Hours(Nudges(audit_day="wed"), "UTC", "active")
    assert kinds(hours)["nudge"] == ("tue", "thu", "fri")
    assert hours.posts_per_week == 5


def test_the_weekly_pace_keeps_the_digest_alone() -> None:
    assert set(kinds(Hours(Nudges(), "UTC", "weekly"))) == {"digest"}


def test_a_channel_without_a_profile_of_its_own_takes_the_teams() -> None:
    assert Hours(Nudges(profile="light"), "UTC").profile == "light"
    assert Hours(Nudges(profile="light"), "UTC", "active").profile == "active"


@pytest.mark.parametrize(("now", "is_quiet"), [
    ("2026-03-04T07:59:00Z", True), ("2026-03-04T08:00:00Z", False), ("2026-03-04T16:59:00Z", False),
    ("2026-03-04T17:00:00Z", True), ("2026-03-07T10:00:00Z", True),
])
def test_quiet_hours_and_days_are_those_of_the_channels_zone(now: str, is_quiet: bool) -> None:
    assert Hours(Nudges(), BERLIN).is_quiet(now) is is_quiet


def test_a_holiday_is_quiet_all_day() -> None:
    assert Hours(Nudges(holidays=("2026-03-04",)), BERLIN).is_quiet("2026-03-04T10:00:00Z")


def test_equal_ends_mean_no_quiet_hours() -> None:
    assert not Hours(Nudges(quiet_from="00:00", quiet_to="00:00"), BERLIN).is_quiet("2026-03-04T00:00:00Z")


def test_leave_ends_when_the_quiet_hours_begin_on_the_channels_clock() -> None:
    assert Hours(Nudges(), BERLIN).quiet_begins("2026-07-01T08:00:00Z") == "2026-07-01T16:00:00Z"


def test_leave_ends_with_the_day_where_there_are_no_quiet_hours() -> None:
    hours = Hours(Nudges(quiet_from="00:00", quiet_to="00:00"), BERLIN)
    assert hours.quiet_begins("2026-03-04T10:00:00Z") == "2026-03-04T23:00:00Z"


def moments(slot: Slot, after: str, until: str) -> list[str]:
    return [at for at, _ in occurrences(slot, after=after, until=until)]


def test_a_slot_in_the_hour_that_autumn_repeats_comes_once() -> None:
    slot = Slot("c", "nudge", "02:30", ("sun",), BERLIN)
    assert moments(slot, "2026-10-24T00:00:00Z", "2026-10-26T00:00:00Z") == ["2026-10-25T00:30:00Z"]


def test_a_slot_in_the_hour_that_spring_leaves_out_comes_after_the_gap() -> None:
    slot = Slot("c", "nudge", "02:30", ("sun",), BERLIN)
    assert moments(slot, "2026-03-28T00:00:00Z", "2026-03-30T00:00:00Z") == ["2026-03-29T01:30:00Z"]


def test_a_slot_keeps_its_clock_time_over_both_changes() -> None:
    slot = Slot("c", "nudge", "09:30", ("sun", "mon"), BERLIN)
    assert moments(slot, "2026-03-28T00:00:00Z", "2026-03-31T00:00:00Z") == ["2026-03-29T07:30:00Z", "2026-03-30T07:30:00Z"]
    assert moments(slot, "2026-10-24T00:00:00Z", "2026-10-27T00:00:00Z") == ["2026-10-25T08:30:00Z", "2026-10-26T08:30:00Z"]


def test_weekdays_by_name_mean_the_days_they_name() -> None:
    assert next_due(Slot("c", "digest", "09:30", ("mon",), "UTC").cron, "UTC", from_text("2026-03-03T00:00:00Z")) == (
        "2026-03-09T09:30:00Z")


def test_the_next_moment_always_lies_ahead_also_within_the_repeated_hour() -> None:
    for after in ("2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z", "2026-10-25T01:59:00Z"):
        assert next_due("30 2 * * sun", BERLIN, from_text(after)) > after


@given(st.sampled_from(["UTC", BERLIN, "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]),
       st.integers(0, 23), st.integers(0, 59), st.integers(0, 3 * 365 * 24))
@settings(max_examples=60, deadline=None)
def test_the_replay_and_the_schedules_agree_on_when_a_slot_is(zone: str, hour: int, minute: int, after: int) -> None:
    slot = Slot("c", "nudge", f"{hour:02d}:{minute:02d}", ("mon", "tue", "wed", "thu", "fri", "sat", "sun"), zone)
    start = to_text(from_text("2026-01-01T00:00:00Z") + timedelta(hours=after))
    scheduled = next_due(slot.cron, zone, from_text(start))
    at, chance = next(iter(occurrences(slot, after=start, until="2030-01-01T00:00:00Z")))
    repeated = next_due(slot.cron, zone, from_text(scheduled))
    assert at in (scheduled, repeated)
    assert chance.slot == slot.at
