"""Every figure with its n, and what it must never be."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.coach.feeds import feeds_of
from bot.coach.figures.figures import Figure, figures
from bot.coach.windows import last_days, last_weeks
from bot.model.facts import Comment, Followers
from bot.store.store import Store
from tests.world import World, comment, lead, post, reading

NOW = "2026-03-04T09:30:00Z"


def seen(world: World, days: int = 28) -> dict[str, Figure]:
    """Return the figures of a world's last days."""
    return figures(world.desk, last_days(world.desk, days), feeds_of(world.desk))


def tie_by_time(store: Store, lead_id: str, post_id: str) -> None:
    """Tie a lead to a post by nearness in time alone."""
    with store.driver.write() as writer:
        writer.run("update leads set tied_by = 'time', tied_network = 'instagram', tied_post_id = :post_id "
                   "where lead_id = :lead_id", {"lead_id": lead_id, "post_id": post_id})


def asked_and_answered(number: int, *, hours: int = 1, back: bool = False) -> list[Comment]:
    """Return a comment of Tuesday 10:00, the team's answer some hours later, and the answer to that."""
    said: list[Comment] = [
        comment(f"c{number}", created_at="2026-03-03T10:00:00Z", author="ann"),
        comment(f"r{number}", "4 euro", parent_id=f"c{number}", created_at=f"2026-03-03T{10 + hours}:00:00Z", from_team=True),
    ]
    if back:
        said.append(comment(f"s{number}", "Thank you", parent_id=f"c{number}", created_at="2026-03-03T20:00:00Z", author="ann"))
    return said


def test_an_empty_store_gives_no_figure_and_no_zero(world: World) -> None:
    known = {name for name, figure in seen(world).items() if figure.value is not None}
    assert known == set()


def test_every_figure_says_its_window_its_n_and_where_its_data_is_from(world: World) -> None:
    world.tell(post(), reading(reach=1000, reactions=50), lead("l1", post_id="p1"), comment())
    for figure in seen(world).values():
        said = figure.document()
        assert {"value", "unit", "n", "window", "as_of"} <= set(said)
        assert said["window"] == {"from": "2026-02-04T09:30:00Z", "to": NOW}


def test_engagement_sums_what_the_network_reports_and_leaves_out_what_it_does_not(world: World) -> None:
    world.tell(post("p1"), reading("p1", reach=1000, reactions=30, shares=10), post("p2"), reading("p2", reach=500))
    figure = seen(world)["engagement_rate"]
    assert (figure.value, figure.n, figure.parts["per"]) == (0.04, 1, "reach")


def test_the_engagement_rate_is_per_impression_where_no_reach_is_known_and_says_so(world: World) -> None:
    world.tell(post("p1"), reading("p1", impressions=2000, reactions=30))
    figure = seen(world)["engagement_rate"]
    assert figure.value == 0.015
    assert figure.note is not None
    assert "impression" in figure.note


def test_reach_and_impressions_are_never_mixed_in_one_rate(world: World) -> None:
    world.tell(post("p1"), reading("p1", reach=1000, reactions=100), post("p2"), reading("p2", impressions=9000, reactions=9))
    figure = seen(world)["engagement_rate"]
    assert (figure.value, figure.n) == (0.1, 1)
    assert "1 without reach left out" in (figure.note or "")


def test_a_reach_of_nobody_makes_no_rate(world: World) -> None:
    world.tell(post("p1"), reading("p1", reach=0, reactions=0), lead("l1", post_id="p1"))
    assert seen(world)["engagement_rate"].value is None
    assert seen(world)["lead_yield"].value is None


def test_lead_yield_counts_leads_to_every_1000_people_reached(world: World) -> None:
    world.tell(post("p1"), reading("p1", reach=1500), post("p2"), reading("p2", reach=500),
               lead("l1", post_id="p1"), lead("l2", post_id="p2"), lead("l3"))
    figures_seen = seen(world)
    assert (figures_seen["lead_yield"].value, figures_seen["lead_yield"].n) == (1.0, 2)
    assert figures_seen["leads"].value == 3


