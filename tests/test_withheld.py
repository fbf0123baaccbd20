"""How many of the model's sentences were held back, and why: counted, said in the footer, reported by the evaluation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.app import adviser
from bot.coach.answers.answer_card import Shown, withheld_words
from bot.coach.answers.ask import answer_reply
from bot.coach.answers.authoring import question_for
from bot.coach.ports import Written
from bot.llm.evidence import Evidence, Fact
from bot.llm.grounding import check
from bot.model.answers import Answer, Source
from bot.model.card import plain
from bot.model.command import Asker
from bot.model.measured import Measured
from tests.fakes.authors import FakeAuthor, author
from tests.fakes.model_team import ScriptedSpeaker
from tests.world import World, comment, lead, post, reading

ADA = Asker("u1", "Ada", "bakery", "UTC")
QUESTION = "Do our posts have to go viral?"
TRUE = "Viral is fine when leads or sales come with it [2]. You got 2 leads in the last 28 days. "
SOURCE = Source("a", "A", "", "A made-up text", None, None, "Count leads.")


@pytest.fixture
def told(world: World) -> World:
    """A team with a post and two leads, and the real guidance."""
    world.tell(post("p1", text="Seeded rye"), reading(reach=2000), lead("l1", post_id="p1"), lead("l2"), comment("c1"))
    guidance = adviser(world.desk.settings)
    return World(replace(world.desk, adviser_of=lambda: guidance))


@pytest.mark.parametrize(("lies", "withheld", "invented", "footer"), [
    ("", 0, 0, "Written by AI from these sources."),
    ("You have 40 unanswered comments.", 1, 1, "Written by AI from these sources. 1 sentence withheld: its figure stands in no source."),
    ("You have 40 unanswered comments. You got 17 bookings.", 2, 2,
     "Written by AI from these sources. 2 sentences withheld: their figures stand in no source."),
    ("Bananas are yellow and sweet [1].", 1, 0, "Written by AI from these sources. 1 sentence withheld: no source bears it out."),
    ("Bananas are yellow [1]. You have 40 unanswered comments.", 2, 1,
     "Written by AI from these sources. 2 sentences withheld, 1 of them for figures that stand in no source."),
])
def test_the_footer_says_plainly_what_was_withheld(told: World, lies: str, withheld: int, invented: int, footer: str) -> None:
    with author(speaker=ScriptedSpeaker(lambda _turn: TRUE + TRUE + lies)) as it:
        written = it.write(question_for(told.desk, ADA, QUESTION, told.desk.adviser.answer(QUESTION)), lambda _piece: None)
        reply = answer_reply(replace(told.desk, author_of=lambda: it), QUESTION, asker=ADA)
    assert (written.withheld, written.invented) == (withheld, invented)
    assert plain(reply.card.footer) == footer  # type: ignore[arg-type]
    assert reply.rest is not None
    assert plain(reply.rest.footer) == footer  # type: ignore[arg-type]
    assert reply.document["withheld"] == withheld


def test_what_broke_off_is_no_sentence_that_was_withheld(told: World) -> None:
    from bot.errors import CutAnswer

    speaker = ScriptedSpeaker(lambda _turn: f"{TRUE}And then you", fails=CutAnswer("The model's answer broke off on its way."))
    with author(speaker=speaker) as it:
        written = it.write(question_for(told.desk, ADA, QUESTION, told.desk.adviser.answer(QUESTION)), lambda _piece: None)
    assert (written.withheld, written.failure) == (0, "The model's answer broke off on its way.")


def test_a_shared_answer_says_it_too(told: World) -> None:
    fake = FakeAuthor(Written("Count leads [1].", (SOURCE,), (SOURCE,), withheld=2, invented=2))
    reply = answer_reply(replace(told.desk, author_of=lambda: fake), QUESTION, asker=ADA)
    from bot.coach.answers.kept_answers import kept_answer

    assert "2 sentences withheld" in plain(kept_answer(told.desk, reply.document["answer_id"]).card.footer)  # type: ignore[arg-type]


def test_a_quoted_answer_speaks_of_no_sentences(told: World) -> None:
    assert withheld_words(Shown(Answer("weak", "guidance", "", ()), "why?", "UTC")) == ""
    assert answer_reply(told.desk, QUESTION, asker=ADA).document["withheld"] == 0


@pytest.mark.parametrize(("sentence", "of_figures"), [
    ("You got 24 leads.", True), ("You got 23 leads and a third of them were sales.", True), ("Bananas are sweet [1].", False), ("Count leads [7].", False),
])
def test_a_verdict_says_whether_it_is_for_a_figure(sentence: str, of_figures: bool) -> None:
    verdict = check(sentence, Evidence((Fact.of(Measured("leads", 23, "count"), None),), (SOURCE,)))
    assert (verdict.ok, verdict.of_figures) == (False, of_figures)
