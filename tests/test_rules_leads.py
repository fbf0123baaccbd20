"""Reach without leads, and the quiet winner: what they need to know before they speak."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from bot.coach.figures.findings import cases, find
from bot.model.facts import Lead, Post, Reading
from bot.model.rule import Case
from bot.rules import rules
from bot.store.store import Store
from tests.world import World, lead, post, reading

LINK = "https://bakery.example/?utm_content={}"


def ordinary(n: int = 24, *, reach: int = 1000, **values: Any) -> list[Post | Reading]:
    """Return posts of three weeks, each with a tagged link and a reach of about the same size."""
    facts: list[Post | Reading] = []
    for number in range(n):
        name = f"p{number}"
        at = f"2026-02-{1 + number % 20:02d}T{8 + number // 20:02d}:00:00Z"
        facts += [post(name, at, **{"link": LINK.format(name)} | values), reading(name, reach=reach + number)]
    return facts


def leads_for(names: Iterable[str], *, stated: bool = False, **values: Any) -> list[Lead]:
    """Return a lead for each name, tied by its tag or by the post's id."""
    tie = "post_id" if stated else "utm_content"
    return [lead(f"l{number}-{name}", "2026-02-22T12:00:00Z", **{tie: name} | values) for number, name in enumerate(names)]


def wide(**values: Any) -> list[Post | Reading]:
    """Return a post that reached far."""
    reach = values.pop("reach", 9000)
    figures = {} if reach is None else {"reach": reach}
    return [post("wide", "2026-02-21T10:00:00Z", **{"link": LINK.format("wide")} | values), reading("wide", **figures)]


def seen(world: World, key: str, **settings: float) -> list[Case]:
    """Return what one rule sees."""
    desk = replace(world.desk, settings=replace(world.desk.settings, rules={key: settings}))
    return cases(desk, rules()[key])


def verdicts(world: World, **settings: float) -> list[tuple[str, list[str]]]:
    """Return the verdicts of reach-without-leads with the posts they are about."""
    found = seen(world, "reach-without-leads", **settings)
    return [(case.verdict, [ref.id for ref in case.subject]) for case in found]


def reason(world: World) -> str:
    """Return the one reason why nothing can be told."""
    [case] = seen(world, "reach-without-leads")
    assert case.verdict == "cant-tell"
    assert case.facts["next_step"]
    return case.reason or ""


EACH = [f"p{number}" for number in range(24)]


def test_a_wide_post_without_a_lead_is_to_be_reworked(small_world: World) -> None:
    small_world.tell(*ordinary(), *wide(), *leads_for(EACH))
    assert verdicts(small_world) == [("fires", ["wide"])]


def test_the_rework_tells_reach_and_likely_leads(small_world: World) -> None:
    small_world.tell(*ordinary(), *wide(permalink="https://social.example/wide", text="Our rye"), *leads_for(EACH))
    [finding] = find(small_world.desk, [rules()["reach-without-leads"]])
    facts = finding.case.facts
    assert (facts["reach"], facts["expected"], facts["place"], facts["n"]) == (9000, "6.5", 1, 25)
    assert facts["expected_leads"] == pytest.approx(24 * 9000 / (9000 + sum(range(1000, 1024))))
    assert (finding.case.words, finding.case.url) == ("Our rye", "https://social.example/wide")


def test_one_lead_is_enough_to_stay_silent(small_world: World) -> None:
    small_world.tell(*ordinary(), *wide(), *leads_for([*EACH, "wide"]))
    assert verdicts(small_world) == []


def test_two_likely_leads_are_too_few_to_miss(small_world: World) -> None:
    small_world.tell(*ordinary(), *wide(), *leads_for(EACH[:10]))
    assert "too few leads" in reason(small_world)


