"""The model's budget is shown where people look, beside the doctor, and named where it is what stopped the model."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.chat.slack.home import home_view
from bot.coach.desk import Desk
from bot.coach.drafts.drafting import drafted
from bot.coach.spending import DayLedger
from bot.coach.today import today_cards
from bot.errors import BudgetSpent, ModelUnreachable
from bot.llm.budget import Allowance, Budget, Price
from bot.model.card_text import plain_card
from bot.model.measured import Spent
from bot.model.settings import LanguageModel
from tests.setup_world import ANA, say, team, words
from tests.test_reply_drafts import Writer
from tests.world import World, comment, post

PRICED = LanguageModel(name="made-up", requests_per_day=20, tokens_per_day=9000, money_per_day=2.5, price_read=1.0)
SPENT = "3 of 20 requests, 1,200 of 9,000 tokens, 0.40 of 2.50 money"


@pytest.fixture
def used(world: World) -> Desk:
    """A team whose model was asked three times today."""
    world.tell(post(), comment())
    desk = team(world, on=True, model=PRICED)
    DayLedger(desk.records).add(desk.records.team_id, "2026-03-04", Spent(3, 1200, 400_000))
    return desk


def test_today_shows_what_the_model_used_beside_its_bounds(used: Desk) -> None:
    assert f"Language model: today {SPENT}" in words(today_cards(used, ANA)[4])
    assert SPENT in words(say(used, "today").card)


def test_the_home_tab_shows_it(used: Desk) -> None:
    assert SPENT in str(home_view(used, ANA))


def test_settings_shows_it(used: Desk) -> None:
    assert f"language model: made-up, today {SPENT} (from the configuration)" in words(say(used, "settings").card)


def test_a_day_that_is_used_up_says_that_answers_are_quoted(used: Desk) -> None:
    DayLedger(used.records).add(used.records.team_id, "2026-03-04", Spent(17, 0, 0))
    assert "the day's bound is reached, answers are quoted" in words(today_cards(used, ANA)[4])


def test_another_days_use_is_not_shown(used: Desk) -> None:
    assert "0 of 20 requests" in words(today_cards(World(used).at("2026-03-05T09:30:00Z").desk, ANA)[4])


def test_without_a_model_nothing_is_said_of_one(world: World) -> None:
    world.tell(post(), comment())
    desk = team(world, on=True)
    DayLedger(desk.records).add(desk.records.team_id, "2026-03-04", Spent(3, 1200, 400_000))
    for shown in (str(home_view(desk, ANA)), words(say(desk, "today").card), words(say(desk, "settings").card)):
        assert "anguage model" not in shown
        assert "1,200" not in shown


def drafts(world: World, error: Exception) -> Any:
    row = world.desk.records.one("comment_by_id", network="instagram", comment_id="c1")
    return drafted(replace(world.desk, drafter=Writer(error=error)), row or {})


@pytest.fixture
def asked(world: World) -> World:
    """A team with one comment, and a guidance that is silent."""
    from tests.test_reply_drafts import Documents

    world.tell(post(), comment())
    return World(replace(world.desk, adviser_of=Documents))


def test_the_drafts_card_says_when_it_was_the_budget_that_stopped_the_model(asked: World) -> None:
    allowance = Budget(Allowance(requests=1), Price(), DayLedger(asked.desk.records))
    DayLedger(asked.desk.records).add("bakery", "2026-03-04", Spent(1, 10, 0))
    with pytest.raises(BudgetSpent) as spent:
        allowance.check("bakery", "2026-03-04")
    reply = drafts(asked, spent.value)
    said = ("No draft by AI: Today's allowance for the model is used up (1 of 1 requests). It begins anew tomorrow. "
            "These are skeletons instead.")
    assert said in plain_card(reply.card)
    assert (reply.document["by"], reply.document["left_out"], bool(reply.document["budget"])) == ("skeleton", [], True)


def test_another_failure_is_not_told_as_the_budget(asked: World) -> None:
    reply = drafts(asked, ModelUnreachable("The model's server could not be reached."))
    assert "No draft by AI" not in plain_card(reply.card)
    assert reply.document["budget"] == ""
