"""The comment queue: who comes first, by when, and what a person's word about a comment does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.actions import actions
from bot.coach.comments.comment_marks import mark_of
from bot.coach.comments.queue import waiting
from bot.commands import commands
from bot.errors import UsageError
from bot.model.card import plain
from bot.model.card_text import plain_card
from bot.model.command import Asker, Reply
from bot.model.settings import Comments
from tests.world import World, comment

ASKER = Asker("u1", "Ann", "terminal", "UTC")


def said(world: World, name: str, **values: Any) -> Reply:
    """Run one of the commands of comments."""
    return commands()[name].run(world.desk, ASKER, **values)


def labelled(world: World, **labels: str) -> None:
    """Label comments by hand."""
    with world.desk.records.write() as writer:
        for comment_id, label in labels.items():
            writer.run("label_comment", network="instagram", comment_id=comment_id, label=label)


@pytest.fixture
def queued(world: World) -> World:
    """Two urgent comments and two questions, told in no order, and two that need no answer."""
    world.tell(
        comment("q-old", created_at="2026-03-01T08:00:00Z"), comment("buy", created_at="2026-03-04T08:30:00Z"),
        comment("bad", created_at="2026-03-03T15:00:00Z"), comment("q-new", created_at="2026-03-04T07:00:00Z"),
        comment("nice", created_at="2026-03-04T07:00:00Z"), comment("late", created_at="2026-03-05T07:00:00Z"),
    )
    labelled(world, **{"q-old": "question", "buy": "buying signal", "bad": "complaint", "q-new": "question", "nice": "thanks"})
    return world


def test_complaints_and_buying_signals_come_first_by_time_left_then_questions(queued: World) -> None:
    assert [each.comment_id for each in waiting(queued.desk)] == ["bad", "buy", "q-old", "q-new"]


def test_urgent_comments_are_due_in_business_hours_and_questions_in_plain_ones(queued: World) -> None:
    due = {each.comment_id: each.due_at for each in waiting(queued.desk)}
    assert due == {"bad": "2026-03-04T11:00:00Z", "buy": "2026-03-04T13:00:00Z",
                   "q-old": "2026-03-02T08:00:00Z", "q-new": "2026-03-05T07:00:00Z"}


def test_business_hours_are_those_of_the_teams_zone_and_settings(queued: World) -> None:
    settings = replace(queued.desk.settings, zone="America/New_York", comments=Comments(urgent_hours=2))
    due = {each.comment_id: each.due_at for each in waiting(replace(queued.desk, settings=settings))}
    assert due["bad"] == "2026-03-03T17:00:00Z"


def test_what_is_overdue_says_since_when_and_what_is_not_says_how_long_is_left(queued: World) -> None:
    reasons = {each.comment_id: each.reason for each in waiting(queued.desk)}
    assert reasons["q-old"] == "wants to know; its time ran out 2 days ago"
    assert reasons["bad"] == "could be put right; 1 hour left"


def test_an_answered_comment_leaves_the_queue(queued: World) -> None:
    queued.tell(comment("r", "4 euro", parent_id="buy", created_at="2026-03-04T09:00:00Z", from_team=True))
    assert "buy" not in {each.comment_id for each in waiting(queued.desk)}


def test_the_document_is_the_queue_in_its_order(queued: World) -> None:
    rows = list(said(queued, "comments").document)
    assert [row["comment_id"] for row in rows] == ["bad", "buy", "q-old", "q-new"]
    assert all({"comment_id", "network", "post_id", "label", "due_at", "reason", "text"} <= set(row) for row in rows)


def test_the_card_counts_them_by_kind_and_shows_a_reference_of_each_and_no_id(queued: World) -> None:
    card = said(queued, "comments").card
    assert plain(card.title) == "4 comments to answer, 1 overdue: 1 complaint, 1 buying signal and 2 questions"
    references = [f"Reference {mark_of('instagram', comment_id)}" for comment_id in ("bad", "buy", "q-old", "q-new")]
    assert all(each in plain_card(card) for each in references)
    assert "q-old" not in plain_card(card)


def test_when_every_one_is_overdue_no_number_stands_twice(queued: World) -> None:
    later = queued.at("2026-03-10T09:30:00Z")
    assert plain(said(later, "comments").card.title).startswith("5 comments to answer, all overdue: ")


def test_a_command_takes_the_reference_that_the_list_shows(queued: World) -> None:
    assert said(queued, "comments answered", comment_id=mark_of("instagram", "buy").upper()).document["comment_id"] == "buy"


def test_a_reference_of_no_comment_is_refused(queued: World) -> None:
    with pytest.raises(UsageError, match="no comment 'kq3m4d2'"):
        said(queued, "comments answered", comment_id="kq3m4d2")


@pytest.mark.parametrize(("action", "values", "words"), [
    ("answered-item", {}, "Counted as answered, on your word"), ("dismiss-item", {"why": "spam"}, "Put aside: spam"),
])
def test_the_list_has_a_button_that_asks_which_one_is_done_with(
        queued: World, action: str, values: dict[str, str], words: str) -> None:
    [button] = [each for each in said(queued, "comments").card.buttons if each.action == action]
    reply = actions()[action].run(queued.desk, ASKER, button.subject, number=2, **values)
    assert plain(reply.card.title) == words
    assert reply.document["comment_id"] == "buy"


def test_an_empty_queue_is_told_from_an_empty_store(small_world: World) -> None:
    assert plain(said(small_world, "comments").card.title) == "No comments were imported yet"
    small_world.tell(comment("c1", "lovely, thank you"))
    labelled(small_world, c1="thanks")
    assert plain(said(small_world, "comments").card.title) == "No comment waits for an answer"


def test_a_stale_queue_warns_that_some_may_be_answered(queued: World) -> None:
    later = queued.at("2026-03-20T09:30:00Z")
    assert "some may have been answered since" in plain_card(said(later, "comments").card)


def test_a_long_queue_says_how_many_stand_behind(small_world: World) -> None:
    small_world.tell(*(comment(f"c{n}") for n in range(13)))
    assert "3 more wait behind these." in plain_card(said(small_world, "comments").card)


def test_answered_takes_a_comment_out_and_reopen_puts_it_back(queued: World) -> None:
    reply = said(queued, "comments answered", comment_id="buy")
    assert reply.document["undo"] == "comments reopen buy --network instagram"
    assert "buy" not in {each.comment_id for each in waiting(queued.desk)}
    said(queued, "comments reopen", comment_id="buy")
    assert "buy" in {each.comment_id for each in waiting(queued.desk)}


def test_not_needed_takes_a_comment_out_with_the_reason_and_reopen_puts_it_back(queued: World) -> None:
    said(queued, "comments not-needed", comment_id="buy", why="answered elsewhere")
    assert "buy" not in {each.comment_id for each in waiting(queued.desk)}
    said(queued, "comments reopen", comment_id="buy")
    assert "buy" in {each.comment_id for each in waiting(queued.desk)}


def test_a_reply_in_the_data_is_not_taken_back_by_reopen(queued: World) -> None:
    queued.tell(comment("r", "4 euro", parent_id="buy", created_at="2026-03-04T09:00:00Z", from_team=True))
    assert "nothing was changed" in plain(said(queued, "comments reopen", comment_id="buy").card.title)
    assert "buy" not in {each.comment_id for each in waiting(queued.desk)}


def test_a_label_by_a_person_moves_a_comment_and_survives_an_import(queued: World) -> None:
    reply = said(queued, "comments label", comment_id="buy", label="Complaint")
    assert reply.document["undo"] == "comments label buy --network instagram buying signal"
    queued.tell(comment("buy", created_at="2026-03-04T08:30:00Z"))
    assert {each.comment_id: each.label for each in waiting(queued.desk)}["buy"] == "complaint"


@pytest.mark.parametrize(("name", "values"), [
    ("comments answered", {"comment_id": "buy"}), ("comments not-needed", {"comment_id": "buy", "why": "spam"}),
    ("comments label", {"comment_id": "buy", "label": "question"}),
])
def test_saying_it_twice_changes_nothing(queued: World, name: str, values: dict[str, str]) -> None:
    said(queued, name, **values)
    assert "nothing was changed" in plain(said(queued, name, **values).card.title)


def test_an_id_on_two_networks_asks_for_the_network(small_world: World) -> None:
    small_world.tell(comment("c1"), comment("c1", network="facebook"))
    with pytest.raises(UsageError, match="--network facebook or --network instagram"):
        said(small_world, "comments answered", comment_id="c1")
    said(small_world, "comments answered", comment_id="c1", network="Facebook")
    assert [each.network for each in waiting(small_world.desk)] == ["instagram"]


@pytest.mark.parametrize(("name", "values", "words"), [
    ("comments answered", {"comment_id": "nope"}, "no comment 'nope'"),
    ("comments answered", {"comment_id": "buy", "network": "myspace"}, "no network 'myspace'"),
    ("comments label", {"comment_id": "buy", "label": "angry"}, "no label 'angry'"),
    ("comments not-needed", {"comment_id": "buy", "why": " "}, "Why does it need no answer"),
])
def test_words_that_do_not_fit_are_named(queued: World, name: str, values: dict[str, str], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        said(queued, name, **values)
