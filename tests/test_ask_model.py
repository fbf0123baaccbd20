"""A question with a language model set: what is written, what stands in when it fails, and what its buttons do."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.actions import actions
from bot.app import refusal
from bot.coach.answers import evidence
from bot.coach.answers.ask import answer_reply, prompt_reply
from bot.coach.answers.kept_answers import KEPT_DAYS, kept_answer, purge
from bot.coach.answers.threads import earlier_turns, listens
from bot.coach.ports import Written
from bot.errors import (
    BudgetSpent,
    CoachError,
    EmptyAnswer,
    ModelBusy,
    ModelNotSet,
    ModelRefused,
    ModelTooSlow,
    ModelUnreachable,
    StoreError,
    UsageError,
)
from bot.model.answers import Answer, Source
from bot.model.card import plain
from bot.model.card_text import card_from_text, plain_card
from bot.model.command import Asker, Reply
from bot.model.measured import Measured, Piece, Reading, Span
from bot.model.times import from_text
from tests.conftest import ROOT
from tests.fakes.authors import FakeAuthor
from tests.world import NOW, World, comment, lead, post, reading

ADA = Asker("u1", "Ada", "bakery", "UTC")
BEN = Asker("u2", "Ben", "bakery", "UTC")
SOURCE = Source("leads-not-virality", "Aim for leads", "When the boss asks", "A made-up text", "000", "2024-07-30", "Count leads.")
OTHER = replace(SOURCE, id="talk", title="Talk to people", section="", date=None, passage="Talk.")
STRONG = Answer("strong", "guidance", "Count the leads a post brings. [1]\nTalk to people. [2]", (SOURCE, OTHER))
WEEK = Span("2026-02-25T09:30:00Z", NOW, "last 7 days")
READ = Reading(WEEK, 2, NOW, (Measured("leads", 3, "count"), Measured("leads", 1, "count", {"kind": "sale"})),
               (Piece("comment", "how much is *it*?", "c1", "https://x.example/c1"),), "two feeds", "leads")
TEXT = ("Aim for leads [1]. Views come second.\n\nFrom the guidance\nCount what a post brings [1].\n\n"
        "From your data\nYou got 3 leads in the last 7 days.\n\nNext step: Add a tagged link to the next two posts.")
WRITTEN = Written(TEXT, (SOURCE,), (SOURCE, OTHER), (READ,))


class Adviser:
    """Gives one answer; remembers what it was asked."""

    def __init__(self, given: Answer = STRONG) -> None:
        self.given, self.asked = given, list[tuple[str, str | None]]()

    def answer(self, question: str, previous: str | None = None) -> Answer:
        self.asked.append((question, previous))
        return self.given


@pytest.fixture
def author() -> FakeAuthor:
    """An author that writes the text above."""
    return FakeAuthor(WRITTEN)


@pytest.fixture
def adviser() -> Adviser:
    """An adviser with one strong answer."""
    return Adviser()


@pytest.fixture
def written(world: World, author: FakeAuthor, adviser: Adviser) -> World:
    """A world on each engine whose desk has both."""
    return World(replace(world.desk, author_of=lambda: author, adviser_of=lambda: adviser, refusal_of=refusal))


def ask(world: World, question: str = "must a post go viral?", **more: Any) -> Reply:
    return answer_reply(world.desk, question, asker=more.pop("asker", ADA), **more)


def press(world: World, action: str, subject: str, asker: Asker = ADA, **values: Any) -> Reply:
    return actions()[action].run(world.desk, asker, subject, **values)


def words_of(reply: Reply) -> str:
    return plain_card(reply.card)


def labels(reply: Reply) -> list[str]:
    return [button.label for button in reply.card.buttons]


def test_the_card_says_the_answer_first_then_guidance_data_and_next_step_and_who_wrote_it(written: World) -> None:
    assert words_of(ask(written)).split("\n") == [
        "Aim for leads [1]. Views come second.", "From the guidance", "Count what a post brings [1].",
        "[1] Aim for leads, When the boss asks. A made-up text, 2024-07-30", "From your data", "You got 3 leads in the last 7 days.",
        "Leads: last 7 days, 2 in all, data as of Wed 4 Mar 09:30.", "Next step: Add a tagged link to the next two posts.",
        "Written by AI from these sources.",
    ]


def test_what_was_watched_is_not_in_the_rest_of_the_card(written: World) -> None:
    rest = ask(written).rest
    assert rest is not None
    words = plain_card(rest)
    assert "Views come second" not in words
    assert "Add a tagged link" not in words
    assert "[1] Aim for leads" in words
    assert "Written by AI from these sources." in words
    assert [each.label for each in rest.buttons] == labels(ask(written))


def test_each_sentence_is_shown_to_whoever_watches(written: World) -> None:
    seen: list[str] = []
    answer_reply(replace(written.desk, show=seen.append), "why?", asker=ADA)
    assert seen == [TEXT]


def test_the_document_says_by_whom_and_from_what(written: World) -> None:
    said = ask(written).document
    assert (said["tier"], said["by"], [each["id"] for each in said["sources"]]) == ("strong", "model", ["leads-not-virality"])
    assert [(each["name"], each["value"], each["n"], each["as_of"]) for each in said["facts"]] == [("leads", 3, 2, NOW), ("leads", 1, 2, NOW)]
    assert said["facts"][0]["window"] == {"from": WEEK.since, "to": WEEK.until}


def test_an_answer_that_cites_nothing_is_never_strong(written: World, author: FakeAuthor) -> None:
    author.written = Written("You got 3 leads in the last 7 days.", (), (SOURCE,), (READ,))
    assert ask(written).document["tier"] == "weak"


def test_the_models_words_are_never_markup(written: World, author: FakeAuthor) -> None:
    author.written = Written("Use **{x}** and __y__.\nNext step: {step} **b**", (SOURCE,), (SOURCE,))
    assert "Use **{x}** and __y__." in words_of(ask(written))
    assert "Next step: {step} **b**" in words_of(ask(written))


def test_the_author_gets_the_passages_the_figures_at_hand_and_the_askers_rights(written: World, author: FakeAuthor) -> None:
    written.tell(post(), reading(reach=1000), lead("l1", post_id="p1"))
    ask(written, "how do we get more leads?", earlier=("Asked: x",))
    question = author.asked[0]
    assert (question.passages, question.earlier, question.day, question.zone) == (STRONG.sources, ("Asked: x",), "2026-03-04", "UTC")
    assert question.team.asker == ADA
    assert [each.metric for each in question.beside[0].figures][:2] == ["leads", "lead yield"]


def test_a_question_without_guidance_never_reaches_the_model(written: World, author: FakeAuthor, adviser: Adviser) -> None:
    adviser.given = Answer("none", "guidance", "I have no guidance on that.", ())
    assert ask(written, "what is rye?").document["tier"] == "none"
    assert author.asked == []


@pytest.mark.parametrize("question", ["should we buy followers", "is it legal to repost photos", "can staff leave reviews", "should we fire our intern"])
def test_a_question_out_of_scope_gets_one_line_and_the_principle_and_never_reaches_the_model(
    written: World, author: FakeAuthor, adviser: Adviser, question: str,
) -> None:
    reply = ask(written, question)
    assert plain(reply.card.title).startswith("No: ")
    assert reply.document["out_of_scope"]
    assert reply.document["tier"] == "none"
    assert (author.asked, adviser.asked) == ([], [])


@pytest.mark.parametrize(("error", "again"), [
    (EmptyAnswer("The model's server sent an empty answer."), True), (ModelTooSlow("The model took longer than 60 seconds."), True),
    (ModelUnreachable("The model's server could not be reached."), True), (ModelBusy("The model's server has no room."), True),
    (ModelRefused("The model's server refused the key (401)."), False), (ModelNotSet("The environment variable 'X' is empty."), False),
    (BudgetSpent("Today's allowance for the model is used up."), False), (StoreError("The store is in use."), True),
])
def test_when_the_model_fails_the_quoted_answer_stands_in_and_says_why(written: World, author: FakeAuthor, error: CoachError, again: bool) -> None:
    author.fails = error
    reply = ask(written)
    assert words_of(reply).startswith("Count the leads a post brings. [1]")
    assert f"Quoted, not written: {error}" in words_of(reply)
    assert words_of(reply).endswith("Quoted from the guidance, no AI used.")
    assert ("Try again" in labels(reply)) is again
    assert (reply.document["by"], reply.document["notice"], reply.rest) == ("guidance", str(error), None)


@pytest.mark.parametrize("text", ["", "  ", "Nice."])
def test_when_too_little_was_borne_out_the_quoted_answer_stands_in(written: World, author: FakeAuthor, text: str) -> None:
    author.written = Written(text, is_hollow=True)
    reply = ask(written)
    assert "too little of what the model wrote was borne out" in words_of(reply)
    assert (reply.document["by"], "Try again" in labels(reply), reply.rest) == ("guidance", True, None)


def test_an_answer_that_broke_off_keeps_what_was_shown_and_says_why(written: World, author: FakeAuthor) -> None:
    author.written = replace(WRITTEN, failure="The model's answer broke off on its way.")
    reply = ask(written)
    assert words_of(reply).startswith("Aim for leads [1].")
    assert "The answer ends here: The model's answer broke off on its way." in words_of(reply)
    assert "Try again" in labels(reply)


def test_try_again_asks_the_same_question_in_the_same_way(written: World, author: FakeAuthor, adviser: Adviser) -> None:
    author.fails = EmptyAnswer("nothing")
    first = ask(written, "and on instagram?", previous="how do we handle trolls")
    author.fails = None
    again = press(written, "try-again", first.document["answer_id"])
    assert again.document["by"] == "model"
    assert adviser.asked[-1] == ("and on instagram?", "how do we handle trolls")


def test_every_button_of_an_answer_fits_every_front_and_finds_its_action(written: World) -> None:
    for button in ask(written, "why? " * 300).card.buttons:
        assert len(button.key) <= 100
        assert button.action in actions()


def test_the_evidence_shows_passages_and_what_was_read_to_the_asker_alone(written: World) -> None:
    answer_id = ask(written).document["answer_id"]
    shown = press(written, "show-evidence", answer_id)
    words = plain_card(shown.card)
    for said in ("2 passages, 1 look at your data", "“Count leads.” (Aim for leads, A made-up text)", "Talk to people, A made-up text, not named in the answer",
                 "Leads: last 7 days, 2 in all, data as of Wed 4 Mar 09:30", "leads: 3; leads (kind sale): 1", "“how much is *it*?”", "two feeds"):
        assert said in words, said
    with pytest.raises(UsageError, match="Only the one who asked"):
        press(written, "show-evidence", answer_id, BEN)


def test_the_evidence_of_a_quoted_answer_is_its_passages(written: World, author: FakeAuthor) -> None:
    author.fails = EmptyAnswer("nothing")
    shown = press(written, "show-evidence", ask(written).document["answer_id"])
    assert "2 passages, 0 looks at your data" in plain_card(shown.card)


def test_answers_are_forgotten_after_some_days(written: World) -> None:
    answer_id = ask(written).document["answer_id"]
    purge(written.desk.at(lambda: from_text(NOW) + timedelta(days=KEPT_DAYS)))
    assert kept_answer(written.desk, answer_id).question == "must a post go viral?"
    purge(written.desk.at(lambda: from_text(NOW) + timedelta(days=KEPT_DAYS, seconds=1)))
    for action in ("show-evidence", "try-again", "share-answer", "helpful"):
        with pytest.raises(UsageError, match="not kept any more"):
            press(written, action, answer_id)


def test_another_teams_answer_is_not_known(written: World, store: Any) -> None:
    answer_id = ask(written).document["answer_id"]
    assert store.team("other").one("kept_answer", answer_id=answer_id) is None


def test_an_answer_becomes_a_commitment_with_its_next_step_filled_in(written: World) -> None:
    answer_id = ask(written).document["answer_id"]
    prefill = actions()["commit-answer"].prefill
    assert prefill is not None
    assert prefill(written.desk, answer_id) == {"what": "Add a tagged link to the next two posts.", "due": "Fri 6 Mar 15:00"}
    made = press(written, "commit-answer", answer_id, what="Add a tagged link to the next two posts.", due="Fri 6 Mar 15:00")
    assert (made.document["what"], made.document["due_at"]) == ("Add a tagged link to the next two posts.", "2026-03-06T15:00:00Z")


def test_a_commitment_to_answer_those_who_wait_is_checked_by_the_data(written: World, author: FakeAuthor) -> None:
    author.fails = EmptyAnswer("nothing")
    written.tell(post(), comment("c1"), comment("c2"))
    answer_id = ask(written, "should we answer every comment?").document["answer_id"]
    made = press(written, "commit-answer", answer_id)
    assert (made.document["what"], made.document["measured_by"], made.document["progress"]["of"]) == ("Answer the 2 comments that wait", "answers", 2)


def test_a_shared_answer_goes_to_its_channel_once_with_its_question_and_counts_in_no_cap(written: World) -> None:
    answer_id = ask(written).document["answer_id"]
    assert "goes to the channel" in plain(press(written, "share-answer", answer_id).card.title)
    assert "already" in plain(press(written, "share-answer", answer_id).card.title)
    rows = written.desk.records.rows("outbox")
    assert [(row["channel"], row["platform"], row["operation"], row["card_id"]) for row in rows] == [("bakery", "terminal", "note", None)]
    card = card_from_text(rows[0]["card"])
    assert "“must a post go viral?” (Ada)" in plain_card(card)
    assert [button.label for button in card.buttons] == ["Helpful", "Not helpful"]
    assert written.desk.records.rows("cards_said") == []


def test_only_the_asker_shares_and_keeping_private_changes_nothing(written: World) -> None:
    answer_id = ask(written).document["answer_id"]
    with pytest.raises(UsageError, match="Only the one who asked"):
        press(written, "share-answer", answer_id, BEN)
    assert "stays with you" in plain(press(written, "keep-private", answer_id).card.title)
    assert written.desk.records.rows("outbox") == []
    press(written, "share-answer", answer_id)
    assert "shared this answer before" in plain(press(written, "keep-private", answer_id).card.title)


def test_a_rating_counts_for_the_piece_that_the_answer_rests_on_most(written: World, author: FakeAuthor) -> None:
    answer_id = ask(written).document["answer_id"]
    press(written, "not-helpful", answer_id, BEN, why="bad source")
    author.written = replace(WRITTEN, sources=(OTHER,))
    press(written, "helpful", ask(written).document["answer_id"])
    assert {(row["piece"], row["helpful"], row["not_helpful"]) for row in written.desk.records.rows("answer_ratings")} == {
        ("leads-not-virality", 0, 1), ("talk", 1, 0)}


def test_ask_on_reads_the_next_question_with_the_answer_before_it(written: World, author: FakeAuthor, adviser: Adviser) -> None:
    answer_id = ask(written, "how do we handle trolls").document["answer_id"]
    press(written, "ask-on", answer_id, question="and on instagram?")
    assert adviser.asked[-1] == ("and on instagram?", "how do we handle trolls")
    assert author.asked[-1].earlier[0].startswith("Asked: how do we handle trolls\nAnswered: Aim for leads [1].")


def test_ask_on_under_an_older_card_still_works(written: World, adviser: Adviser) -> None:
    press(written, "ask-on", "how do we handle trolls", question="and on instagram?")
    assert adviser.asked[-1] == ("and on instagram?", "how do we handle trolls")
    press(written, "ask-on", "1kjw2xje0y99k7hmywyq", question="and on instagram?")
    assert adviser.asked[-1][1] is None


def test_a_question_in_a_thread_goes_on_from_the_turns_before_and_is_listened_to(written: World, author: FakeAuthor, adviser: Adviser) -> None:
    here = replace(ADA, thread="t1")
    ask(written, "how do we handle trolls", asker=here)
    reply = ask(written, "and on instagram?", asker=here)
    assert adviser.asked[-1] == ("and on instagram?", "how do we handle trolls")
    assert author.asked[-1].earlier == (f"Asked: how do we handle trolls\nAnswered: {' '.join(TEXT.split())}",)
    assert (listens(written.desk, here), len(earlier_turns(written.desk, here))) == (True, 2)
    stopped = press(written, "stop-following", reply.document["answer_id"])
    assert ("stop listening" in plain(stopped.card.title), listens(written.desk, here)) == (True, False)


def test_outside_a_thread_nothing_is_followed(written: World) -> None:
    assert "Stop following" not in labels(ask(written))
    assert not listens(written.desk, ADA)


def test_where_no_button_can_be_pressed_nothing_is_kept(written: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_self: object) -> Any:
        raise AssertionError("this was written")

    monkeypatch.setattr(type(written.desk.records), "write", never)
    reply = ask(written, asker=replace(ADA, presses=False))
    assert (reply.card.buttons, reply.rest and reply.rest.buttons, reply.document["answer_id"]) == ((), (), "")


def test_an_answer_never_fails_because_it_cannot_be_kept(written: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(_self: object) -> Any:
        raise StoreError("The store is in use by another process.")

    monkeypatch.setattr(type(written.desk.records), "write", busy)
    reply = ask(written)
    assert (labels(reply), reply.document["answer_id"]) == (["Ask on"], "")
    assert words_of(reply).startswith("Aim for leads")


def test_the_prompt_is_shown_and_nothing_is_written(written: World, author: FakeAuthor) -> None:
    reply = prompt_reply(written.desk, ADA, "must a post go viral?")
    assert "This would be sent to made-up at 127.0.0.1; nothing was sent" in words_of(reply)
    assert reply.document["request"] == {"model": "made-up"}
    assert author.asked[0].words == "must a post go viral?"


def test_the_prompt_of_a_question_that_never_reaches_a_model_says_so(written: World, adviser: Adviser) -> None:
    assert "none for the coach" in words_of(prompt_reply(written.desk, ADA, "should we buy followers"))
    adviser.given = Answer("none", "guidance", "I have no guidance on that.", ())
    assert "the guidance has nothing on that" in words_of(prompt_reply(written.desk, ADA, "what is rye?"))
    assert "no language model is set" in words_of(prompt_reply(replace(written.desk, author_of=lambda: None), ADA, "why?"))


def test_evidence_of_any_size_stays_small(world_at: Callable[[str], World]) -> None:
    many = Reading(WEEK, 400, NOW, tuple(Measured(f"m{n}", n, "count") for n in range(400)), tuple(Piece("post", "x" * 900) for _ in range(40)))
    long = replace(SOURCE, passage="word " * 5000)
    assert len(str(evidence.document((long,) * 4, (), (many,) * 8))) < 60_000


def test_asking_without_a_model_loads_none_of_its_libraries(tmp_path: Any) -> None:
    told = ("import sys; from bot.cli import main; main(['ask', 'should we answer every comment?', '--store', 'sqlite:///x.db']);"
            "print(sorted(set(sys.modules) & {'openai', 'pydantic', 'httpx2', 'asyncio', 'bot.llm.author', 'bot.llm.client'}))")
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)})
    assert done.stdout.strip().splitlines()[-1] == "[]"
