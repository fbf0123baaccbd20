"""A card of comments says which of its comments are answered, names their posts, and takes a number for one of them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.actions import actions
from bot.coach.comments.comment_marks import one_subject
from bot.coach.figures.findings import worded
from bot.coach.figures.post_names import with_posts
from bot.coach.nudges.nudge_card import Standing, nudge_card
from bot.coach.nudges.pointing import first_number, pointed
from bot.coach.posted.cards import Kept, kept_card, with_status
from bot.coach.posted.open_cards import settle_cards, wake
from bot.commands import commands
from bot.errors import UsageError
from bot.model.card import Card, Items, plain
from bot.model.card_text import card_from_text, plain_card
from bot.model.command import Asker
from bot.model.rule import CaseItem, Ref
from bot.render import discord, slack
from bot.render.terminal import Screen
from bot.render.terminal import render as on_terminal
from bot.rules import rules
from tests.nudge_world import cards, case, comment_case, desk_with, rule, started, tick_at
from tests.test_reply_drafts import Documents
from tests.three_fronts import FRONTS, labels, words_on
from tests.world import World, comment, post

ANN = Asker("u1", "Ann", "terminal", "UTC")
NOW, LATER = "2026-03-04T09:30:00Z", "2026-03-05T09:00:00Z"
IDS = ("c1", "c2", "c3", "c4", "c5")
LABELS = {"c1": "question", "c2": "complaint", "c3": "buying signal", "c4": "complaint", "c5": "question"}


@pytest.fixture
def asked(world: World) -> World:
    """A channel with one open card about five comments under one post."""
    world.tell(post(text="Fresh rye every morning, baked with flour from the mill next door"),
               *(comment(each, f"words of {each}", created_at=f"2026-03-03T0{n}:00:00Z") for n, each in enumerate(IDS)))
    with world.desk.records.write() as writer:
        for each, label in LABELS.items():
            writer.run("label_comment", network="instagram", comment_id=each, label=label)
    desk = started(desk_with(world.desk, rules()["unanswered-comments"]), "2026-03-04T09:00:00Z")
    tick_at(desk, NOW)
    return World(replace(World(desk).at(NOW).desk, adviser_of=Documents))


def card_id(world: World) -> str:
    return str(cards(world.desk)[-1]["card_id"])


def kept(world: World) -> Kept:
    found = kept_card(world.desk, card_id(world))
    assert found
    return found


def edits(world: World) -> list[Card]:
    return [card_from_text(row["card"]) for row in world.desk.records.rows("outbox")
            if row["operation"] == "edit" and row["ended_at"] is None]


def headlines(card: Card) -> list[str]:
    [items] = [part for part in card.parts if isinstance(part, Items)]
    return [plain(item.headline) for item in items.items]


def answer(world: World, *ids: str) -> None:
    world.tell(*(comment(f"r-{each}", "Yes", parent_id=each, from_team=True, created_at="2026-03-04T09:40:00Z") for each in ids),
               as_of=LATER)
    settle_cards(world.desk)


def listed(world: World) -> list[str]:
    return [ref.id for ref in kept(world).listed]


def test_the_edited_card_marks_the_items_that_the_data_shows_answered(asked: World) -> None:
    first, third = listed(asked)[0], listed(asked)[2]
    later = asked.at(LATER)
    answer(later, first, third)
    [card] = edits(later)
    assert [each.endswith(" · answered") for each in headlines(card)] == [True, False, True, False, False]
    assert "2 of 5 answered" in plain_card(card)


@pytest.mark.parametrize(("name", "values", "word"), [
    ("comments answered", {}, "answered"), ("comments not-needed", {"why": "spam"}, "put aside"),
    ("comments moved", {}, "moved to DM"), ("comments resolved", {}, "resolved offline"),
])
def test_what_somebody_said_of_a_comment_marks_it_at_once(asked: World, name: str, values: dict[str, str], word: str) -> None:
    commands()[name].run(asked.at(LATER).desk, ANN, comment_id="c2", **values)
    [card] = edits(asked)
    assert headlines(card)[listed(asked).index("c2")].endswith(f" · {word}")


def test_a_later_word_changes_the_mark_though_the_count_stays(asked: World) -> None:
    for name in ("comments moved", "comments resolved"):
        commands()[name].run(asked.at(LATER).desk, ANN, comment_id="c2")
    assert headlines(edits(asked)[-1])[listed(asked).index("c2")].endswith(" · resolved offline")


def test_a_mark_goes_when_the_word_is_taken_back(asked: World) -> None:
    for name in ("comments answered", "comments reopen"):
        commands()[name].run(asked.at(LATER).desk, ANN, comment_id="c2")
    assert not any(" · " in each for each in headlines(edits(asked)[-1]))


def test_nothing_is_edited_when_nothing_changed(asked: World) -> None:
    answer(asked.at(LATER), "c1")
    before = asked.desk.records.rows("outbox")
    assert settle_cards(asked.at(LATER).desk) == []
    assert asked.desk.records.rows("outbox") == before


def test_the_last_answer_closes_the_card(asked: World) -> None:
    answer(asked.at(LATER), *IDS)
    assert kept(asked).state == "closed"
    assert plain(edits(asked)[-1].title) == "Done: 5 of 5 answered"


def test_taking_a_card_keeps_its_marks(asked: World) -> None:
    later = asked.at(LATER)
    answer(later, "c1")
    actions()["take"].run(later.desk, ANN, card_id(asked))
    words = plain_card(edits(asked)[-1])
    assert "1 of 5 answered · Taken by Ann" in words
    assert words.count(" · answered") == 1


def test_a_snoozed_card_comes_back_with_its_marks(asked: World) -> None:
    actions()["snooze"].run(asked.desk, ANN, card_id(asked), until="1 hour")
    later = asked.at("2026-03-04T10:45:00Z")
    answer(later, "c1")
    assert wake(later.desk) == 1
    [row] = [row for row in later.desk.records.rows("outbox") if row["operation"] == "post" and row["made_at"] > NOW]
    assert plain_card(card_from_text(row["card"])).count(" · answered") == 1


def test_a_marked_item_gives_no_more_reason_why_it_matters(asked: World) -> None:
    [items] = [part for part in with_reasons(kept(asked)).parts if isinstance(part, Items)]
    assert [item.why is None for item in items.items] == [True, False, False, False, False]


def with_reasons(found: Kept) -> Card:
    """Return a card whose items give reasons, its first comment answered."""
    parts = tuple(replace(part, items=tuple(replace(item, why=item.headline) for item in part.items))
                  if isinstance(part, Items) else part for part in found.card.parts)
    standing = {ref: "answered" if ref == found.listed[0] else None for ref in found.listed}
    return with_status(replace(found, card=replace(found.card, parts=parts)), standing)


def test_the_marks_are_quiet_and_the_renderers_know_nothing_of_them(asked: World) -> None:
    answer(asked.at(LATER), listed(asked)[0])
    [card] = edits(asked)
    blocks = json.dumps([message.blocks for message in slack.render(card)])
    assert '{"type": "text", "text": "answered", "style": {"italic": true}}' in blocks
    assert any("· *answered*" in embed["description"] for message in discord.render(card) for embed in message.embeds)
    assert "\x1b[2manswered\x1b[0m" in on_terminal(card, Screen(width=120, colours=True))


@pytest.mark.parametrize("front", FRONTS)
def test_every_front_shows_the_mark_on_its_item(asked: World, front: str) -> None:
    answer(asked.at(LATER), listed(asked)[1])
    [card] = edits(asked)
    words = " ".join(words_on(front, card).split())
    assert words.count("· answered") == 1
    assert words.index("· answered") > words.index(f"words of {listed(asked)[0]}")
    assert words.index("· answered") < words.index(f"words of {listed(asked)[1]}")


def test_every_item_names_its_network_and_its_post_in_words(asked: World) -> None:
    shown = headlines(kept(asked).card)
    assert len(shown) == 5
    assert all("on Instagram" in each and each.endswith("under “Fresh rye every morning, baked…”") for each in shown)


def test_a_post_without_words_or_of_which_nothing_is_known_is_not_named(small_world: World) -> None:
    small_world.tell(post("p1", text=None), comment("c1"), comment("c2", post_id="gone"))
    found = with_posts(small_world.desk, worded(rule("a"), comment_case("c1", "c2")))
    assert [item.headline for item in found.case.items] == ["A question, {age} old"] * 2


def test_the_posts_words_are_no_markup_and_count_among_nobodys_words(small_world: World) -> None:
    small_world.tell(post(text="**<!channel>** {n} @everyone says hello to all of you"),
                     *(comment(f"c{n}") for n in range(5)))
    named = rule("a", title="word " * 14 + "{n}")
    found = with_posts(small_world.desk, worded(named, comment_case(*(f"c{n}" for n in range(5)))))
    card = nudge_card(found, Standing("card-1", "UTC"))
    assert len(headlines(card)) == 5
    assert "under “**<!channel>** {n} @everyone says" in headlines(card)[0]


def test_a_card_of_comments_offers_drafts_and_one_with_a_complaint_its_way(asked: World) -> None:
    assert labels(kept(asked).card)[5:] == ["Draft reply", "Moved to DM", "Resolved offline"]


@pytest.mark.parametrize(("kind", "measured_by", "label", "expected"), [
    ("comment", "answers", "Question", ["Draft reply"]), ("comment", "word", "Complaint", []), ("post", "answers", "Complaint", []),
    ("comment", "answers", "Complaint", ["Draft reply", "Moved to DM", "Resolved offline"]),
])
def test_only_what_asks_for_answers_offers_them(kind: str, measured_by: str, label: str, expected: list[str]) -> None:
    item = CaseItem(Ref(kind, "instagram", "x1"), "{label}", {"label": label}, words="words")
    card = nudge_card(worded(rule("a", measured_by=measured_by), case(items=(item,))), Standing("card-1", "UTC"))
    assert [button.label for button in card.buttons][5:] == expected


@pytest.mark.parametrize("number", [1, 2, 5])
def test_a_number_means_the_comment_of_that_place_on_the_card(asked: World, number: int) -> None:
    assert pointed(asked.desk, card_id(asked), number)["comment_id"] == listed(asked)[number - 1]


@pytest.mark.parametrize("number", [0, 6, 99])
def test_a_number_that_the_card_does_not_have_is_refused(asked: World, number: int) -> None:
    with pytest.raises(UsageError, match=f"no number {number}; it has numbers from 1 to 5"):
        pointed(asked.desk, card_id(asked), number)


def test_the_first_number_offered_is_of_one_that_still_waits(asked: World) -> None:
    assert first_number(asked.desk, card_id(asked)) == 1
    answer(asked.at(LATER), *listed(asked)[:2])
    assert first_number(asked.at(LATER).desk, card_id(asked)) == 3


def test_an_unknown_card_is_told(asked: World) -> None:
    with pytest.raises(UsageError, match="not known here any more"):
        pointed(asked.desk, "nobody", 1)


@pytest.mark.parametrize(("name", "state"), [("moved-item", "moved_at"), ("resolved-item", "resolved_at")])
def test_a_complaint_is_followed_from_the_card_by_its_number(asked: World, name: str, state: str) -> None:
    number = listed(asked).index("c4") + 1
    actions()[name].run(asked.at(LATER).desk, ANN, card_id(asked), number=number)
    row = asked.desk.records.one("complaint_case", network="instagram", comment_id="c4")
    assert row
    assert row[state] == LATER


def test_a_draft_is_asked_for_by_number_on_the_card(asked: World) -> None:
    reply = actions()["draft-item"].run(asked.desk, ANN, card_id(asked), number=2)
    assert reply.document["comment_id"] == listed(asked)[1]


def queue_button(world: World, label: str) -> Any:
    card = commands()["comments"].run(world.desk, ANN).card
    return next(each for each in card.buttons if each.label == label)


def test_a_number_of_the_queue_means_the_same_comment_however_the_queue_moves_on(asked: World) -> None:
    rows = [each["comment_id"] for each in commands()["comments"].run(asked.desk, ANN).document]
    subject = queue_button(asked, "Draft reply").subject
    asked.tell(comment("c0", "a new first one", created_at="2026-03-01T08:00:00Z"))
    answer(asked.at(LATER), rows[0])
    assert [pointed(asked.at(LATER).desk, subject, number)["comment_id"] for number in range(1, 6)] == rows


def test_a_queue_of_an_older_day_still_knows_its_comments(asked: World) -> None:
    subject = queue_button(asked, "Draft reply").subject
    assert pointed(asked.at("2026-05-20T09:30:00Z").desk, subject, 1)


def test_a_comment_whose_id_is_too_long_to_travel_is_found_by_its_mark(small_world: World) -> None:
    long_id = "urn:li:comment:(urn:li:activity:" + "7" * 90 + ")"
    small_world.tell(comment(long_id, network="linkedin", created_at="2024-01-01T08:00:00Z"), comment("c1"))
    subject = one_subject("linkedin", long_id)
    assert len(subject) <= 12
    assert pointed(small_world.desk, subject)["comment_id"] == long_id


@pytest.mark.parametrize("comment_id", ["17999", "a/b", "urn:li:comment:(activity:1,2)", "x" * 62])
def test_every_key_of_one_comment_fits_all_fronts(small_world: World, comment_id: str) -> None:
    small_world.tell(comment(comment_id, network="pinterest"))
    with small_world.desk.records.write() as writer:
        writer.run("label_comment", network="pinterest", comment_id=comment_id, label="question")
    card = commands()["comments label"].run(small_world.desk, ANN, comment_id=comment_id, label="complaint").card
    assert labels(card) == ["Draft reply", "Moved to DM", "Resolved offline"]
    assert pointed(small_world.desk, card.buttons[0].subject)["comment_id"] == comment_id
