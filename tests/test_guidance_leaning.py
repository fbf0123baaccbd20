"""A sentence that leans on the one before it is quoted with that one, or gives way to others."""

from __future__ import annotations

import pytest

from bot.guidance.corpus import Piece
from bot.guidance.evidence import terms_of, weigh
from bot.guidance.extract import best_sentences
from bot.guidance.search import Index
from bot.guidance.spelling import Speller
from bot.guidance.synonyms import read_synonyms
from tests.conftest import ROOT

FIRST = "A follower count is easy to report."


def quoted(text: str, question: str) -> list[str]:
    """Return the sentences of a text that are quoted for a question."""
    synonyms = read_synonyms(ROOT / "prompts" / "synonyms.txt")
    index = Index([Piece("a", "T", "s", None, None, (), text, "team")], synonyms)
    weighed = weigh(terms_of(question, synonyms, Speller(index.words)), index.scales)
    return best_sentences(index.passages[0], weighed, synonyms)


@pytest.mark.parametrize("opening", ["It", "That", "These", "The other", "So it"])
def test_it_comes_with_the_one_before_it(opening: str) -> None:
    leaning = f"{opening} pleases the board and says nothing of orders for rye."
    assert quoted(f"Bread is baked at night. {FIRST} {leaning} Trees grow slowly.", "what says the board of orders for rye") == [FIRST, leaning]


def test_it_gives_way_where_others_speak_to_the_question_as_well() -> None:
    text = "Orders pay the rent. Bread is baked at night. They bring orders. Orders begin with a question."
    assert quoted(text, "where do orders come from") == ["Orders pay the rent.", "Orders begin with a question."]