def test_leads_tied_by_time_alone_are_never_added_in(small_world: World, sqlite_store: Store) -> None:
    small_world.tell(post("p1"), reading("p1", reach=1000), lead("l1", post_id="p1"), lead("l2"))
    tie_by_time(sqlite_store, "l2", "p1")
    found = seen(small_world)
    assert (found["lead_yield"].value, found["leads_tied"].value) == (1.0, 1)
    assert (found["leads"].parts["tied"], found["leads"].parts["by_way"]["time"]) == (1, 1)


def test_ways_of_tying_stand_in_their_order_with_the_untied_last(world: World) -> None:
    world.tell(post("p1", link="https://b.example/?utm_content=a"), lead("l1", post_id="p1"), lead("l2", utm_content="a"), lead("l3"))
    leads = seen(world)["leads"]
    assert list(leads.parts["by_way"]) == ["stated", "utm_content", "utm_campaign", "told", "time", "untied"]
    assert leads.parts["by_way"] == {"stated": 1, "utm_content": 1, "utm_campaign": 0, "told": 0, "time": 0, "untied": 1}
    assert leads.parts["untied_reasons"] == {"it names no post, no tag and no campaign": 1}


def test_leads_are_unknown_and_not_none_where_no_lead_was_ever_imported(world: World) -> None:
    world.tell(post("p1"), reading("p1", reach=1000))
    found = seen(world)
    assert (found["leads"].value, found["lead_yield"].value) == (None, None)
    assert found["leads"].note == "no leads were imported yet"


def test_no_lead_in_a_fresh_feed_is_a_zero(world: World) -> None:
    world.tell(post("p1"), reading("p1", reach=1000), feeds={"leads": NOW})
    assert (seen(world)["leads"].value, seen(world)["lead_yield"].value) == (0, 0)


def test_the_answered_share_is_of_those_that_needed_an_answer(world: World) -> None:
    world.tell(*asked_and_answered(1), comment("c2"), comment("c3", "lovely, thank you"))
    figure = seen(world)["answered_share"]
    assert (figure.value, figure.n, figure.parts["answered"]) == (0.5, 2, 1)


def test_an_answer_that_is_still_to_come_is_none_yet(world: World) -> None:
    world.tell(*asked_and_answered(1, hours=3))
    assert seen(world.at("2026-03-03T12:00:00Z"))["answered_share"].value == 0
    assert seen(world.at("2026-03-03T14:00:00Z"))["answered_share"].value == 1


def test_a_comment_put_aside_needs_no_answer(world: World) -> None:
    world.tell(comment("c1"), comment("c2"))
    with world.desk.records.write() as writer:
        writer.run("dismiss_comment", network="instagram", comment_id="c1", why="spam", now="2026-03-04T08:00:00Z")
    assert seen(world)["answered_share"].n == 1


def test_the_first_response_is_reckoned_in_business_hours(world: World) -> None:
    world.tell(comment("c1", created_at="2026-02-27T16:00:00Z"),
               comment("r1", "yes", parent_id="c1", created_at="2026-03-02T10:00:00Z", from_team=True))
    assert seen(world)["first_response_median"].value == 2.0


def test_the_90th_percentile_is_what_nine_of_ten_answers_came_within(world: World) -> None:
    told = [fact for n in range(9) for fact in asked_and_answered(n)] + asked_and_answered(9, hours=6)
    world.tell(*told)
    found = seen(world)
    assert (found["first_response_median"].value, found["first_response_p90"].value) == (1.0, 1.0)
    assert found["first_response_p90"].n == 10


def test_a_press_on_answered_says_nothing_of_when(world: World) -> None:
    world.tell(comment("c1"))
    with world.desk.records.write() as writer:
        writer.run("answer_comment", network="instagram", comment_id="c1", now="2026-03-04T08:00:00Z")
    found = seen(world)
    assert (found["answered_share"].value, found["first_response_median"].value) == (1.0, None)


def test_a_conversation_is_a_thread_in_which_somebody_came_back(world: World) -> None:
    world.tell(*asked_and_answered(1, back=True), *asked_and_answered(2), comment("c3"))
    assert seen(world)["conversations"].value == 1


def test_a_reply_to_the_teams_reply_makes_a_conversation_where_threads_nest(world: World) -> None:
    world.tell(comment("a", created_at="2026-03-03T10:00:00Z"),
               comment("b", "4 euro", parent_id="a", created_at="2026-03-03T11:00:00Z", from_team=True),
               comment("c", "and the rye?", parent_id="b", created_at="2026-03-03T12:00:00Z"),
               comment("d", "5 euro", parent_id="c", created_at="2026-03-03T13:00:00Z", from_team=True),
               comment("e", "great", parent_id="d", created_at="2026-03-03T14:00:00Z"))
    assert seen(world)["conversations"].value == 1


