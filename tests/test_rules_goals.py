"""Rules about goals, campaigns and leads: objectives behind, rival goals, campaigns alone, mixed messages, poor leads."""

from __future__ import annotations

from typing import Any

import pytest

from bot.coach.figures.findings import cases
from bot.model.facts import Campaign, Lead, Outbound, Post
from bot.model.rule import Case
from bot.rules import rules
from bot.rules._claims import dates, hashtags, pages, prices
from tests.world import World, comment, lead, post


def seen(world: World, key: str) -> list[Case]:
    """Return what one rule sees."""
    return cases(world.desk, rules()[key])


def verdicts(world: World, key: str) -> list[str]:
    """Return one rule's verdicts."""
    return [case.verdict for case in seen(world, key)]


def leads(n: int, name: str = "l", **values: Any) -> list[Lead]:
    """Return so many leads."""
    return [lead(f"{name}{number}", f"2026-02-{1 + number % 28:02d}T12:00:00Z", **values) for number in range(n)]


QUARTER = {"target": 40, "starts_on": "2026-01-01", "ends_on": "2026-03-31"}


@pytest.mark.parametrize(("n", "verdict"), [(23, []), (21, ["fires"]), (0, ["fires"]), (40, []), (60, [])])
def test_an_objective_is_behind_when_the_target_is_out_of_reach(small_world: World, n: int, verdict: list[str]) -> None:
    small_world.tell(*leads(n))
    small_world.feed("leads", small_world.desk.now)
    small_world.set_objective(**QUARTER)
    assert verdicts(small_world, "objective-behind") == verdict


def test_only_the_kind_of_lead_that_counts_is_counted(small_world: World) -> None:
    small_world.tell(*leads(40), *leads(10, "b", kind="booking"))
    small_world.set_objective(**QUARTER, metric="bookings")
    [case] = seen(small_world, "objective-behind")
    assert (case.facts["so_far"], case.facts["target"]) == ("10", "40")


def test_in_its_first_days_no_objective_is_behind(small_world: World) -> None:
    small_world.feed("leads", small_world.desk.now)
    small_world.set_objective(target=400, starts_on="2026-03-01", ends_on="2026-03-31")
    assert verdicts(small_world, "objective-behind") == []


def test_time_that_the_leads_do_not_cover_is_not_held_against_them(small_world: World) -> None:
    small_world.tell(*leads(23), as_of="2026-02-28T00:00:00Z")
    small_world.set_objective(target=40, starts_on="2026-01-31", ends_on="2026-03-13")
    assert verdicts(small_world, "objective-behind") == []
    small_world.feed("leads", "2026-03-04T09:00:00Z")
    assert verdicts(small_world, "objective-behind") == ["fires"]


def test_old_leads_leave_an_objective_open(small_world: World) -> None:
    small_world.tell(*leads(2), as_of="2026-02-20T00:00:00Z")
    small_world.set_objective(**QUARTER)
    assert verdicts(small_world, "objective-behind") == ["cant-tell"]


@pytest.mark.parametrize("dates_", [("2025-10-01", "2026-03-03"), ("2026-03-05", "2026-06-30")])
def test_an_objective_that_does_not_hold_today_is_not_behind(small_world: World, dates_: tuple[str, str]) -> None:
    small_world.feed("leads", small_world.desk.now)
    small_world.set_objective(starts_on=dates_[0], ends_on=dates_[1])
    assert verdicts(small_world, "objective-behind") == []


@pytest.mark.parametrize(("answered", "verdict"), [(2, ["fires"]), (7, [])])
def test_an_answered_share_is_measured_against_its_target(small_world: World, answered: int, verdict: list[str]) -> None:
    small_world.tell(*(comment(f"c{n}", created_at="2026-02-10T08:00:00Z",
                               answered_at="2026-02-10T09:00:00Z" if n < answered else None) for n in range(10)))
    small_world.set_objective(metric="answered share", target=80, starts_on="2026-01-01", ends_on="2026-03-31")
    assert verdicts(small_world, "objective-behind") == verdict


def test_conversations_are_counted_by_thread(small_world: World) -> None:
    small_world.tell(comment("c1", created_at="2026-02-10T08:00:00Z"),
                     comment("r1", "It is 4.20", parent_id="c1", created_at="2026-02-10T09:00:00Z", from_team=True),
                     comment("c2", "Thank you", parent_id="c1", created_at="2026-02-10T10:00:00Z"),
                     comment("c3", "See you", parent_id="r1", created_at="2026-02-10T11:00:00Z"))
    small_world.set_objective(**QUARTER, metric="conversations")
    [case] = seen(small_world, "objective-behind")
    assert case.facts["so_far"] == "1"


