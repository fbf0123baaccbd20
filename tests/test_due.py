"""Plain words to a due moment: read for certain, or asked back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coach.timing.due import default_due, read_due, said, split_promise
from bot.coach.timing.due_words import MONTHS, WEEKDAYS
from bot.errors import CannotRead
from bot.model.times import from_text

WEDNESDAY = "2026-03-04T09:30:00Z"
FRIDAY_NOON = "2026-03-06T12:00:00Z"
FRIDAY_EVENING = "2026-03-06T16:30:00Z"
SUNDAY = "2026-03-08T10:00:00Z"


def due(words: str, *, now: str = WEDNESDAY, zone: str = "UTC") -> str:
    """Return the due moment of words without its seconds, on a Wednesday unless told otherwise."""
    return read_due(words, now=now, zone=zone).removesuffix(":00Z")


def asked_back(words: str, *, now: str = WEDNESDAY, zone: str = "UTC") -> str:
    """Return the question with which words are asked back."""
    with pytest.raises(CannotRead) as question:
        read_due(words, now=now, zone=zone)
    return str(question.value)


def offered(question: str) -> list[str]:
    """Return the ways to write it that a question offers."""
    return re.findall(r"'([^']*)'", question.rpartition(" Write ")[2])


@pytest.mark.parametrize(("words", "moment"), [
    ("Friday 3pm", "2026-03-06T15:00"),
    ("by Friday 15:00", "2026-03-06T15:00"),
    ("friday", "2026-03-06T15:00"),
    ("on Fri at 3 p.m.", "2026-03-06T15:00"),
    ("3pm on Friday", "2026-03-06T15:00"),
    ("Friday at noon", "2026-03-06T12:00"),
    ("this Friday", "2026-03-06T15:00"),
    ("tomorrow", "2026-03-05T15:00"),
    ("tomorrow at 9", "2026-03-05T09:00"),
    ("the day after tomorrow", "2026-03-06T15:00"),
    ("in 2 weeks", "2026-03-18T15:00"),
    ("in two weeks at 10:30", "2026-03-18T10:30"),
    ("in 3 hours", "2026-03-04T12:30"),
    ("in half an hour", "2026-03-04T10:00"),
    ("within a month", "2026-04-04T15:00"),
    ("next Monday", "2026-03-09T15:00"),
    ("Thursday next week", "2026-03-12T15:00"),
    ("today 17:00", "2026-03-04T17:00"),
    ("2026-12-01", "2026-12-01T15:00"),
    ("2026-12-01 14:00", "2026-12-01T14:00"),
    ("1 December", "2026-12-01T15:00"),
    ("1st of December 2026", "2026-12-01T15:00"),
    ("Dec 1 3pm", "2026-12-01T15:00"),
    ("Fri 6 Mar 15:00", "2026-03-06T15:00"),
    ("25/12", "2026-12-25T15:00"),
    ("5/5", "2026-05-05T15:00"),
    ("the 15th", "2026-03-15T15:00"),
    ("the 2nd", "2026-04-02T15:00"),
    ("end of the week", "2026-03-06T17:00"),
    ("end of next week", "2026-03-13T17:00"),
    ("end of the month", "2026-03-31T17:00"),
    ("end of next month", "2026-04-30T17:00"),
    ("end of the day", "2026-03-04T17:00"),
    ("noon", "2026-03-04T12:00"),
    ("at 3", "2026-03-04T15:00"),
    ("before noon", "2026-03-04T12:00"),
])
def test_plain_words_name_one_moment(words: str, moment: str) -> None:
    assert due(words) == moment


def test_a_day_without_a_time_means_three_in_the_afternoon_of_the_zone() -> None:
    assert due("Friday", zone="America/New_York") == "2026-03-06T20:00"


@pytest.mark.parametrize(("words", "ways"), [
    ("03/04", ["4 March 15:00", "3 April 15:00"]),
    ("5.4.2026", ["5 April 15:00", "4 May 15:00"]),
    ("1.12.2026", ["1 December 15:00", "Friday 15:00"]),
    ("next Friday", ["6 March 15:00", "13 March 15:00"]),
    ("next week", ["9 March 15:00", "13 March 15:00"]),
    ("the weekend", ["7 March 15:00", "8 March 15:00"]),
    ("before Friday", ["5 March 17:00", "6 March 15:00"]),
    ("Friday at 3", ["6 March 03:00", "6 March 15:00"]),
    ("Friday 12am", ["6 March 12:00", "6 March 23:59"]),
    ("Friday midnight", ["6 March 23:59", "6 March 00:00"]),
    ("Thu 6 Mar", ["6 March 15:00", "Thursday 15:00"]),
])
def test_words_with_two_meanings_are_asked_back_with_both(words: str, ways: list[str]) -> None:
    assert offered(asked_back(words)) == ways


@pytest.mark.parametrize("words", [
    "sometime soon", "asap", "", "by", "Friday 25:00", "Friday 15", "31 February", "the 32nd", "13/13", "1/2/26", "in a few days",
    "in 9999 weeks", "9999-12-31 23:59", "0000-00-00", "0001-01-01", "tonight", "Friday Monday", "2126-03-04", "15.30", "in ٣ hours",
    "in the morning", "this week",
])
def test_what_is_not_certain_is_asked_back_with_ways_that_can_be_read(words: str) -> None:
    question = asked_back(words)
    assert repr(words) in question
    assert len(offered(question)) == 2
    for way in offered(question):
        assert due(way) > WEDNESDAY[:16]


@pytest.mark.parametrize(("words", "next_possible"), [
    ("today 09:00", "5 March 09:00"), ("9am", "5 March 09:00"), ("2026-03-01", "4 March 15:00"), ("this Monday", "9 March 15:00"),
    ("1 March", "4 March 15:00"),
])
def test_a_past_moment_is_refused_with_the_next_possible(words: str, next_possible: str) -> None:
    assert offered(asked_back(words))[0] == next_possible


def test_friday_on_a_friday_is_today_before_three_and_a_week_later_after_it() -> None:
    assert due("Friday", now=FRIDAY_NOON) == "2026-03-06T15:00"
    assert due("Friday", now=FRIDAY_EVENING) == "2026-03-13T15:00"
    assert due("Friday 17:00", now=FRIDAY_EVENING) == "2026-03-06T17:00"


def test_a_day_of_early_next_year_needs_no_year_in_december() -> None:
    assert due("5 January", now="2026-12-20T09:00:00Z") == "2027-01-05T15:00"


def test_next_monday_said_on_a_sunday_is_asked_back() -> None:
    assert offered(asked_back("next Monday", now=SUNDAY)) == ["9 March 15:00", "16 March 15:00"]


def test_a_local_time_that_the_spring_change_leaves_out_is_moved_forward_by_it() -> None:
    assert due("29 March 02:30", zone="Europe/Berlin") == "2026-03-29T01:30"
    assert said("2026-03-29T01:30:00Z", "Europe/Berlin", now=WEDNESDAY) == "Sun 29 Mar 03:30"


def test_of_a_local_time_that_the_autumn_change_gives_twice_the_first_counts() -> None:
    assert due("25 October 02:30", zone="Europe/Berlin") == "2026-10-25T00:30"


def test_hours_are_real_hours_over_a_clock_change_and_days_keep_the_clock_time() -> None:
    saturday = "2026-03-28T22:00:00Z"
    assert due("in 12 hours", now=saturday, zone="Europe/Berlin") == "2026-03-29T10:00"
    assert due("tomorrow 9:00", now=saturday, zone="Europe/Berlin") == "2026-03-29T07:00"


def test_what_is_said_can_be_read_again() -> None:
    assert due(said("2027-02-05T14:00:00Z", "Europe/Berlin", now=WEDNESDAY), zone="Europe/Berlin") == "2027-02-05T14:00"


@pytest.mark.parametrize(("now", "moment"), [
    (WEDNESDAY, "2026-03-06T15:00:00Z"), ("2026-03-06T13:00:00Z", "2026-03-06T15:00:00Z"),
    ("2026-03-06T13:00:01Z", "2026-03-13T15:00:00Z"), (SUNDAY, "2026-03-13T15:00:00Z"),
])
def test_without_words_the_coming_friday_with_two_hours_to_go_is_meant(now: str, moment: str) -> None:
    assert default_due(now=now, zone="UTC") == moment


@pytest.mark.parametrize(("words", "what", "when"), [
    ("reply to all open questions by Friday 15:00", "reply to all open questions", "Friday 15:00"),
    ("answer the 5 open comments Friday 3pm", "answer the 5 open comments", "Friday 3pm"),
    ("answer comments before Friday", "answer comments", "before Friday"),
    ("answer comments until 17:00.", "answer comments", "17:00"),
    ("reply in 3 hours", "reply", "in 3 hours"),
    ("answer all of them by sometime soon", "answer all of them", "sometime soon"),
    ("answer comments by 03/04", "answer comments", "03/04"),
    ("By Friday 15:00 answer all comments", "answer all comments", "Friday 15:00"),
    ("Tomorrow 9:00 call the mill", "call the mill", "Tomorrow 9:00"),
    ("Tomorrow I call the mill", "I call the mill", "Tomorrow"),
    ("move the sign at 3 pm", "move the sign", "at 3 pm"),
    ("post the menu the day after tomorrow", "post the menu", "the day after tomorrow"),
    ("answer 2 comments by friday at noonish", "answer 2 comments", "friday at noonish"),
    ("finish by tomorrow the poster", "finish", "tomorrow the poster"),
    ("paint the sign by hand", "paint the sign by hand", None),
    ("write the recap of Friday", "write the recap of Friday", None),
    ("answer comments every morning", "answer comments every morning", None),
    ("post twice a week", "post twice a week", None),
    ("spend 2 hours on replies", "spend 2 hours on replies", None),
    ("plan the posts for next week", "plan the posts for next week", None),
    ("be there 24/7", "be there 24/7", None),
    ("get 3 replies by 3 people", "get 3 replies by 3 people", None),
])
def test_the_due_words_stand_at_the_end_of_a_promise(words: str, what: str, when: str | None) -> None:
    assert split_promise(words) == (what, when)


_PIECES = st.sampled_from([
    *WEEKDAYS, *MONTHS, "fri", "dec", "today", "tomorrow", "next", "this", "in", "at", "by", "before", "end of the", "week", "weeks",
    "month", "hours", "noon", "midnight", "3pm", "15:00", "99:99", "24:00", "31", "31st", "0", "03/04", "2026-02-29", "2026-03-04", "9999", "of",
    "0001-01-01", "12am", "the", "weekend", "eod", "on", ",", "1.", "2027",
])
_WORDS = st.one_of(st.text(max_size=30), st.lists(_PIECES, max_size=6).map(" ".join))
_ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Kiritimati", "Australia/Lord_Howe"])
_NOWS = st.datetimes(min_value=from_text("2026-01-01T00:00:00Z").replace(tzinfo=None),
                     max_value=from_text("2028-12-31T00:00:00Z").replace(tzinfo=None)).map(lambda each: f"{each:%Y-%m-%dT%H:%M:%SZ}")


@settings(max_examples=250, deadline=None, derandomize=True)
@given(_WORDS, _NOWS, _ZONES)
def test_any_words_name_a_future_moment_or_are_asked_back_with_ways_that_work(words: str, now: str, zone: str) -> None:
    moments, question = [], ""
    try:
        moments = [read_due(words, now=now, zone=zone)]
    except CannotRead as asking:
        question = str(asking)
    if "'" not in words:
        moments += [read_due(way, now=now, zone=zone) for way in offered(question)]
    assert all(timedelta() < from_text(moment) - from_text(now) < timedelta(days=733) for moment in moments)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(_WORDS)
def test_splitting_a_promise_loses_no_word_of_it(words: str) -> None:
    what, when = split_promise(words)
    assert when is None or when in " ".join(words.split())
    assert all(word in words for word in what.split())
