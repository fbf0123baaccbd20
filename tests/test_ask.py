"""A question's answer: its document, its card, the team's own figures apart. The guidance itself is played by a fake."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from bot.actions import actions
from bot.coach.answers.ask import answer_reply
from bot.coach.own_guidance.owner_note import note_card
from bot.errors import UsageError
from bot.model.answers import Answer, Source
from bot.model.card import plain
from bot.model.card_text import plain_card
from bot.model.command import Asker
from tests.conftest import ROOT
from tests.world import World, comment, lead, post, reading

ASKER = Asker("u1", "Ann", "terminal", "UTC")
SOURCE = Source("leads-not-virality", "Aim for leads", "When the boss asks", "A made-up text", "000", "2024-07-30", "Count leads.")
STRONG = Answer("strong", "guidance", "Count the leads a post brings. Views come second. [1]\nTalk to people. [2]",
                (SOURCE, replace(SOURCE, id="talk-to-people", title="Talk to people", section="", date=None, origin="team")))
NONE = Answer("none", "guidance", "I have no guidance on that.\nI do have guidance on these: How do we handle trolls?", ())


@dataclass
class FakeAdviser:
    """Gives one answer and remembers what it was asked."""

    given: Answer
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def answer(self, question: str, previous: str | None = None) -> Answer:
        """Answer with what it was given."""
        self.asked.append((question, previous))
        return self.given


@pytest.fixture
def adviser() -> FakeAdviser:
    """An adviser that knows one strong answer."""
    return FakeAdviser(STRONG)


@pytest.fixture
def advised(small_world: World, adviser: FakeAdviser) -> World:
    """A world whose desk asks that adviser."""
    return World(replace(small_world.desk, adviser_of=lambda: adviser))


def test_the_document_has_the_shape_that_scripts_rely_on(advised: World) -> None:
    said = answer_reply(advised.desk, "must a post go viral?").document
    assert set(said) >= {"tier", "by", "answer", "sources", "facts"}
    assert set(said["sources"][0]) >= {"id", "title", "section", "source", "source_id", "date", "passage"}
    json.dumps(said)


def test_the_card_says_the_answer_first_and_no_word_of_it_twice(advised: World) -> None:
    words = plain_card(answer_reply(advised.desk, "must a post go viral?").card)
    assert words.startswith("Count the leads a post brings.")
    assert words.count("Views come second") == 1


def test_every_source_stands_with_title_section_and_date_in_the_order_of_its_number(advised: World) -> None:
    words = plain_card(answer_reply(advised.desk, "must a post go viral?").card)
    assert "[1] Aim for leads, When the boss asks. A made-up text, 2024-07-30" in words
    assert "[2] Talk to people. Your own guidance" in words


def test_the_card_says_whether_ai_was_used(advised: World, adviser: FakeAdviser) -> None:
    assert plain(answer_reply(advised.desk, "why?").card.footer) == "Quoted from the guidance, no AI used."  # type: ignore[arg-type]
    adviser.given = replace(STRONG, by="model")
    assert plain(answer_reply(advised.desk, "why?").card.footer) == "Written by AI from these sources."  # type: ignore[arg-type]


def test_own_figures_that_belong_to_the_question_stand_apart_with_window_n_and_as_of(advised: World) -> None:
    advised.tell(post(), reading(reach=1000), lead("l1", post_id="p1"), comment("c1"))
    facts = answer_reply(advised.desk, "must a post go viral to bring leads?").document["facts"]
    assert 1 <= len(facts) <= 3
    for fact in facts:
        assert {"name", "value", "window", "n", "as_of"} <= set(fact)
    assert {fact["name"] for fact in facts} >= {"leads", "lead yield"}
    assert "From your data" in plain_card(answer_reply(advised.desk, "more leads?").card)


def test_a_question_about_comments_gets_the_figures_of_comments(advised: World) -> None:
    advised.tell(post(), comment("c1"), comment("c2"))
    reply = answer_reply(advised.desk, "should we answer every comment?")
    assert [fact["name"] for fact in reply.document["facts"]] == ["answered share", "comments waiting", "conversations"]
    assert "take those who wait first (2 comments)" in plain_card(reply.card)


@pytest.mark.parametrize("question", ["what is our brand voice", "must a post go viral"])
def test_no_figure_is_shown_where_none_belongs_or_none_is_known(advised: World, question: str) -> None:
    assert answer_reply(advised.desk, question).document["facts"] == []


def test_the_message_before_goes_to_the_guidance_with_the_question(advised: World, adviser: FakeAdviser) -> None:
    actions()["ask-on"].run(advised.desk, ASKER, "how do we handle trolls", "and on instagram?")
    assert adviser.asked == [("and on instagram?", "how do we handle trolls")]


def test_the_guidances_words_are_never_markup(advised: World, adviser: FakeAdviser) -> None:
    adviser.given = replace(STRONG, answer="Use **{x}** and __y__ [1]")
    assert plain_card(answer_reply(advised.desk, "why?").card).startswith("Use **{x}** and __y__ [1]")


def test_a_refusal_claims_nothing_and_offers_to_add_guidance(advised: World, adviser: FakeAdviser) -> None:
    adviser.given = NONE
    reply = answer_reply(advised.desk, "how do I bake bread: quickly?")
    assert reply.document["sources"] == []
    assert reply.document["facts"] == []
    assert [button.key for button in reply.card.buttons] == ["add-guidance:how do I bake bread quickly?:1"]
    assert actions()["add-guidance"].prefill(advised.desk, "how do I bake bread quickly?") == {"title": "how do I bake bread: quickly?"}  # type: ignore[misc]


def test_refused_questions_collect_for_the_owner_of_the_guidance_without_a_name(advised: World, adviser: FakeAdviser) -> None:
    assert note_card(advised.desk, advised.desk.now) is None
    adviser.given = NONE
    for question in ("how do I bake bread", "how do I bake bread", "what is rye"):
        answer_reply(advised.desk, question)
    card = note_card(advised.desk, advised.desk.now)
    assert card is not None
    assert plain(card.title) == "2 questions had no answer in the guidance this week"
    assert "Asked 2 times\n“how do I bake bread”" in plain_card(card)


def test_an_answer_never_fails_because_the_store_is_busy(advised: World, adviser: FakeAdviser, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.errors import StoreError

    def busy(_records: object) -> None:
        raise StoreError("The store is in use by another process.")

    adviser.given = NONE
    monkeypatch.setattr(type(advised.desk.records), "write", busy)
    assert answer_reply(advised.desk, "what is rye").document["tier"] == "none"


@pytest.mark.parametrize("question", ["", "  ", "?!"])
def test_a_question_needs_words(advised: World, question: str) -> None:
    with pytest.raises(UsageError, match="What is the question"):
        answer_reply(advised.desk, question)


def test_a_long_question_travels_with_its_button_in_a_form_that_every_front_takes(advised: World) -> None:
    for button in answer_reply(advised.desk, "why? " * 300).card.buttons:
        assert len(button.key) <= 100


def test_helpful_counts_once_for_a_person_and_can_be_changed(world: World) -> None:
    helpful, not_helpful = actions()["helpful"], actions()["not-helpful"]
    assert "kept" in plain(helpful.run(world.desk, ASKER, "talk-to-people").card.title)
    assert "nothing was changed" in plain(helpful.run(world.desk, ASKER, "talk-to-people").card.title)
    not_helpful.run(world.desk, ASKER, "talk-to-people", "too vague")
    assert world.desk.records.rows("answer_ratings") == [{"piece": "talk-to-people", "helpful": 0, "not_helpful": 1}]


def test_not_helpful_wants_one_of_its_reasons(small_world: World) -> None:
    with pytest.raises(UsageError, match="bad source"):
        actions()["not-helpful"].run(small_world.desk, ASKER, "talk-to-people", "meh")


def test_the_week_of_refused_questions_ends(world_at: Callable[[str], World]) -> None:
    adviser = FakeAdviser(NONE)
    world = world_at("2026-03-04T09:30:00Z")
    desk = replace(world.desk, adviser_of=lambda: adviser)
    answer_reply(desk, "what is rye")
    assert note_card(desk, "2026-03-20T09:30:00Z") is None


def test_ask_starts_without_a_slow_library() -> None:
    told = "import sys, bot.coach.answers.ask; print(sorted(set(sys.modules) & {'pydantic', 'rich', 'apscheduler', 'psycopg', 'sqlite_utils'}))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