@pytest.mark.parametrize(("changes", "why"), [
    ({"link": None}, "no link"),
    ({"link": "https://bakery.example/"}, "no tag"),
    ({"link": LINK.format("p1")}, "same tag"),
    ({"link": None, "text": "See www.bakery.example"}, "no tag"),
])
def test_a_post_whose_leads_could_not_be_seen_is_not_judged(
    small_world: World, changes: dict[str, Any], why: str
) -> None:
    small_world.tell(*ordinary(), *wide(**changes), *leads_for(EACH))
    assert why in reason(small_world)


def test_a_campaign_tag_of_its_own_is_a_tag(small_world: World) -> None:
    small_world.tell(*ordinary(), *wide(link="https://bakery.example/?utm_campaign=rye"), *leads_for(EACH))
    assert verdicts(small_world) == [("fires", ["wide"])]


def test_a_campaign_tag_that_another_post_has_ties_no_lead(small_world: World) -> None:
    tagged = "https://bakery.example/?utm_campaign=rye"
    small_world.tell(*ordinary(), *wide(link=tagged), post("other", link=tagged), *leads_for(EACH))
    assert "same tag" in reason(small_world)


def test_leads_that_name_their_post_need_no_tag(small_world: World) -> None:
    small_world.tell(*ordinary(), *wide(link="https://bakery.example/"), *leads_for(EACH, stated=True))
    assert verdicts(small_world) == [("fires", ["wide"])]


def test_without_a_tag_only_leads_that_name_their_post_are_expected(small_world: World) -> None:
    small_world.tell(*ordinary(), *wide(link="https://bakery.example/"), *leads_for(EACH[:20]),
                     *leads_for(EACH[20:], stated=True))
    assert "too few leads" in reason(small_world)


def test_leads_tied_to_no_post_are_never_added_in(small_world: World) -> None:
    small_world.tell(*ordinary(), *wide(), *leads_for(EACH[:10]), *leads_for(["untied"] * 30))
    assert "too few leads" in reason(small_world)


def test_leads_tied_by_time_alone_are_never_added_in(small_world: World, sqlite_store: Store) -> None:
    small_world.tell(*ordinary(), *wide(), *leads_for(EACH))
    with sqlite_store.driver.write() as writer:
        writer.run("update leads set tied_by = 'time'", {})
    assert "too few leads" in reason(small_world)


def test_without_any_leads_imported_nothing_is_claimed(small_world: World) -> None:
    small_world.tell(*ordinary(), *wide())
    assert "ever imported" in reason(small_world)


def test_old_leads_leave_it_open(small_world: World) -> None:
    small_world.tell(*ordinary(), *wide())
    small_world.tell(*leads_for(EACH), as_of="2026-02-23T09:00:00Z")
    assert "9 days ago" in reason(small_world)


@pytest.mark.parametrize(("as_of", "verdict"), [("2026-02-24T09:59:00Z", "cant-tell"), ("2026-02-24T10:00:00Z", "fires")])
def test_the_window_closes_72_hours_after_the_post_as_far_as_leads_are_known(
    small_world: World, as_of: str, verdict: str
) -> None:
    small_world.tell(*ordinary(), *wide())
    small_world.tell(*leads_for(EACH), as_of=as_of)
    assert verdicts(small_world, fresh_days=30) == [(verdict, ["wide"])]


def test_a_post_whose_hour_is_unknown_waits_a_day_longer(small_world: World) -> None:
    small_world.tell(*ordinary(), *wide(published_precision="day"))
    small_world.tell(*leads_for(EACH), as_of="2026-02-24T12:00:00Z")
    assert verdicts(small_world, fresh_days=30) == [("cant-tell", ["wide"])]


def test_nineteen_posts_are_too_few(small_world: World) -> None:
    small_world.tell(*ordinary(18), *wide(), *leads_for(EACH[:18]))
    assert "only 19 posts" in reason(small_world)


def test_twenty_posts_are_enough(small_world: World) -> None:
    small_world.tell(*ordinary(19), *wide(), *leads_for(EACH[:19]))
    assert verdicts(small_world) == [("fires", ["wide"])]


