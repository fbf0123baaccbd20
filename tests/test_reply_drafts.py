"""Drafts for a reply: two at most, with their gaps marked, from the team's own documents, checked, and never sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.actions import actions
from bot.coach.drafts.reply_checks import LONGEST, Answered, fault_in
from bot.coach.drafts.reply_sources import own_sources, quoted_for
from bot.coach.drafts.skeletons import FOLDER, read_skeleton, skeleton
from bot.commands import commands
from bot.errors import ConfigError, ModelUnreachable, UsageError
from bot.model.answers import Answer, Source
from bot.model.card import Card, Quote, plain
from bot.model.card_text import plain_card
from bot.model.command import Asker, Reply
from bot.triage.classify import LABELS
from bot.triage.tongues import language_of
from tests.three_fronts import FRONTS, labels, words_on
from tests.world import World, comment, post

ANN = Asker("u1", "Ann", "terminal", "UTC")
PRICES = Source("team/prices", "Price list", "Bread", "Price list", None, None,
                "The rye loaf is 4.20 euro, see https://bakery.example/rye. Cakes are made to order.", "team")
SHIPPED = Source("answer-comments", "Answer comments", "", "A text", "001", None, "Answer every question.", "ours")
VOICE = Source("team/voice", "Voice", "", "Voice", None, None, 'Our tone is warm. Never write "cheap".', "team")
TEXTS = {
    "buying signal": "how much is the rye loaf?", "complaint": "My loaf was stale and nobody answers",
    "question": "are you open on sunday?", "thanks": "Lovely, thank you", "hostile": "You are all idiots",
    "spam": "Earn 5000 a week, link in my profile", "other": "@anna look",
}


@dataclass
class Documents:
    """Guidance that answers each question from a table, and remembers what it was asked."""

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def answer(self, question: str, previous: str | None = None) -> Answer:
        assert previous is None
        self.asked.append(question)
        found = (answer for words, answer in self.answers.items() if words in question)
        return next(found, Answer("none", "guidance", "I have no guidance on that.", ()))


@dataclass
class Writer:
    """A drafter that offers the same drafts for everything, and remembers what it was given."""

    drafts: tuple[str, ...] = ()
    error: Exception | None = None
    given: list[tuple[str, str, tuple[Source, ...], str]] = field(default_factory=list)

    def draft(self, words: str, label: str, sources: Any, tone: str) -> tuple[str, ...]:
        self.given.append((words, label, tuple(sources), tone))
        if self.error:
            raise self.error
        return self.drafts


def strong(*sources: Source) -> Answer:
    return Answer("strong", "guidance", "Quoted.", sources)


@pytest.fixture
def labelled(world: World) -> World:
    """One comment of each class under one post, its id that of its class."""
    world.tell(post(text="Fresh rye every morning"), *(
        comment(label, text, created_at="2026-03-04T08:00:00Z") for label, text in TEXTS.items()))
    with world.desk.records.write() as writer:
        for label in TEXTS:
            writer.run("label_comment", network="instagram", comment_id=label, label=label)
    return with_documents(world, Documents())


def with_documents(world: World, documents: Documents) -> World:
    return World(replace(world.desk, adviser_of=lambda: documents, language_of=language_of))


def with_writer(world: World, writer: Writer, *sources: Source) -> World:
    documents = Documents({"tone of voice": strong(VOICE), **({"rye": strong(*sources)} if sources else {})})
    return World(replace(with_documents(world, documents).desk, drafter=writer))


def draft(world: World, comment_id: str, **values: Any) -> Reply:
    return commands()["comments draft"].run(world.desk, ANN, comment_id=comment_id, **values)


def quotes(card: Card) -> list[str]:
    return [part.words for part in card.parts if isinstance(part, Quote)]


@pytest.mark.parametrize("label", ["buying signal", "complaint", "question", "thanks"])
def test_what_can_be_answered_gets_two_drafts_with_their_gaps_in_brackets(labelled: World, label: str) -> None:
    reply = draft(labelled, label)
    assert len(reply.document["drafts"]) == 2
    assert quotes(reply.card) == [TEXTS[label], *reply.document["drafts"]]
    assert all("[" in each and "{" not in each for each in reply.document["drafts"])


@pytest.mark.parametrize("label", ["hostile", "spam", "other"])
def test_what_deserves_no_answer_gets_none(labelled: World, label: str) -> None:
    reply = draft(labelled, label)
    assert (reply.document["drafts"], quotes(reply.card)) == ([], [TEXTS[label]])


def test_an_attack_gets_the_advice_not_to_argue(labelled: World) -> None:
    words = plain_card(draft(labelled, "hostile").card)
    assert words.startswith("Do not argue")
    assert "every reply shows the attack to more people" in words


@pytest.mark.parametrize("label", ["spam", "other"])
def test_spam_and_remarks_are_told_to_need_no_answer(labelled: World, label: str) -> None:
    assert plain(draft(labelled, label).card.title).startswith("No answer is needed")


@pytest.mark.parametrize("label", LABELS)
def test_nothing_is_sent_or_kept_by_a_draft(labelled: World, label: str) -> None:
    records = labelled.desk.records
    before = (records.rows("outbox"), records.rows("comments"))
    draft(labelled, label)
    assert (records.rows("outbox"), records.rows("comments")) == before


def test_a_complaints_drafts_thank_own_it_and_invite_to_a_private_channel(labelled: World) -> None:
    for words in draft(labelled, "complaint").document["drafts"]:
        assert "Thank you" in words
        assert "sorry" in words
        assert "in a direct message" in words


def test_where_no_private_reply_is_known_a_person_names_the_channel(world: World) -> None:
    told = with_documents(world, Documents())
    told.tell(comment("c1", TEXTS["complaint"], network="google"))
    for words in draft(told, "c1").document["drafts"]:
        assert "direct message" not in words
        assert "[through a private channel" in words


@pytest.mark.parametrize("label", LABELS)
def test_every_skeleton_passes_the_checks_that_a_model_has_to_pass(label: str) -> None:
    hints = dict.fromkeys(skeleton(label).hints, "something") | {"channel": "in a direct message"}
    for words in skeleton(label).filled(hints):
        assert fault_in(words, Answered("", label, ())) is None


@pytest.mark.parametrize("label", LABELS)
def test_the_words_of_every_skeleton_stay_calm(label: str) -> None:
    words = (FOLDER / f"{label.replace(' ', '-')}.md").read_text(encoding="utf-8")
    assert "!" not in words
    assert " just " not in words


@pytest.mark.parametrize(("words", "fault"), [
    ("Thank you. {what}", "line 1"), ("what: it\n---\nThank you", "advice"),
    ("advice: thank\n---\nSorry for {what}", "{what} is used"), ("advice: thank\n---\na\n---\nb\n---\nc", "3 drafts"),
])
def test_a_file_of_drafts_that_is_off_says_where(words: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        read_skeleton(words)


def test_a_class_without_its_file_is_named() -> None:
    with pytest.raises(ConfigError, match=r"no-such-class\.md: cannot be read"):
        skeleton("no such class")


def test_the_teams_own_passage_is_quoted_where_the_search_is_sure(labelled: World) -> None:
    told = with_documents(labelled, Documents({"rye": strong(PRICES, SHIPPED)}))
    words = plain_card(draft(told, "buying signal").card)
    assert "From your own Price list, Bread: “The rye loaf is 4.20 euro, see https://bakery.example/rye.”" in words
    assert "Answer every question" not in words


@pytest.mark.parametrize("answer", [
    Answer("weak", "guidance", "", (PRICES,)), Answer("none", "guidance", "", ()), strong(SHIPPED, PRICES), strong(SHIPPED),
    strong(replace(PRICES, passage="Cakes are made to order.", section="Cakes")),
], ids=["weak", "none", "ours first", "ours", "no word in common"])
def test_a_passage_that_may_not_speak_to_it_is_not_quoted(labelled: World, answer: Answer) -> None:
    assert own_sources(with_documents(labelled, Documents({"rye": answer})).desk, TEXTS["buying signal"]) == ()


@pytest.mark.parametrize("label", ["thanks", "hostile", "spam", "other"])
def test_what_asks_for_nothing_is_not_searched_for(labelled: World, label: str) -> None:
    documents = Documents()
    draft(with_documents(labelled, documents), label)
    assert documents.asked == []


def test_of_a_long_passage_the_sentences_about_it_are_quoted() -> None:
    assert quoted_for(PRICES, "do you make cakes?") == "Cakes are made to order."
    assert quoted_for(PRICES, "¿y el pan?").startswith("The rye loaf")


@pytest.mark.parametrize(("words", "language"), [
    ("¿Cuánto cuesta el pan y dónde lo puedo comprar?", "Spanish"), ("いくらですか？", "Japanese"), (TEXTS["question"], None),
])
def test_a_comment_in_another_language_says_to_answer_in_it(labelled: World, words: str, language: str | None) -> None:
    labelled.tell(comment("c1", words))
    reply = draft(labelled, "c1")
    assert reply.document["language"] == language
    assert ("Answer in their language" in plain_card(reply.card)) is (language is not None)


def test_what_is_answered_or_put_aside_already_says_so(labelled: World) -> None:
    commands()["comments answered"].run(labelled.desk, ANN, comment_id="question")
    commands()["comments not-needed"].run(labelled.desk, ANN, comment_id="complaint", why="answered elsewhere")
    assert "Careful: it counts as answered since Wed 4 Mar 09:30." in plain_card(draft(labelled, "question").card)
    assert "Careful: it was put aside: answered elsewhere." in plain_card(draft(labelled, "complaint").card)


def test_a_comment_that_is_not_there_is_named(labelled: World) -> None:
    with pytest.raises(UsageError, match="no comment 'nope'"):
        draft(labelled, "nope")


def test_a_drafter_is_given_the_comment_its_class_the_own_passages_and_the_tone(labelled: World) -> None:
    writer = Writer(("The rye loaf is 4.20 euro.",))
    reply = draft(with_writer(labelled, writer, PRICES, SHIPPED), "buying signal")
    assert writer.given == [(TEXTS["buying signal"], "buying signal", (PRICES,), VOICE.passage)]
    assert (reply.document["drafts"], reply.document["by"]) == (["The rye loaf is 4.20 euro."], "model")
    assert reply.card.footer
    assert plain(reply.card.footer).startswith("Written by AI, nothing was sent.")


def test_of_many_drafts_two_are_shown(labelled: World) -> None:
    writer = Writer(("One.", "Two.", "Two.", "Three."))
    assert draft(with_writer(labelled, writer), "question").document["drafts"] == ["One.", "Two."]


def test_a_drafter_is_never_asked_to_answer_an_attack(labelled: World) -> None:
    writer = Writer(("You are wrong, and here is why.",))
    assert draft(with_writer(labelled, writer), "hostile").document["drafts"] == []
    assert writer.given == []


@pytest.mark.parametrize(("label", "words", "why"), [
    ("complaint", "Sorry. Please send us your phone number here.", "it asks for private data in public"),
    ("complaint", "Sorry, what is your order number?", "it asks for private data in public"),
    ("complaint", "Lo sentimos, envíanos tu número de teléfono.", "it asks for private data in public"),
    ("complaint", "Sorry. You are wrong about that. Send us a DM.", "it argues"),
    ("complaint", "Thank you, we are sorry.", "it invites to no private channel"),
    ("buying signal", "Order at https://evil.example/now.", "its link https://evil.example/now. stands in none"),
    ("buying signal", "Ask @bakerboss about it.", "its name @bakerboss stands in none"),
    ("buying signal", "It costs 3.90 euro.", "its figure 3.90 stands in none"),
    ("buying signal", "It is cheap.", "it says “cheap”, which your own guidance asks to avoid"),
    ("question", "Yes. " * 200, "letters"), ("question", " ", "it says nothing"),
])
def test_a_draft_that_fails_its_check_gives_way_to_the_skeleton_with_the_reason(
    labelled: World, label: str, words: str, why: str
) -> None:
    reply = draft(with_writer(labelled, Writer((words,)), PRICES), label)
    assert reply.document["by"] == "skeleton"
    assert words.strip() not in reply.document["drafts"]
    assert f"drafts were left out: {reply.document['left_out'][0]}. These are skeletons instead." in plain_card(reply.card)
    assert why in reply.document["left_out"][0]


def test_one_bad_draft_leaves_the_good_one(labelled: World) -> None:
    writer = Writer(("It costs 3.90 euro.", "The rye loaf is 4.20 euro."))
    reply = draft(with_writer(labelled, writer, PRICES), "buying signal")
    assert (reply.document["drafts"], reply.document["by"]) == (["The rye loaf is 4.20 euro."], "model")
    assert "Another draft was left out" in plain_card(reply.card)


def test_a_link_of_the_comment_itself_is_no_source() -> None:
    answered = Answered("is this you? https://evil.example", "question", ())
    assert fault_in("Yes, see https://evil.example", answered) is not None


def test_a_figure_of_the_comment_may_be_repeated() -> None:
    assert fault_in("Yes, a table for 4 is free.", Answered("a table for 4?", "buying signal", ())) is None


def test_asking_for_it_in_private_is_what_a_complaints_draft_should_do() -> None:
    words = "Thank you, we are sorry. Please send us a direct message with your order number."
    assert fault_in(words, Answered("", "complaint", ())) is None


@pytest.mark.parametrize("writer", [Writer(error=ModelUnreachable("The model does not answer.")), Writer(())])
def test_a_drafter_that_gives_nothing_gives_way_to_the_skeleton(labelled: World, writer: Writer) -> None:
    reply = draft(with_writer(labelled, writer), "question")
    assert reply.document["by"] == "skeleton"
    assert "drafts were left out" in plain_card(reply.card)


@given(some.text(max_size=LONGEST + 50), some.sampled_from(LABELS))
def test_no_words_of_a_drafter_make_the_checks_fail(words: str, label: str) -> None:
    fault = fault_in(words, Answered(words, label, (PRICES,), ("cheap",)))
    assert fault is None or fault


@pytest.mark.parametrize("front", FRONTS)
@pytest.mark.parametrize("label", LABELS)
def test_every_front_shows_a_draft_whole(labelled: World, front: str, label: str) -> None:
    reply = draft(labelled, label)
    shown = " ".join(words_on(front, reply.card).replace("│", " ").split())
    assert all(" ".join(each.split()) in shown for each in [TEXTS[label], *reply.document["drafts"]])
    assert labels(reply.card) == (["Moved to DM", "Resolved offline"] if label == "complaint" else [])


def test_the_button_where_one_comment_is_shown_drafts_for_that_comment(labelled: World) -> None:
    reopened: Callable[..., Reply] = commands()["comments label"].run
    card = reopened(labelled.desk, ANN, comment_id="thanks", label="question").card
    [button] = [each for each in card.buttons if each.label == "Draft reply"]
    reply = actions()[button.action].run(labelled.desk, ANN, button.subject)
    assert (reply.document["comment_id"], reply.document["label"]) == ("thanks", "question")
