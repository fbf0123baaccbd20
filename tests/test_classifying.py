"""Texts classified line by line, and what is said of a line that cannot be read."""

from __future__ import annotations

import contextlib
import json
from itertools import count, islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coach.comments.classifying import classify_lines
from bot.errors import IntakeError


def label(words: str) -> str:
    """Return a class that shows which text it was asked of."""
    return f"<{words}>"


def test_each_line_gets_its_label_in_order() -> None:
    lines = ['{"id": "a", "text": "one"}\n', "\n", '{"id": 2, "text": "", "more": true}\r\n']
    assert list(classify_lines(lines, label)) == [{"id": "a", "label": "<one>"}, {"id": 2, "label": "<>"}]


def test_lines_are_read_one_by_one() -> None:
    endless = (json.dumps({"id": n, "text": "x"}) for n in count())
    assert [row["id"] for row in islice(classify_lines(endless, label), 3)] == [0, 1, 2]


def test_a_byte_order_mark_before_the_first_line_is_no_letter_of_it() -> None:
    assert list(classify_lines(['\ufeff{"id": 1, "text": "x"}'], label)) == [{"id": 1, "label": "<x>"}]


@pytest.mark.parametrize(("line", "words"), [
    ("how much?", "Line 2 is no JSON: 'how much\\?'"), ("[1]", "Line 2 is no JSON object"),
    ('{"id": 1}', "Line 2 has no 'text'"), ('{"text": "x"}', "Line 2 has no 'id'"),
    ('{"id": 1, "text": null}', "its text is None"), ('{"id": [1], "text": "x"}', r"its id is \[1\]"),
    ('{"id": true, "text": "x"}', "its id is True"),
])
def test_a_line_that_cannot_be_read_is_named_by_its_number(line: str, words: str) -> None:
    with pytest.raises(IntakeError, match=words):
        list(classify_lines(['{"id": 1, "text": "x"}', line], label))


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60))
def test_wild_lines_never_end_in_another_error(line: str) -> None:
    with contextlib.suppress(IntakeError):
        assert all(set(row) == {"id", "label"} for row in classify_lines([line], label))