def test_posts_of_other_accounts_and_networks_do_not_count_towards_the_twenty(small_world: World) -> None:
    small_world.tell(*ordinary(10), *wide(), *leads_for(EACH[:10]))
    small_world.tell(*(replace(fact, network="facebook") for fact in ordinary()))
    assert ("fires", ["wide"]) not in verdicts(small_world)


def test_a_post_that_names_no_account_belongs_to_the_only_one_of_its_network(small_world: World) -> None:
    small_world.tell(*ordinary(), *wide(account=None), *leads_for(EACH))
    assert verdicts(small_world) == [("fires", ["wide"])]


def test_below_the_top_quarter_nothing_is_said(small_world: World) -> None:
    wider = [fact for number in range(12) for fact in (
        post(f"w{number}", "2026-02-10T10:00:00Z", link=LINK.format(f"w{number}")), reading(f"w{number}", reach=20_000))]
    small_world.tell(*ordinary(), *wide(), *wider, *leads_for([*EACH, *(f"w{n}" for n in range(12))] * 2))
    assert verdicts(small_world) == []


def test_equal_reach_everywhere_makes_no_top_quarter(small_world: World) -> None:
    flat = [fact for number in range(24) for fact in (post(f"p{number}", link=LINK.format(f"p{number}")),
                                                      reading(f"p{number}", reach=5000))]
    small_world.tell(*flat, *leads_for(["p1"] * 80))
    assert verdicts(small_world) == []


def test_impressions_and_views_do_not_stand_in_for_reach(small_world: World) -> None:
    shown = [fact for number in range(24) for fact in (post(f"p{number}", link=LINK.format(f"p{number}")),
                                                       reading(f"p{number}", impressions=1000, views=90_000))]
    small_world.tell(*shown, *leads_for(EACH[:23]))
    assert "no reach" in reason(small_world)


def test_posts_looked_at_together_must_stand_the_test_together(small_world: World) -> None:
    others = [fact for number in range(6) for fact in (
        post(f"w{number}", "2026-02-20T10:00:00Z", link=LINK.format(f"w{number}")), reading(f"w{number}", reach=4500))]
    found = [f"w{number}" for number in range(6) for _ in range(3)]
    facts = [*ordinary(), *leads_for([*EACH, *found])]
    small_world.tell(*facts, *wide(reach=4501), *others)
    assert verdicts(small_world) == [("cant-tell", ["wide"])]
    assert "looked at together" in reason(small_world)


def test_leads_recorded_only_later_say_nothing_of_an_old_post(small_world: World) -> None:
    old = [post("old", "2026-01-10T10:00:00Z", link=LINK.format("old")), reading("old", reach=9000)]
    small_world.tell(*ordinary(), *old, *leads_for(EACH))
    assert verdicts(small_world) == []


def test_when_it_cannot_be_judged_only_recent_posts_are_named(small_world: World) -> None:
    old = [post("old", "2026-01-10T10:00:00Z"), reading("old", reach=9500)]
    small_world.tell(*ordinary(), *old, *wide(link=None), *leads_for(EACH))
    assert verdicts(small_world) == [("cant-tell", ["wide"])]


def test_leads_after_the_moment_are_not_known_yet(small_world: World) -> None:
    small_world.tell(*ordinary(), *wide(), *leads_for(EACH), lead("late", "2026-03-05T08:00:00Z", utm_content="wide"))
    assert verdicts(small_world) == [("fires", ["wide"])]
    assert verdicts(small_world.at("2026-03-05T09:00:00Z")) == []


def winners(world: World, **settings: float) -> list[tuple[str, list[str]]]:
    """Return the verdicts of the quiet winner with the posts they are about."""
    return [(case.verdict, [ref.id for ref in case.subject]) for case in seen(world, "quiet-winner", **settings)]


def test_a_small_post_with_many_leads_is_a_model(small_world: World) -> None:
    small_world.tell(*ordinary(), *leads_for([*EACH, *["p5"] * 11]))
    assert winners(small_world) == [("fires", ["p5"])]


