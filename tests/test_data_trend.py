"""Whether things go better: what counts most beside as many days before, from the data and without a model."""

from __future__ import annotations

import pytest

from bot.coach.answers.ask import answer_reply
from bot.coach.answers.data_questions import data_question
from bot.coach.answers.team_data import TeamReadings
from bot.model.card_text import plain_card
from bot.model.command import Asker
from tests.guidance_world import asking
from tests.world import World, lead, post, reading

ADA = Asker("u1", "Ada", "bakery", "UTC")
LAST_MONTH = "Are we doing better than last month?"


@pytest.fixture
def told(world: World) -> World:
    """A team with two leads of this week, one of two weeks ago and one of five weeks ago."""
    moments = ("2026-03-03T12:00:00Z", "2026-03-02T12:00:00Z", "2026-02-18T12:00:00Z", "2026-01-28T12:00:00Z")
    world.tell(post("p0", "2025-12-01T10:00:00Z"), reading("p0"), *(lead(f"l{n}", moment) for n, moment in enumerate(moments)),
               lead("l9", "2025-12-01T12:00:00Z"))
    return World(asking(world.desk))


def words_of(world: World, question: str) -> str:
    return plain_card(answer_reply(world.desk, question, asker=ADA).card)


def test_the_last_28_days_stand_beside_the_28_before(told: World) -> None:
    words = words_of(told, LAST_MONTH)
    assert words.startswith("Leads went up: 3 in the last 28 days, 1 in the 28 days before.")
    assert "The 28 days before, 1 lead, data as of Wed 4 Mar 09:30." in words
    assert words.endswith("From your own figures, no AI used.")


def test_where_a_week_is_named_it_is_seven_days(told: World) -> None:
    assert words_of(told, "Are things better this week?").startswith("Leads went up: 2 in the last 7 days, 1 in the 7 days before.")


def test_what_is_not_known_is_not_compared(told: World) -> None:
    assert "Answered share" not in words_of(told, LAST_MONTH)


def test_without_two_windows_it_cannot_tell(world: World) -> None:
    assert words_of(World(asking(world.desk)), LAST_MONTH).startswith("Can't tell: the data does not hold two windows to compare.")


def test_a_model_gets_both_windows_at_hand(told: World) -> None:
    beside = TeamReadings(told.desk, ADA).beside(LAST_MONTH)
    assert beside is not None
    assert [each.value for each in beside.figures if each.metric == "leads"] == [3, 1]


@pytest.mark.parametrize("question", ["Are we better than our competitors?", "Is it better to post less?", "Are short posts better than long ones?",
                                      "What makes a post better?"])
def test_what_asks_for_advice_is_left_to_the_guidance(question: str) -> None:
    assert data_question(question) is None
