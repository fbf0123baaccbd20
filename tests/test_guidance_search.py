"""The search finds the right text for questions as people type them, and says when it has none.

The questions in tests/data are our own; the half marked held was not looked at one by one while the search was tuned.
"""

from __future__ import annotations

import functools
import json
import random
import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import GuidanceError
from bot.guidance.asking import advice_share
from bot.guidance.corpus import Piece
from bot.guidance.evidence import Marks, Scales, mark, terms_of
from bot.guidance.library import Guidance
from bot.guidance.search import CANDIDATES, Index
from bot.guidance.spelling import SMALL, Speller
from bot.guidance.synonyms import Synonyms, read_synonyms
from bot.guidance.words import content_words, raw_words

ROOT = Path(__file__).resolve().parents[1]
DEVELOPMENT = ROOT.parent / "shared" / "search" / "dev_questions.jsonl"
QUESTIONS = ROOT / "tests" / "data" / "questions.jsonl"
HOSTILE = (
    "", "   ", "?!...", "\0", "a\0b trolls\0", '"', "'", "trolls\" OR \"1", "NEAR(trolls, 2)", "title: trolls*", "AND OR NOT",
    "-trolls +leads ^viral", "(((", "😀🔥", "コメントに返信すべきですか", "Стоит ли отвечать троллям", "é" * 50, "x" * 10_000,
    "should we answer " * 600, "\n\t\r", "{curly} [square] <angle>", "'; drop table passage; --",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with the texts that answer it; none where nothing does."""

    question: str
    docs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """Shares over a set of questions: right text first, among the first three, strong; strong and none where nothing answers."""

    first: float
    among_three: float
    strong: float
    wrongly_strong: float
    refused: float


@functools.cache
def guidance() -> Guidance:
    return Guidance.open(ROOT / "prompts")


@functools.cache
def synonyms() -> Synonyms:
    return read_synonyms(ROOT / "prompts" / "synonyms.txt")


def ours(half: str) -> list[Asked]:
    rows = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    return [Asked(row["question"], tuple(row["docs"])) for row in rows if row["half"] == half]


def development() -> list[Asked]:
    rows = [json.loads(line) for line in DEVELOPMENT.read_text(encoding="utf-8").splitlines()]
    return [Asked(row["question"], tuple(each["doc"][:3] for each in row["answers"])) for row in rows]


def measured(name: str, asked: list[Asked]) -> Measured:
    answered = [(each, guidance().search(each.question)) for each in asked if each.docs]
    refused = [guidance().search(each.question) for each in asked if not each.docs]

    def right(top: int) -> float:
        hits = (any(hit.passage.piece.source_id in each.docs for hit in found.hits[:top]) for each, found in answered)
        return sum(hits) / len(answered)

    result = Measured(
        first=right(1),
        among_three=right(3),
        strong=sum(found.tier == "strong" for _, found in answered) / len(answered),
        wrongly_strong=sum(found.tier == "strong" for found in refused) / len(refused),
        refused=sum(found.tier == "none" for found in refused) / len(refused),
    )
    print(
        f"\n{name}: {len(answered)} answerable: hit@1 {result.first:.2f}, hit@3 {result.among_three:.2f}, "
        f"strong {result.strong:.2f}; {len(refused)} unanswerable: strong {result.wrongly_strong:.2f}, "
        f"weak {1 - result.wrongly_strong - result.refused:.2f}, none {result.refused:.2f}"
    )
    return result


def meets_the_aims(result: Measured) -> bool:
    return result.among_three >= 0.9 and result.strong >= 0.8 and result.wrongly_strong <= 0.2


def piece(piece_id: str, title: str, body: str, *questions: str, origin: str = "ours") -> Piece:
    return Piece(piece_id, title, "a text", None, None, questions, body, origin)  # type: ignore[arg-type]


def own_folder(folder: Path, **documents: str) -> Path:
    for name, text in documents.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.skipif(not DEVELOPMENT.is_file(), reason="the development questions are not beside this checkout")
def test_the_development_questions_meet_the_aims() -> None:
    assert meets_the_aims(measured("development", development()))


def test_the_questions_it_was_tuned_on_meet_the_aims() -> None:
    assert meets_the_aims(measured("tune", ours("tune")))


def test_the_held_questions_meet_the_aims() -> None:
    assert meets_the_aims(measured("held", ours("held")))


def test_no_question_of_the_corpus_stands_among_the_questions_it_is_judged_by() -> None:
    judged = {tuple(raw_words(each.question)) for half in ("tune", "held") for each in ours(half)}
    stored = {tuple(raw_words(each)) for name in guidance().ids() for each in guidance().piece(name).questions}
    assert stored & judged == set()


def test_at_least_ninety_questions_and_thirty_without_an_answer_are_kept_with_a_held_half() -> None:
    held, tune = ours("held"), ours("tune")
    assert len(held) >= 45
    assert len(held) + len(tune) >= 90
    assert sum(not each.docs for each in held + tune) >= 30


@pytest.mark.parametrize("question", HOSTILE)
def test_hostile_text_is_answered_like_any_other(question: str) -> None:
    answer = guidance().answer(question, question)
    assert answer.answer
    assert (answer.tier == "none") == (not answer.sources)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.none() | st.text(max_size=60))
def test_no_text_makes_the_search_raise(question: str, previous: str | None) -> None:
    assert guidance().answer(question, previous).tier in ("strong", "weak", "none")


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="qxzjvkw", min_size=5, max_size=12))
def test_a_word_nobody_knows_never_raises_the_evidence(noise: str) -> None:
    def evidence(question: str) -> float:
        return max(hit.evidence for hit in guidance().search(question).hits)

    assert evidence(f"Should we ignore trolls {noise}") <= evidence("Should we ignore trolls") + 1e-9


def test_the_order_of_asking_changes_nothing() -> None:
    asked = [each.question for each in ours("tune")[:40]]
    before = [guidance().search(each) for each in asked]
    shuffled = random.Random(3).sample(range(len(asked)), len(asked))
    after = {i: guidance().search(asked[i]) for i in shuffled}
    assert [after[i] for i in range(len(asked))] == before


def test_a_question_in_a_thread_is_read_with_the_message_before_it() -> None:
    alone = guidance().search("and what do we do about that?")
    threaded = guidance().search("and what do we do about that?", "Trolls keep insulting us")
    assert alone.tier == "none"
    assert threaded.hits[0].passage.piece.id == "trolls"


def test_the_last_message_outweighs_the_one_before_it() -> None:
    found = guidance().search("How do we keep our message consistent?", "Should we ignore trolls?")
    assert found.hits[0].passage.piece.id == "consistent-message"


def test_one_piece_is_named_once_and_no_more_than_asked_for() -> None:
    found = guidance().search("followers comments leads sales conversation", limit=3)
    names = [hit.passage.piece.id for hit in found.hits]
    assert len(names) == len(set(names)) == 3


def test_the_bars_follow_the_corpus_and_not_a_constant() -> None:
    shipped = [guidance().piece(name) for name in sorted(guidance().ids())]
    half = Guidance([each for n, each in enumerate(shipped) if n % 2 == 0 or each.id == "trolls"], (), synonyms())
    assert half.search("Should we ignore trolls?").tier == "strong"
    assert half._bars != guidance()._bars


def test_a_teams_own_document_is_found_and_told_apart(tmp_path: Path) -> None:
    text = "# Brand font\n\nOur brand font is Rubik. Headlines are set in Rubik bold, body text in Rubik regular."
    both = Guidance.open(ROOT / "prompts", own_folder(tmp_path, font=text))
    answer = both.answer("what font does our brand use")
    assert (answer.tier, answer.sources[0].origin, answer.sources[0].source_id) == ("strong", "team", None)


def test_a_teams_own_documents_never_drown_the_shipped_ones(tmp_path: Path) -> None:
    many = {f"note{n}": "# Trolls\n\nShould we ignore trolls? Ignore trolls, trolls, trolls." for n in range(30)}
    both = Guidance.open(ROOT / "prompts", own_folder(tmp_path, **many))
    sources = both.answer("Should we ignore trolls?").sources
    assert sum(each.origin == "team" for each in sources) <= 2
    assert "trolls" in [each.id for each in sources[:3]]


def test_a_teams_own_documents_leave_the_shipped_evidence_as_it_was(tmp_path: Path) -> None:
    both = Guidance.open(ROOT / "prompts", own_folder(tmp_path, a="# Bees\n\nBees make honey in the hive all summer."))
    asked = ("Should we ignore trolls?", "How often should we post?")
    assert [both.search(each) for each in asked] == [guidance().search(each) for each in asked]


def test_an_unknown_id_is_told_with_the_next_step() -> None:
    with pytest.raises(GuidanceError, match="there is no guidance 'nope'; its id is the file's name"):
        guidance().piece("nope")


def test_several_threads_may_ask_at_once() -> None:
    answers: list[str] = []
    ask = [
        threading.Thread(target=lambda: answers.append(guidance().answer("Is going viral good?").answer)) for _ in range(8)
    ]
    for each in ask:
        each.start()
    for each in ask:
        each.join()
    assert len(answers) == 8
    assert len(set(answers)) == 1


def test_a_python_without_full_text_search_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> sqlite3.Connection:
        raise sqlite3.OperationalError("no such module: fts5")

    monkeypatch.setattr("bot.guidance.search.sqlite3.connect", refuse)
    with pytest.raises(GuidanceError, match="use one built with FTS5"):
        Index((), synonyms())


def test_a_search_hands_on_a_bounded_number_of_passages() -> None:
    index = Index([piece(f"p{n}", "Trolls", "Ignore the trolls.") for n in range(3 * CANDIDATES)], synonyms())
    assert len(index.search(terms_of("trolls", synonyms(), Speller(index.words)))) == CANDIDATES


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("folower", "follower"),
        ("virl", "viral"),
        ("contnet", "content"),
        ("awnser", "answer"),
        ("shoud", "should"),
        ("leeds", "leads"),
    ],
)
def test_a_misspelt_word_is_repaired(typed: str, meant: str) -> None:
    assert guidance()._speller.repair(typed)[0] == meant


@pytest.mark.parametrize("word", ["trolls", "trolling", "microphone", "cook", "banner", "of", "x1", "qqqqqqqq"])
def test_a_known_short_or_far_off_word_is_left_alone(word: str) -> None:
    assert guidance()._speller.repair(word) == (word, 0)


def test_a_large_vocabulary_is_repaired_alike() -> None:
    many = Speller(
        [
            f"word{'abcdefghij'[n % 10]}{'klmnopqrst'[n // 10 % 10]}{n:x}".translate(
                str.maketrans("0123456789", "uvwxyzabcd")
            )
            for n in range(SMALL * 2)
        ]
        + ["follower"]
    )
    assert many.repair("folower") == ("follower", 1)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["followers", "conversation", "objective", "community"]), st.integers(0, 8))
def test_a_swap_of_two_neighbours_is_one_fault(word: str, place: int) -> None:
    place %= len(word) - 1
    swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    known = Speller([word])
    assert known.repair(swapped) in ((word, 1), (swapped, 0))
    assert swapped == word or known.repair(swapped) == (word, 1)


def test_a_synonym_counts_as_one_concept_with_its_word() -> None:
    first, second = (mark(raw_words(text), synonyms()).groups for text in ("vanity metric", "follower count"))
    assert first & second or mark(raw_words("number of followers"), synonyms()).groups & second


def test_a_word_that_no_passage_has_weighs_most() -> None:
    speller = Speller(["trolls"])
    scales = Scales([mark(raw_words(text), synonyms()) for text in ("trolls and trolls", "trolls", "leads")])
    (rare,), (common,) = terms_of("zeppelin", synonyms(), speller), terms_of("trolls", synonyms(), speller)
    assert scales.weight(rare) > scales.weight(common)
    assert not scales.knows(rare)


def test_nothing_is_marked_in_an_empty_text() -> None:
    assert mark([], synonyms()) == Marks(frozenset(), frozenset())


def test_numbers_contractions_and_function_words_are_no_content() -> None:
    assert content_words("Don't we've the 10,000 of 5k don’t") == []


@pytest.mark.parametrize(
    "question",
    ["How long can a reel be?", "Can you translate this?", "Who is on holiday?", "When is the meeting?", "how do i upload a gif",
     "what's the best lens", "which app edits video", "did we post yesterday", "may i use this song"],
)  # fmt: skip
def test_facts_errands_and_tools_are_told_by_their_form(question: str) -> None:
    assert advice_share(question) == 0


@pytest.mark.parametrize(
    "question",
    ["Should we reply to everyone?", "why is nobody answering us", "How do we get leads?", "Who should we answer first?",
     "Is it bad to post daily?", "nobody likes our posts", "The clip flopped. Did we do it wrong?"],
)  # fmt: skip
def test_a_wish_for_advice_is_told_by_its_form(question: str) -> None:
    assert advice_share(question) == 1


def test_a_faulty_line_of_synonyms_is_named_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "synonyms.txt"
    path.write_text("# words\nfollowers, fans\nlonely\nelsewhere food: rice\n", encoding="utf-8")
    with pytest.raises(GuidanceError, match=r"synonyms\.txt line 3: 'lonely' names one term"):
        read_synonyms(path)


def test_synonyms_that_are_not_there_are_none(tmp_path: Path) -> None:
    assert read_synonyms(tmp_path / "none.txt").terms == ()
