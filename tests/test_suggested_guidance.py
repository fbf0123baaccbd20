"""Guidance of somebody who may not add it: kept, silent, put before the owner; and what was removed, deleted with a press."""

from __future__ import annotations

from typing import Any

import pytest

from bot.actions import actions
from bot.coach.admins import note_change
from bot.coach.desk import Desk
from bot.coach.own_guidance.own_guidance import entries, entry, keep, remove
from bot.coach.own_guidance.suggested_guidance import LOGGED_AS, WAITING
from bot.errors import NotAllowed, UsageError
from bot.model.card import plain
from bot.model.card_text import card_from_text, plain_card
from bot.model.command import Reply
from bot.store.store import Store
from tests.guidance_world import ADMIN, MEMBER, REFUND, team_desk, wrote

QUESTION = "how long may a refund take"


@pytest.fixture
def desk(store: Store) -> Desk:
    """A team's desk on each engine, with an admin who owns the guidance."""
    made = team_desk(store.team("bakery"))
    with made.records.write() as writer:
        writer.run("follow_channel", channel="terminal", platform="terminal", zone="UTC", profile="standard")
    return made


def suggested(desk: Desk, **values: str) -> Reply:
    return actions()["add-guidance"].run(desk, MEMBER, QUESTION, **{"title": "Refunds", "advice": "Two weeks.", **values})


def sent(desk: Desk) -> list[Any]:
    return [card_from_text(row["card"]) for row in desk.records.rows("outbox")]


def test_the_form_says_before_it_is_filled_in_that_it_is_a_suggestion_for_whoever_is_no_admin() -> None:
    assert "whoever is no admin suggests it to the owner" in actions()["add-guidance"].help


def test_what_somebody_else_writes_is_kept_and_answers_nothing_yet(desk: Desk) -> None:
    reply = suggested(desk)
    assert plain(reply.card.title) == "Suggested: Refunds"
    assert "Only an admin may add guidance, so it answers nothing yet." in plain_card(reply.card)
    assert entries(desk)[0].removed_at is not None
    assert desk.adviser.answer(QUESTION).tier == "none"


def test_the_owner_gets_it_with_a_button_that_adds_it(desk: Desk) -> None:
    suggested(desk)
    (card,) = sent(desk)
    assert plain(card.title) == f"{MEMBER.name} suggests guidance: Refunds"
    assert "“Two weeks.”" in plain_card(card)
    assert QUESTION in plain_card(card)
    add = card.buttons[0]
    actions()[add.action].run(desk, ADMIN, add.subject)
    assert desk.adviser.answer(QUESTION).sources[0].passage == "Two weeks."
    assert entry(desk, "1")[1][0].author_name == MEMBER.name


def test_only_an_admin_adds_it(desk: Desk) -> None:
    suggested(desk)
    add = sent(desk)[0].buttons[0]
    with pytest.raises(NotAllowed):
        actions()[add.action].run(desk, MEMBER, add.subject)


def test_a_suggestion_under_the_name_of_what_answers_leaves_that_answering(desk: Desk) -> None:
    wrote(desk)
    reply = suggested(desk, title=REFUND.title, advice="One week.")
    assert (reply.document["number"], reply.document["version"]) == (1, 2)
    assert (entries(desk)[0].version, entries(desk)[0].removed_at) == (1, None)
    assert desk.adviser.answer("How long may a refund take?").sources[0].passage == REFUND.body
    (card,) = sent(desk)
    assert [button.label for button in card.buttons] == ["Add it"]
    actions()["guidance-restore"].run(desk, ADMIN, card.buttons[0].subject)
    assert entries(desk)[0].version == 2


def test_the_same_suggestion_again_sends_nothing(desk: Desk) -> None:
    suggested(desk)
    assert "nothing was changed" in plain(suggested(desk).card.title)
    assert len(sent(desk)) == 1


def test_a_suggestion_is_held_to_the_limits_of_a_piece(desk: Desk) -> None:
    with pytest.raises(UsageError, match="no advice"):
        suggested(desk, advice="?!")
    assert entries(desk) == []


def test_more_suggestions_than_one_person_can_read_are_not_kept(desk: Desk) -> None:
    with desk.records.write() as writer:
        for n in range(WAITING):
            note_change(writer, desk, MEMBER, LOGGED_AS, f"piece {n}")
    with pytest.raises(UsageError, match="tell the owner of the guidance yourself"):
        suggested(desk)
    assert (entries(desk), sent(desk)) == ([], [])


def test_an_admin_adds_as_ever(desk: Desk) -> None:
    actions()["add-guidance"].run(desk, ADMIN, QUESTION, title="Refunds", advice="Two weeks.")
    assert desk.adviser.answer(QUESTION).tier == "strong"
    assert sent(desk) == []


def test_a_removed_piece_says_that_its_text_is_kept_and_what_to_press(desk: Desk) -> None:
    wrote(desk)
    reply = actions()["guidance-remove"].run(desk, ADMIN, "1")
    said = plain_card(reply.card)
    assert "Its text is kept: press Undo or write guidance restore 1" in said
    assert "press Delete for good or write guidance remove 1 --for-good" in said
    assert [button.label for button in reply.card.buttons] == ["Undo", "Delete for good"]


@pytest.mark.parametrize(("sure", "is_left"), [("delete it", False), ("keep it", True), ("", True)])
def test_delete_for_good_asks_first(desk: Desk, sure: str, is_left: bool) -> None:
    wrote(desk)
    remove(desk, ADMIN, "1")
    action = actions()["guidance-delete"]
    assert action.parameters[0].choices == ("delete it", "keep it")
    action.run(desk, ADMIN, "1", sure=sure)
    assert bool(entries(desk)) is is_left


def test_only_an_admin_deletes(desk: Desk) -> None:
    keep(desk, ADMIN, REFUND)
    with pytest.raises(NotAllowed):
        actions()["guidance-delete"].run(desk, MEMBER, "1", sure="delete it")
    assert entries(desk)
