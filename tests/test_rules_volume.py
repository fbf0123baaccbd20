"""More posts, less engagement: what counts as more, as less, and as comparable."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.coach.figures.findings import cases
from bot.model.facts import Fact
from bot.model.rule import Case
from bot.model.times import from_text, to_text
from bot.rules import rules
from tests.world import NOW, World, post, reading

BEFORE = [29 + 3.5 * number for number in range(16)]
RECENT = [4 + 2 * number for number in range(12)]


def posts(days_ago: list[float], *, rate: float = 0.06, per: str = "reach", name: str = "p", **values: Any) -> list[Fact]:
    """Return posts so many days before now, with an engagement rate that varies a little around the one given."""
    facts: list[Fact] = []
    for number, days in enumerate(days_ago):
        at = to_text(from_text(NOW) - timedelta(days=days))
        figures = {per: 1000, "reactions": round(1000 * rate) + number % 5}
        facts += [post(f"{name}{days}", at, **values), reading(f"{name}{days}", NOW, **figures)]
    return facts


def seen(world: World, key: str = "volume-up-quality-down") -> list[Case]:
    """Return what the rule sees."""
    return cases(world.desk, rules()[key])


def test_more_and_weaker_posts_are_seen(small_world: World) -> None:
    small_world.tell(*posts(BEFORE), *posts(RECENT, rate=0.03))
    [case] = seen(small_world)
    assert (case.verdict, case.facts["per_week"], case.facts["per_week_before"]) == ("fires", "3.0", "2.0")
    assert (case.facts["rate"], case.facts["per"]) == ("3.1%", "person reached")


@pytest.mark.parametrize("rate", [0.06, 0.09])
def test_more_posts_as_good_as_before_are_fine(small_world: World, rate: float) -> None:
    small_world.tell(*posts(BEFORE), *posts(RECENT, rate=rate))
    assert seen(small_world) == []


def test_as_many_weaker_posts_are_another_matter(small_world: World) -> None:
    small_world.tell(*posts(BEFORE), *posts(RECENT[:9], rate=0.03))
    assert seen(small_world) == []


def test_seven_recent_rates_are_too_few_to_tell(small_world: World) -> None:
    small_world.tell(*posts(BEFORE), *posts(RECENT[:7], rate=0.03), *posts([5, 7, 9, 11], per="views", name="v"))
    assert [case.verdict for case in seen(small_world)] == ["cant-tell"]


def test_posts_of_the_last_days_have_no_rate_yet(small_world: World) -> None:
    small_world.tell(*posts(BEFORE), *posts([0.2 * number for number in range(1, 13)], rate=0.03))
    assert [case.verdict for case in seen(small_world)] == ["cant-tell"]


def test_a_rise_at_the_start_of_an_export_cannot_be_told(small_world: World) -> None:
    small_world.tell(*posts([day for day in BEFORE if day < 69] + [30, 31, 32, 33]), *posts(RECENT * 1, rate=0.03),
                     *posts([3, 5, 7, 9, 11], name="more"))
    [case] = seen(small_world)
    assert case.verdict == "cant-tell"
    assert "reach back" in (case.reason or "")


def test_reach_and_impressions_are_never_mixed(small_world: World) -> None:
    small_world.tell(*posts(BEFORE), *posts(RECENT, rate=0.03, per="impressions"))
    assert [case.verdict for case in seen(small_world)] == ["cant-tell"]


def test_without_reach_it_compares_by_impression_and_says_so(small_world: World) -> None:
    small_world.tell(*posts(BEFORE, per="impressions"), *posts(RECENT, rate=0.03, per="impressions"))
    [case] = seen(small_world)
    assert (case.verdict, case.facts["per"]) == ("fires", "impression")


def test_a_figure_that_only_the_older_export_gives_does_not_make_a_fall(small_world: World) -> None:
    with_saves = [reading(fact.post_id, NOW, reach=1000, reactions=60, saves=40) if hasattr(fact, "reach") else fact
                  for fact in posts(BEFORE)]
    small_world.tell(*with_saves, *posts(RECENT, rate=0.06))
    assert seen(small_world) == []


def test_accounts_are_never_mixed(small_world: World) -> None:
    small_world.tell(*posts(BEFORE), *posts(RECENT, rate=0.03, account="cafe"))
    assert [case for case in seen(small_world) if case.verdict == "fires"] == []