def test_a_wide_post_with_many_leads_is_no_quiet_one(small_world: World) -> None:
    small_world.tell(*ordinary(), *wide(), *leads_for([*EACH, *["wide"] * 60]))
    assert winners(small_world) == []


def test_more_leads_than_likely_but_not_far_more_is_chance(small_world: World) -> None:
    small_world.tell(*ordinary(), *leads_for([*EACH, *["p5"] * 3]))
    assert winners(small_world) == []


def test_two_leads_make_no_model_however_unlikely(small_world: World) -> None:
    small_world.tell(*ordinary(reach=100_000), *leads_for(["p5"] * 2))
    assert winners(small_world) == []


def test_leads_called_unqualified_make_no_model(small_world: World) -> None:
    small_world.tell(*ordinary(), *leads_for(EACH), *(replace(each, lead_id=f"u{n}", quality="unqualified")
                                                      for n, each in enumerate(leads_for(["p5"] * 11))))
    assert winners(small_world) == []


def test_where_posts_always_differ_much_a_high_one_is_no_model(small_world: World) -> None:
    uneven = [name for number, name in enumerate(EACH) if number % 4 == 0 for _ in range(8)]
    small_world.tell(*ordinary(), *leads_for([*uneven, *["p5"] * 10]))
    assert winners(small_world) == []


def test_a_reach_read_on_the_first_day_is_too_early_to_compare(small_world: World) -> None:
    facts = [replace(fact, as_of="2026-02-07T08:00:00Z") if getattr(fact, "as_of", None) and fact.post_id == "p5" else fact
             for fact in ordinary()]
    small_world.tell(*facts, *leads_for([*EACH, *["p5"] * 11]))
    assert winners(small_world) == []


def test_a_model_on_a_young_account_cannot_be_told(small_world: World) -> None:
    small_world.tell(*ordinary(12), *leads_for([*EACH[:12], *["p5"] * 11]))
    assert winners(small_world) == [("cant-tell", ["p5"])]


def test_leads_without_any_reach_cannot_be_told(small_world: World) -> None:
    small_world.tell(post("p1"), *leads_for(["p1"] * 5, stated=True))
    assert winners(small_world) == [("cant-tell", ["p1"])]


def uneven(counts: Iterable[int], reach: int) -> list[Post | Reading | Lead]:
    """Return ordinary posts with so many leads each, and a wide post with none."""
    leads = [lead(f"l{number}-{n}", "2026-02-22T12:00:00Z", utm_content=f"p{number}")
             for number, some in enumerate(counts) for n in range(some)]
    return [*ordinary(), *wide(reach=reach), *leads]


def test_one_happy_exception_does_not_hide_a_wide_post_without_a_lead(small_world: World) -> None:
    small_world.tell(*uneven([*[1, 0] * 6, 12, *[1, 0] * 5, 1], 15_000))
    assert ("fires", ["wide"]) in verdicts(small_world)


def test_where_posts_differ_much_in_what_they_bring_none_may_be_chance(small_world: World) -> None:
    small_world.tell(*uneven([5, 0, 0, 0, 0, 0] * 4, 12_000))
    assert "fires" not in [verdict for verdict, _ in verdicts(small_world)]


def test_where_all_leads_came_from_one_post_nothing_is_likely_of_another(small_world: World) -> None:
    small_world.tell(*uneven([*[0] * 23, 30], 12_000))
    assert "fires" not in [verdict for verdict, _ in verdicts(small_world)]


def test_leads_that_lost_the_names_of_their_posts_are_no_fault_of_a_post(small_world: World) -> None:
    named = [lead(f"a{n}", f"2026-02-{1 + n % 12:02d}T12:00:00Z", utm_content=f"p{n % 24}") for n in range(40)]
    nameless = [lead(f"b{n}", f"2026-02-{22 + n % 8 if n % 8 < 7 else 28:02d}T12:00:00Z") for n in range(30)]
    small_world.tell(*ordinary(), *wide(), *named, *nameless)
    assert "fires" not in [verdict for verdict, _ in verdicts(small_world)]
