"""Figures in text: what they are worth, their unit and noun, and what is no figure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.llm.figures import figures
from bot.llm.numerals import worth
from bot.llm.rounding import is_rounding


@pytest.mark.parametrize(("text", "value", "unit", "noun"), [
    ("12 comments", 12, "count", "comments"), ("1,200 people", 1200, "count", "people"), ("1.2k views", 1200, "count", "views"),
    ("2 million plays", 2e6, "count", "plays"), ("40%", 0.4, "share", ""), ("40 percent of posts", 0.4, "share", "posts"),
    ("forty per cent", 0.4, "share", ""), ("a third of them", 1 / 3, "share", ""), ("two thirds of posts", 2 / 3, "share", "posts"),
    ("one in four comments", 0.25, "share", "comments"), ("3 in 10 posts", 0.3, "share", "posts"), ("half of the leads", 0.5, "share", "leads"),
    ("3x as many", 3, "times", ""), ("twice as many", 2, "times", ""), ("half as many", 0.5, "times", ""), ("4 times as many posts", 4, "times", ""),
    ("3.4 business hours", 3.4, "business hours", ""), ("90 minutes", 1.5, "hours", ""), ("2 weeks", 14, "days", ""), ("half an hour", 0.5, "hours", ""),
    ("3 percentage points", 0.03, "points", ""), ("-12%", -0.12, "share", ""), ("€1,200", 1200, "money", ""), ("50 dollars", 50, "money", ""),
    ("2.1 leads per 1,000 people", 2.1, "per 1,000 reached", "leads"), ("twenty-one leads", 21, "count", "leads"), ("a dozen comments", 12, "count", "comments"),
    ("a hundred and five posts", 105, "count", "posts"), ("no leads came", 0, "count", "leads"), ("most of your comments", 0.5, "share", "comments"),
    ("every second comment", 0.5, "share", "comment"), ("10 000", 10, "count", ""),
])
def test_a_figure_has_its_value_unit_and_noun(text: str, value: float, unit: str, noun: str) -> None:
    found = figures(text)[0]
    assert (pytest.approx(value), unit, noun) == (found.value, found.unit, found.noun)


@pytest.mark.parametrize(("text", "unit", "key"), [
    ("on 2 March 2026", "date", "2026-03-02"), ("March 2nd", "date", "03-02"), ("2026-03-02", "date", "2026-03-02"), ("in 2025", "date", "2025"),
    ("at 15:00", "clock", "15:00"), ("by 3 pm", "clock", "15:00"), ("post 17912345678901234", "id", "17912345678901234"),
])
def test_dates_times_and_ids_are_told_from_counts(text: str, unit: str, key: str) -> None:
    assert [(each.unit, each.key) for each in figures(text)] == [(unit, key)]


@pytest.mark.parametrize("text", [
    "1. Answer them", "- 2) Answer them", "as the text says [12]", "B2B and ig-1042", "one by one", "pick one post", "the second post",
    "24/7", "no one came", "leads per 1,000", "your top 3 posts", "halfway there", "this one", "someone",
])
def test_what_claims_nothing_is_no_figure(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(("text", "hedge"), [("about 40%", "about"), ("almost 40%", "under"), ("more than 40%", "over"), ("40%", "")])
def test_a_hedge_is_read(text: str, hedge: str) -> None:
    assert figures(text)[0].hedge == hedge


@pytest.mark.parametrize(("text", "value"), [
    ("42%", 0.4167), ("41.7%", 0.4167), ("about 40%", 0.404), ("18.6k people", 18640), ("about 19,000 people", 18640), ("3 business hours", 3.42),
    ("3.4 business hours", 3.42), ("a third of it", 0.3333), ("almost half of it", 0.48), ("over 18,000 people", 18640), ("12 leads", 12), ("4%", 0.0412),
])
def test_a_plain_rounding_is_one(text: str, value: float) -> None:
    assert is_rounding(figures(text)[0], value)


@pytest.mark.parametrize(("text", "value"), [
    ("41%", 0.4167), ("18.7k people", 18640), ("18,600 people", 18640), ("3.5 business hours", 3.42), ("a third of it", 0.4), ("almost half of it", 0.52),
    ("over 19,000 people", 18640), ("10 leads", 12), ("about 10 leads", 12), ("0%", 0.004), ("1k people", 1234), ("most of your posts", 0.5), ("more than 12 leads", 12),
])
def test_what_is_no_plain_rounding_is_none(text: str, value: float) -> None:
    assert not is_rounding(figures(text)[0], value)


@given(st.integers(0, 99_999_999))
def test_any_whole_number_is_read_as_it_is_written(number: int) -> None:
    assert [each.value for each in figures(f"We saw {number:,} comments")] == [number]


@given(st.floats(0.0001, 1).map(lambda share: round(share, 4)))
def test_a_share_printed_in_percent_is_its_own_rounding(share: float) -> None:
    found = figures(f"It is {100 * share:.2f}% now")
    assert is_rounding(found[0], share)


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    assert all(0 <= each.start < each.end <= len(text) for each in figures(text))


def test_number_words_add_up() -> None:
    assert worth("two thousand three hundred and forty-five") == 2345