def test_others_talking_before_the_team_answers_are_no_conversation(world: World) -> None:
    world.tell(comment("a", created_at="2026-03-03T10:00:00Z"),
               comment("b", "same question here", parent_id="a", created_at="2026-03-03T11:00:00Z"),
               comment("c", "4 euro", parent_id="a", created_at="2026-03-03T12:00:00Z", from_team=True))
    assert seen(world)["conversations"].value == 0


def test_an_answer_to_the_teams_own_opening_remark_is_no_second_turn(world: World) -> None:
    world.tell(comment("a", "Ask us anything", created_at="2026-03-03T10:00:00Z", from_team=True),
               comment("b", parent_id="a", created_at="2026-03-03T11:00:00Z"))
    assert seen(world)["conversations"].value == 0


def test_follower_growth_is_net_of_totals_by_the_number_at_the_start(world: World) -> None:
    world.tell(*(Followers("instagram", "bakery", day, n) for day, n in
                 (("2026-01-30", 1000), ("2026-02-15", 1090), ("2026-03-03", 1050))))
    figure = seen(world)["follower_growth"]
    assert (figure.value, figure.parts["net"], figure.parts["by"]) == (0.05, 50, "total")


def test_totals_and_net_changes_are_never_mixed(world: World) -> None:
    world.tell(Followers("instagram", "bakery", "2026-01-30", 1000), Followers("instagram", "bakery", "2026-03-03", 1010),
               Followers("x", "bakery", "2026-03-01", 7, "delta"), Followers("x", "bakery", "2026-03-02", 5, "delta"))
    figure = seen(world)["follower_growth"]
    assert (figure.parts["net"], figure.value) == (10, 0.01)
    assert [each["net"] for each in figure.parts["accounts"]] == [10, 12]


def test_net_changes_without_a_number_at_the_start_make_no_rate(world: World) -> None:
    world.tell(Followers("x", "bakery", "2026-03-01", 7, "delta"))
    figure = seen(world)["follower_growth"]
    assert (figure.value, figure.parts["net"]) == (None, 7)


def test_nothing_after_the_moment_counts(world: World) -> None:
    world.tell(post("p1", "2026-03-03T10:00:00Z"), reading("p1", reach=1000), lead("l1", "2026-03-03T12:00:00Z", post_id="p1"),
               *asked_and_answered(1, back=True))
    found = seen(world.at("2026-03-03T09:00:00Z"))
    assert found["posts"].value == 0
    assert not found["leads"].value
    assert found["answered_share"].n == 0


def test_a_team_never_sees_another_teams_figures(sqlite_store: Store) -> None:
    from tests.world import desk_for

    ours, theirs = (World(desk_for(sqlite_store.team(name))) for name in ("ours", "theirs"))
    theirs.tell(post("p1"), reading("p1", reach=1000), lead("l1", post_id="p1"), *asked_and_answered(1, back=True))
    assert not any(figure.value for figure in seen(ours).values())


@pytest.mark.parametrize(("now", "first", "last"), [
    ("2026-03-02T08:30:00Z", "2026-02-22T23:00:00Z", "2026-03-01T22:59:59Z"),
    ("2026-03-30T08:30:00Z", "2026-03-22T23:00:00Z", "2026-03-29T21:59:59Z"),
])
def test_a_week_is_seven_local_days_also_when_the_clocks_change(
    world_at: Callable[[str], World], now: str, first: str, last: str,
) -> None:
    from dataclasses import replace

    desk = world_at(now).desk
    desk = replace(desk, settings=replace(desk.settings, zone="Europe/Berlin"))
    week = last_weeks(desk, 9)[-1]
    assert (week.since, week.until) == (first, last)


def test_weeks_touch_and_are_each_looked_at_with_the_same_lag(small_world: World) -> None:
    weeks = last_weeks(small_world.desk, 9)
    assert len(weeks) == 9
    assert weeks[-1].now == NOW
    assert weeks[0].now == "2026-01-07T09:30:00Z"
    assert weeks[0].until < weeks[1].since