@pytest.mark.parametrize(("words", "verdict"), [
    ("more followers than @otherbakery", ["fires"]),
    ("beat our rival on instagram", ["fires"]),
    ("catch up with the competition", ["fires"]),
    ("more leads than last quarter", []),
    ("leads", []),
    ("answer @anna within a day", []),
])
def test_a_goal_against_somebody_else_is_told_from_one_of_ones_own(small_world: World, words: str, verdict: list[str]) -> None:
    small_world.set_objective(metric=words)
    assert verdicts(small_world, "rival-goal") == verdict


SPRING = {"campaign": "Spring bake", "starts_on": "2026-03-01", "ends_on": "2026-03-31"}
TAGGED = "https://bakery.example/?utm_campaign=spring_bake"


@pytest.mark.parametrize(("campaign", "link", "verdict"), [
    ({}, "https://bakery.example/", ["fires"]),
    ({}, TAGGED, []),
    ({"page": "https://bakery.example/spring"}, None, []),
    ({"offline": "poster", "offline_has_handle": False}, TAGGED, ["fires"]),
    ({"offline": "poster", "offline_has_handle": True}, TAGGED, []),
    ({"offline": "poster", "offline_has_handle": False, "hashtag": "#springbake"}, TAGGED, []),
    ({"offline": "poster"}, TAGGED, ["cant-tell"]),
    ({"starts_on": "2026-03-17"}, None, ["fires"]),
    ({"starts_on": "2026-03-19"}, None, []),
    ({"starts_on": "2026-02-01", "ends_on": "2026-03-03"}, None, []),
    ({"starts_on": None, "ends_on": None}, "https://bakery.example/", ["fires"]),
])
def test_a_campaign_needs_a_bridge_online_and_one_offline(
    small_world: World, campaign: dict[str, Any], link: str | None, verdict: list[str]
) -> None:
    small_world.tell(Campaign(**SPRING | campaign), post("p1", "2026-03-02T10:00:00Z", campaign="spring-bake", link=link))
    assert verdicts(small_world, "campaign-in-a-vacuum") == verdict


def test_a_campaign_without_days_and_posts_is_an_old_plan(small_world: World) -> None:
    small_world.tell(Campaign("Spring bake"))
    assert verdicts(small_world, "campaign-in-a-vacuum") == []


def spring(*texts: str, **values: Any) -> list[Post]:
    """Return the posts of one campaign with these words."""
    return [post(f"p{number}", f"2026-02-{15 + number}T10:00:00Z", text=words, campaign="Spring bake", **values)
            for number, words in enumerate(texts)]


BOX = "Our spring box with rye and buns for {}, order until Friday"


@pytest.mark.parametrize(("texts", "odd"), [
    ([BOX.format("€18"), BOX.format("€18"), BOX.format("€15")], "price"),
    ([BOX.format("€18"), BOX.format("€15")], "price"),
    ([BOX.format("€18"), BOX.format("18,00 €")], None),
    ([BOX.format("€18"), BOX.format("€18"), "Croissants fresh every morning at €2.10"], None),
    (["Rye loaf €4.20", "Croissants every day €2.10"], None),
    (["Box €18 instead of €22 until Friday", "Box €18 until Friday", "Box €18 until Friday"], None),
    (["Tasting on 7 March #springbake"] * 2 + ["Tasting on March 9th #springbake"], "date"),
    (["Tasting on 7 March", "Tasting on 14 March", "Tasting on 21 March"], None),
    (["Rye #springbake", "Buns #springbake", "Cake #springbakes"], "hashtag"),
    (["Rye #springbake", "Buns #springbake", "Cake #bread"], None),
    (["See https://bakery.example/spring", "See https://bakery.example/spring?utm_content=p2",
      "See https://bakery.example/winter"], "link"),
    (["See https://bakery.example/spring", "See https://bakery.example/spring", "See https://bit.ly/3x"], None),
])
def test_posts_of_a_campaign_contradict_each_other_or_not(small_world: World, texts: list[str], odd: str | None) -> None:
    small_world.tell(*spring(*texts))
    assert [case.facts["what"] for case in seen(small_world, "mixed-messages")] == ([odd] if odd else [])


def test_the_campaigns_own_page_is_the_norm_and_pages_beneath_it_are_fine(small_world: World) -> None:
    small_world.tell(Campaign("Spring bake", page="https://bakery.example/spring"),
                     *spring("See https://bakery.example/spring/box", "See https://bakery.example/winter"))
    [case] = seen(small_world, "mixed-messages")
    assert [ref.id for ref in case.subject] == ["p1"]


def test_posts_of_two_campaigns_may_differ(small_world: World) -> None:
    small_world.tell(*spring(BOX.format("€18"), BOX.format("€18")),
                     post("x", text=BOX.format("€15"), campaign="Winter bake"))
    assert seen(small_world, "mixed-messages") == []


