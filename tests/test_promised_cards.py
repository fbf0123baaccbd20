"""A card follows the promise that was made of it, wherever a person closes that promise."""

from __future__ import annotations

import pytest

from bot.actions import actions
from bot.coach.commitments.commitment_changes import done, drop, undo
from bot.coach.desk import Desk
from bot.coach.posted.cards import Kept, kept_card
from bot.model.card_text import card_from_text, plain_card
from tests.nudge_world import ADA, cards, case, desk_with, rule, started, tick_at
from tests.world import World

NOW = "2026-03-04T09:30:00Z"


@pytest.fixture
def taken(world: World) -> Desk:
    """A desk whose channel holds one card about a post that Ada took, at Wednesday 09:30."""
    desk = started(desk_with(world.desk, rule("a", [case()])), "2026-03-04T09:00:00Z")
    tick_at(desk, NOW)
    here = World(desk).at(NOW).desk
    actions()["take"].run(here, ADA, cards(here)[-1]["card_id"])
    return here


def card_of(desk: Desk) -> Kept:
    found = kept_card(desk, cards(desk)[-1]["card_id"])
    assert found is not None
    return found


def last_edit(desk: Desk) -> str:
    edits = [row for row in desk.records.rows("outbox") if row["operation"] == "edit" and row["ended_at"] is None]
    return plain_card(card_from_text(edits[-1]["card"]))


def test_a_promise_that_is_done_closes_its_card(taken: Desk) -> None:
    done(taken, ADA, 1)
    assert card_of(taken).state == "done"
    assert last_edit(taken).startswith("Done, says Ada")


def test_a_promise_that_is_dropped_frees_its_card_for_somebody_else(taken: Desk) -> None:
    drop(taken, ADA, 1)
    assert card_of(taken).state == "open"
    assert card_of(taken).taken_name is None
    assert "Taken by" not in last_edit(taken)


def test_a_card_that_was_closed_stays_as_it_is_when_its_promise_is_opened_again(taken: Desk) -> None:
    done(taken, ADA, 1)
    undo(taken, ADA, 1)
    assert card_of(taken).state == "done"
