"""The talks that stand in tests/data/transcripts are what the code says today, and each answer in them is of use and short."""

from __future__ import annotations

import re

import pytest

from tests.transcripts import ASKED, FOLDER, ON, TALKS

AGAIN = "the talk is another one now; read it, then write it anew: python -m tests.transcripts"


def turns(talk: str) -> dict[str, str]:
    """Return what was answered to each question, by the question's words."""
    screens = re.split(r"^coach> ", talk, flags=re.MULTILINE)
    found: dict[str, str] = {}
    for screen in screens:
        first, _, rest = screen.partition("\n")
        asked = re.search(r"^question: (.*)$", rest, re.MULTILINE)
        found[f"{ON}{asked[1]}" if asked else first] = " ".join(rest.split())
    return found


@pytest.mark.parametrize("name", TALKS)
def test_each_talk_is_what_is_said_today(name: str) -> None:
    assert TALKS[name]() == (FOLDER / name).read_text(encoding="utf-8"), AGAIN


@pytest.mark.parametrize("name", TALKS)
def test_all_ten_questions_are_answered(name: str) -> None:
    answered = turns((FOLDER / name).read_text(encoding="utf-8"))
    assert len(ASKED) == 10
    assert [each.words for each in ASKED if not answered.get(each.words)] == []


def test_nothing_that_the_good_model_says_is_withheld() -> None:
    talk = (FOLDER / "written.txt").read_text(encoding="utf-8")
    assert talk.count("Written by AI from these sources") >= 7
    assert [each for each in ("withheld", "Quoted, not written", "That alone does not stand") if each in talk] == []


@pytest.mark.parametrize("name", TALKS)
def test_an_answer_is_at_most_150_words_before_what_it_rests_on(name: str) -> None:
    for words, said in turns((FOLDER / name).read_text(encoding="utf-8")).items():
        answer = re.split(r"From the guidance|From your data|What it rests on|\[1\] Ask on", said)[0]
        assert len(answer.split()) <= 150, words


@pytest.mark.parametrize("words", ["Which of our posts brought us orders lately?", "Will we make our goal of 60 leads by the end of June?",
                                   "What did we promise to do this week?"])
def test_without_a_model_a_question_about_the_teams_own_figures_gets_them(words: str) -> None:
    answered = turns((FOLDER / "quoted.txt").read_text(encoding="utf-8"))
    assert "From your own figures, no AI used" in answered[words]


def test_what_was_at_hand_unasked_is_named_only_where_it_is_told() -> None:
    talk = (FOLDER / "written.txt").read_text(encoding="utf-8")
    assert "Figures at hand" not in talk
