"""The guess at a comment's language: never on English, right where it is made, None where it is not plain."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.triage.tongues import language_of
from tests.conftest import ROOT

CALLED = {"ar": "Arabic", "da": "Nordic", "de": "German", "es": "Spanish", "fr": "French", "hi": "Hindi", "id": "Indonesian",
          "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese", "ru": "Slavic",
          "sv": "Nordic", "tr": "Turkish"}
LABELLED = [json.loads(line) for path in sorted((ROOT / "tests/data").glob("comments_labelled_*.jsonl"))
            for line in path.read_text(encoding="utf-8").splitlines()]


def test_no_english_comment_is_taken_for_another_language() -> None:
    assert [row["text"] for row in LABELLED if row["lang"] == "en" and language_of(row["text"])] == []


def test_a_language_that_is_named_is_the_right_one() -> None:
    named = [(row, language_of(row["text"])) for row in LABELLED if row["lang"] in CALLED]
    assert [(row["text"], told) for row, told in named if told and CALLED[row["lang"]] not in told] == []


def test_most_comments_in_a_language_of_the_lists_are_named() -> None:
    rows = [row for row in LABELLED if row["lang"] in CALLED]
    assert sum(language_of(row["text"]) is not None for row in rows) >= 0.8 * len(rows)


@pytest.mark.parametrize("words", ["", "😍😍", "@ana", "link?", "https://example.com", "Danke", "12345"])
def test_too_little_to_tell_gives_nothing(words: str) -> None:
    assert language_of(words) is None


@given(some.text(max_size=300))
def test_no_text_makes_it_fail(words: str) -> None:
    assert language_of(words) is None or language_of(words)