@pytest.mark.parametrize(("text", "found"), [
    ("€1,250.00", {"1250.00 eur"}), ("1.250 €", {"1250.00 eur"}), ("$5", {"5.00 usd"}), ("12 pounds", {"12.00 gbp"}),
    ("call 5551234", set()), ("", set()),
])
def test_prices_are_read_with_their_currency(text: str, found: set[str]) -> None:
    assert prices({"text": text}) == found


@pytest.mark.parametrize(("text", "found"), [
    ("on 1st of May", {"05-01"}), ("Sept. 3 and 2026-12-24", {"09-03", "12-24"}), ("march 40", set()), ("may 10:30", set()),
])
def test_dates_are_read_in_their_usual_forms(text: str, found: set[str]) -> None:
    assert dates({"text": text}) == found


def test_no_text_claims_nothing() -> None:
    nothing = {"text": None, "link": None}
    assert not pages(nothing) | hashtags(nothing) | prices(nothing) | dates(nothing)


def rated(good: int, poor: int, name: str = "l", **values: Any) -> list[Lead]:
    """Return so many qualified and unqualified leads of one post."""
    tie = {"network": "instagram", "post_id": "p1"} | values
    return [*leads(good, f"{name}g", quality="qualified", **tie), *leads(poor, f"{name}p", quality="unqualified", **tie)]


@pytest.mark.parametrize(("good", "poor", "verdict"), [(0, 5, ["fires"]), (0, 4, []), (1, 7, ["fires"]), (2, 6, []), (6, 6, [])])
def test_most_leads_are_poor_or_it_is_chance(small_world: World, good: int, poor: int, verdict: list[str]) -> None:
    small_world.tell(post("p1", "2026-01-20T10:00:00Z"), *rated(good, poor))
    assert [case.verdict for case in seen(small_world, "poor-leads") if case.verdict == "fires"] == verdict


def test_leads_of_unknown_quality_are_neither_good_nor_poor(small_world: World) -> None:
    small_world.tell(post("p1", "2026-01-20T10:00:00Z"), *rated(0, 5),
                     *leads(20, "u", network="instagram", post_id="p1"))
    assert verdicts(small_world, "poor-leads") == ["fires"]


def test_where_nobody_rates_leads_their_quality_cannot_be_told(small_world: World) -> None:
    small_world.tell(*leads(9))
    assert verdicts(small_world, "poor-leads") == ["cant-tell"]


def test_a_campaign_of_several_posts_stands_for_them(small_world: World) -> None:
    small_world.tell(*(post(f"p{n}", "2026-01-20T10:00:00Z", campaign="Giveaway") for n in (1, 2)),
                     *rated(0, 7), *rated(0, 4, "m", post_id="p2"))
    [case] = seen(small_world, "poor-leads")
    assert (case.subject[0].kind, case.subject[0].id) == ("campaign", "Giveaway")


def test_a_campaign_of_one_post_is_named_by_its_post(small_world: World) -> None:
    small_world.tell(post("p1", "2026-01-20T10:00:00Z", campaign="Giveaway"), *rated(0, 7))
    [case] = seen(small_world, "poor-leads")
    assert (case.subject[0].kind, case.subject[0].id) == ("post", "p1")


def test_leads_of_a_campaign_count_without_their_post(small_world: World) -> None:
    small_world.tell(*leads(6, quality="unqualified", utm_campaign="giveaway"))
    assert [case.subject[0].id for case in seen(small_world, "poor-leads")] == ["giveaway"]


def test_many_posts_looked_at_together_do_not_add_up_to_an_alarm(small_world: World) -> None:
    small_world.tell(*(post(f"p{n}", "2026-01-20T10:00:00Z") for n in range(8)), *rated(0, 5, "a", post_id="p0"),
                     *(each for n in range(1, 8) for each in rated(3, 3, f"b{n}", post_id=f"p{n}")))
    assert verdicts(small_world, "poor-leads") == []


@pytest.mark.parametrize(("last", "verdict"), [("2026-02-25T09:00:00Z", ["fires"]), ("2026-02-25T10:00:00Z", [])])
def test_a_week_without_outbound_talk_is_too_long(small_world: World, last: str, verdict: list[str]) -> None:
    small_world.tell(Outbound("instagram", last))
    assert verdicts(small_world, "go-find-them") == verdict


def test_outbound_talk_that_was_never_imported_may_be_there(small_world: World) -> None:
    small_world.tell(post())
    assert verdicts(small_world, "go-find-them") == ["cant-tell"]


def test_outbound_talk_imported_long_ago_may_have_gone_on(small_world: World) -> None:
    small_world.tell(Outbound("instagram", "2026-02-01T09:00:00Z"), as_of="2026-02-20T09:00:00Z")
    assert verdicts(small_world, "go-find-them") == ["cant-tell"]


def test_the_quiet_week_ends_with_the_newest_import(small_world: World) -> None:
    small_world.tell(Outbound("instagram", "2026-02-23T09:00:00Z"), as_of="2026-03-01T09:00:00Z")
    assert verdicts(small_world, "go-find-them") == []
