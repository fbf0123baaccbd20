"""What is quoted stands in the guidance word for word, with its source; what is not known is not claimed."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import pytest

from bot.guidance.corpus import Piece
from bot.guidance.evidence import terms_of, weigh
from bot.guidance.extract import LONGEST_WORDS, best_sentences, closest, refusal
from bot.guidance.library import MOST_SOURCES, Guidance
from bot.guidance.search import Index
from bot.guidance.spelling import Speller
from bot.guidance.synonyms import read_synonyms

ROOT = Path(__file__).resolve().parents[1]
ASKED = (
    "Should we ignore haters?",
    "Is it better to post less?",
    "do we need to answer all comments",
    "is reach the same as leads",
)


@functools.cache
def guidance() -> Guidance:
    return Guidance.open(ROOT / "prompts")


def plain(text: str) -> str:
    return " ".join(re.sub(r"^\s*(?:[-*]|\d+\.)\s+", "", text, flags=re.MULTILINE).split())


@pytest.mark.parametrize("question", ASKED)
def test_every_quoted_sentence_stands_in_the_source_it_names(question: str) -> None:
    answer = guidance().answer(question)
    assert answer.tier == "strong"
    for line in answer.answer.splitlines():
        quoted, number = re.fullmatch(r"(.+) \[(\d)\]", line).groups()  # type: ignore[union-attr]
        passage = plain(answer.sources[int(number) - 1].passage)
        pieces = [part.rstrip(".") for part in re.split(r"(?<=[.!?:])\s+", quoted)]
        assert [part for part in pieces if part not in passage] == []


@pytest.mark.parametrize("question", ASKED)
def test_a_strong_answer_is_short_and_numbers_its_sources_in_order(question: str) -> None:
    answer = guidance().answer(question)
    assert len(re.sub(r"\[\d\]", "", answer.answer).split()) <= LONGEST_WORDS
    assert re.findall(r"\[(\d)\]", answer.answer) == ["1", "2", "3"][: answer.answer.count("[")]
    assert 1 <= len(answer.sources) <= MOST_SOURCES
    assert answer.by == "guidance"


def test_a_weak_answer_names_titles_and_claims_nothing() -> None:
    answer = guidance().answer("our plumber likes the boring zebra")
    assert answer.tier == "weak"
    assert answer.answer == closest([f"{each.title} [{n}]" for n, each in enumerate(answer.sources, start=1)])


@pytest.mark.parametrize("question", ["", "?!", "Wie wird das Wetter?", "which microphone is best for podcasts?"])
def test_without_guidance_it_says_so_and_offers_questions_it_can_answer(question: str) -> None:
    answer = guidance().answer(question)
    assert (answer.tier, answer.sources) == ("none", ())
    assert answer.answer.startswith("I have no guidance on that. I do have guidance on these: ")
    offered = guidance().suggest(question)
    assert len(offered) == 3
    assert all(guidance().answer(each).tier == "strong" for each in offered)


def test_a_refusal_without_topics_offers_none() -> None:
    assert refusal(()) == "I have no guidance on that."


def test_the_sentence_that_speaks_to_the_question_is_chosen_before_the_first_ones() -> None:
    body = "Cats sleep. Dogs bark at night. Trees grow slowly in the north. A troll wants an argument, so ignore him."
    synonyms = read_synonyms(ROOT / "prompts" / "synonyms.txt")
    index = Index([Piece("a", "T", "s", None, None, (), body, "team")], synonyms)
    weighed = weigh(terms_of("how to treat a troll who argues", synonyms, Speller(index.words)), index.scales)
    assert "A troll wants an argument, so ignore him." in best_sentences(index.passages[0], weighed, synonyms)


def test_a_source_carries_title_section_text_and_date() -> None:
    (first, *_) = guidance().answer("Should we ignore trolls or argue with them?").sources
    assert (first.id, first.title, first.source_id, first.date, first.origin) == (
        "trolls", "Do not feed the trolls", "003", "2024-07-30", "ours",
    )  # fmt: skip
    assert first.passage in guidance().piece("trolls").body
