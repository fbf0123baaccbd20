"""Business hours between moments, and the moment after so many of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coach.timing.business_hours import BusinessHours, business_hours
from bot.model.settings import Comments, Nudges, Settings
from bot.model.times import ago, from_text

BERLIN = BusinessHours(Comments(), "Europe/Berlin")
UTC = BusinessHours(Comments(), "UTC")


@pytest.mark.parametrize(("start", "end", "hours"), [
    ("2026-03-03T10:00:00Z", "2026-03-03T12:30:00Z", 2.5),
    ("2026-02-27T16:00:00Z", "2026-03-02T10:00:00Z", 2.0),
    ("2026-02-28T08:00:00Z", "2026-03-01T20:00:00Z", 0.0),
    ("2026-03-03T20:00:00Z", "2026-03-03T10:00:00Z", 0.0),
    ("2026-03-02T00:00:00Z", "2026-03-09T00:00:00Z", 40.0),
])
def test_only_open_hours_lie_between_two_moments(start: str, end: str, hours: float) -> None:
    assert UTC.between(start, end) == hours


@pytest.mark.parametrize(("start", "hours", "due"), [
    ("2026-03-03T10:00:00Z", 4, "2026-03-03T14:00:00Z"),
    ("2026-03-03T15:00:00Z", 4, "2026-03-04T11:00:00Z"),
    ("2026-02-27T16:00:00Z", 4, "2026-03-02T12:00:00Z"),
    ("2026-02-28T12:00:00Z", 4, "2026-03-02T13:00:00Z"),
    ("2026-03-03T13:00:00Z", 4, "2026-03-03T17:00:00Z"),
])
def test_what_is_due_after_so_many_business_hours_waits_for_the_next_opening(start: str, hours: int, due: str) -> None:
    assert UTC.after(start, hours) == due


def test_the_hours_are_those_of_the_teams_own_clock_before_and_after_it_changes() -> None:
    assert BERLIN.after("2026-03-27T15:30:00Z", 1) == "2026-03-30T07:30:00Z"
    assert BERLIN.between("2026-03-27T00:00:00Z", "2026-03-31T00:00:00Z") == 16.0


def test_a_holiday_is_no_business_day() -> None:
    settings_with = replace(Settings(), nudges=replace(Nudges(), holidays=("2026-03-04",)))
    assert business_hours(settings_with).after("2026-03-03T16:00:00Z", 4) == "2026-03-05T12:00:00Z"


def test_hours_may_end_after_midnight() -> None:
    bar = BusinessHours(replace(Comments(), business_from="18:00", business_to="02:00"), "UTC")
    assert bar.after("2026-03-03T23:00:00Z", 4) == "2026-03-04T19:00:00Z"
    assert bar.between("2026-03-03T12:00:00Z", "2026-03-04T12:00:00Z") == 8.0


def test_a_team_that_is_never_open_gets_plain_hours() -> None:
    closed = BusinessHours(replace(Comments(), business_days=()), "UTC")
    assert closed.after("2026-03-03T10:00:00Z", 4) == "2026-03-03T14:00:00Z"


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 24 * 14), st.integers(1, 40))
def test_so_many_hours_after_a_moment_lie_between_it_and_its_due_time(back: int, hours: int) -> None:
    start = ago(from_text("2026-04-06T11:00:00Z"), hours=back)
    assert BERLIN.between(start, BERLIN.after(start, hours)) == pytest.approx(hours)
