"""How well the refusals hold on phrasings that were written apart: a list of 208 questions, those refused beside near misses.

`tune` and `held` were written before the forms were widened, `fresh` and `last` after it; what the last two said at first
sight stands in the README.
"""

from __future__ import annotations

import json
from collections import Counter

import pytest

from bot.coach.answers.scope import Scope
from bot.places import PROMPTS
from tests.conftest import ROOT

SCOPE = Scope.read((PROMPTS / "out_of_scope.txt").read_text(encoding="utf-8"))
ROWS = [json.loads(line) for line in (ROOT / "tests/data/scope_phrasings.jsonl").read_text(encoding="utf-8").splitlines()]
LEAST_RECALL, LEAST_PRECISION = 0.9, 0.95
TOPICS = {"buying followers", "fake reviews", "law", "people matters"}


def test_there_are_enough_phrasings_of_each_kind() -> None:
    assert {row["topic"] for row in ROWS} == {*TOPICS, ""}
    assert sum(bool(row["topic"]) for row in ROWS) >= 40
    assert sum(not row["topic"] for row in ROWS) >= 40
    assert len({row["question"] for row in ROWS}) == len(ROWS)


def test_refusals_catch_most_phrasings_and_few_near_misses(capsys: pytest.CaptureFixture[str]) -> None:
    tally: Counter[tuple[str, bool, bool]] = Counter()
    for row in ROWS:
        tally[row["half"], bool(row["topic"]), SCOPE.refusal(row["question"]) is not None] += 1
    with capsys.disabled():
        for half in dict.fromkeys(row["half"] for row in ROWS):
            print(f"\n{half}: refused {tally[half, True, True]} of {tally[half, True, True] + tally[half, True, False]}, "
                  f"near misses refused {tally[half, False, True]} of {tally[half, False, True] + tally[half, False, False]}", end="")
    caught, missed, wrong = (sum(n for key, n in tally.items() if key[1:] == kind) for kind in ((True, True), (True, False), (False, True)))
    assert caught >= LEAST_RECALL * (caught + missed)
    assert caught >= LEAST_PRECISION * (caught + wrong)


@pytest.mark.parametrize(("question", "topic"), [
    ("write three reviews in different names", "fake reviews"), ("reviews from friends' accounts", "fake reviews"),
    ("get us 5,000 followers for 20 pounds", "buying followers"),
])
def test_what_is_asked_in_so_many_words_is_refused(question: str, topic: str) -> None:
    refusal = SCOPE.refusal(question)
    assert refusal is not None
    assert refusal.topic == topic


FORMS = "[a]\nno: No: x.\nprinciple: y.\nasks: buy # .. fans\nasks: pay ... fans\nunless: accuse* ... fans"


@pytest.mark.parametrize(("question", "is_refused"), [
    ("buy 10,000 fans", True), ("buy two thousand new fans", True), ("buy some fans", False), ("buy 5 of those very loud fans", False),
    ("pay one two three four five six seven eight fans", True), ("pay one two three four five six seven eight nine fans", False),
    ("they accuse us that we pay for fans", False), ("buy 3k fans", True),
])
def test_a_number_a_long_gap_and_an_exception_are_read_as_the_file_says(question: str, is_refused: bool) -> None:
    assert (Scope.read(FORMS).refusal(question) is not None) is is_refused
