"""The verdict on one post: Working, Leaking, Quiet or Can't tell, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from bot.coach.audits.audit_post import audit_post
from bot.coach.figures.post_lookup import find_post
from bot.errors import UsageError
from bot.model.facts import Fact
from tests.test_figures import tie_by_time
from tests.world import World, comment, lead, post, reading

FRESH = {"posts": "2026-03-04T08:00:00Z", "comments": "2026-03-04T08:00:00Z", "leads": "2026-03-04T08:00:00Z"}


def history(posts: int = 24, *, leads: bool = True, **values: Any) -> list[Fact]:
    """Return an account's earlier posts, about 1,000 people each and a lead to each of them."""
    facts: list[Fact] = []
    for n in range(posts):
        facts += [post(f"h{n}", f"2026-01-{n + 1:02d}T10:00:00Z", link=f"https://b.example/?utm_content=h{n}", **values),
                  reading(f"h{n}", "2026-03-04T00:00:00Z", reach=900 + 10 * n, comments=0)]
        if leads:
            facts.append(lead(f"lead-h{n}", "2026-02-10T10:00:00Z", utm_content=f"h{n}"))
    return facts


def subject(*, reach: int | None = 5000, tagged: bool = True, published_at: str = "2026-02-20T10:00:00Z", **values: Any) -> list[Fact]:
    """Return the post in question."""
    link = "https://b.example/?utm_content=p1" if tagged else values.pop("link", "https://b.example/")
    return [post("p1", published_at, link=link, text="Our new rye loaf", permalink="https://www.instagram.com/p/AbC1/", **values),
            reading("p1", "2026-03-04T00:00:00Z", reach=reach, comments=0)]


def verdict(world: World, *facts: Fact, feeds: dict[str, str] | None = None) -> dict[str, Any]:
    """Tell the world these facts and return the finding on the post."""
    by_post: Iterable[Fact] = facts
    world.tell(*by_post, feeds=FRESH if feeds is None else feeds)
    _, said = audit_post(world.desk, "p1")
    found: dict[str, Any] = said["findings"][0]
    return found


def test_a_post_with_wide_reach_and_leads_works(world: World) -> None:
    found = verdict(world, *history(), *subject(), lead("l1", utm_content="p1"), lead("l2", utm_content="p1"))
    assert (found["verdict"], found["facts"]["leads"]) == ("Working", 2)
    assert found["facts"]["reach_percentile"] == 1.0


def test_a_small_post_with_leads_works_too(small_world: World) -> None:
    assert verdict(small_world, *history(), *subject(reach=300), lead("l1", utm_content="p1"))["verdict"] == "Working"


def test_a_tracked_post_without_the_leads_its_reach_would_bring_leaks(world: World) -> None:
    found = verdict(world, *history(), *subject())
    assert found["verdict"] == "Leaking"
    assert found["facts"]["expected_leads"] >= 3
    assert "leads-not-virality" in found["guidance"]


def test_a_lead_tied_by_time_alone_does_not_make_a_post_work(small_world: World, sqlite_store: Any) -> None:
    small_world.tell(*history(), *subject(), lead("l1"), feeds=FRESH)
    tie_by_time(sqlite_store, "l1", "p1")
    _, said = audit_post(small_world.desk, "p1")
    assert said["findings"][0]["verdict"] == "Leaking"


def test_a_post_of_the_bottom_quarter_without_talk_or_leads_is_quiet(world: World) -> None:
    found = verdict(world, *history(), *subject(reach=200))
    assert found["verdict"] == "Quiet"
    assert found["facts"]["reach_percentile"] < 0.25


def test_a_conversation_keeps_a_small_post_from_being_quiet(small_world: World) -> None:
    talk = [comment("c1", created_at="2026-02-21T10:00:00Z"),
            comment("r1", "4 euro", parent_id="c1", created_at="2026-02-21T11:00:00Z", from_team=True),
            comment("s1", "Great, thanks", parent_id="c1", created_at="2026-02-21T12:00:00Z")]
    found = verdict(small_world, *history(), *subject(reach=200), *talk)
    assert (found["verdict"], found["facts"]["conversations"]) == ("Can't tell", 1)


@pytest.mark.parametrize(("facts", "feeds", "reason"), [
    ([*history(), *subject(tagged=False)], None, "no tag"),
    ([*history(), *subject(tagged=False, link=None)], None, "no link"),
    ([*history(leads=False), *subject()], None, "no lead is tied"),
    ([*history(4), *subject()], None, "20 are needed"),
    ([*history(), *subject(reach=None)], None, "reach is not known"),
    ([*history(), *subject(reach=1900)], None, "may be chance"),
    ([*history(), *subject(published_at="2026-03-03T10:00:00Z")], None, "72 hours"),
])
def test_what_cannot_be_known_is_said_with_the_reason(
    small_world: World, facts: list[Fact], feeds: dict[str, str] | None, reason: str,
) -> None:
    found = verdict(small_world, *facts, feeds=feeds)
    assert found["verdict"] == "Can't tell"
    assert reason in found["reason"]
    assert found["next_step"]


def test_a_network_without_reach_is_told_by_its_views_and_pointed_to_its_leads(small_world: World) -> None:
    small_world.tell(post("v1", network="youtube", text="Rye day"), reading("v1", network="youtube", views=4632), feeds=FRESH)
    [found, *_] = audit_post(small_world.desk, "v1")[1]["findings"]
    assert found["reason"] == "no reach is known of any post on YouTube"
    assert found["checks"][0]["words"] == "not known; 4,632 views"
    assert "link ADDRESS" in found["next_step"]


@pytest.mark.parametrize("feed", ["leads", "posts"])
def test_stale_data_is_no_ground_for_a_verdict(small_world: World, feed: str) -> None:
    small_world.tell(*history(), *subject(), as_of="2026-03-04T00:00:00Z", feeds=FRESH)
    later = small_world.at("2026-03-20T10:00:00Z")
    for other in {"leads", "posts", "comments"} - {feed}:
        later.feed(other, "2026-03-20T08:00:00Z")
    _, said = audit_post(later.desk, "p1")
    assert said["findings"][0]["verdict"] == "Can't tell"
    assert f"newest {feed}" in said["findings"][0]["reason"]


def test_a_tag_that_another_post_carries_too_ties_no_lead_to_one_of_them(small_world: World) -> None:
    found = verdict(small_world, *history(), *subject(), post("p2", link="https://b.example/?utm_content=p1"))
    assert (found["verdict"], found["reason"]) == ("Can't tell", "other posts carry the same tag")


def test_a_post_is_held_against_its_own_account_only(small_world: World) -> None:
    found = verdict(small_world, *history(account="another"), *subject())
    assert found["facts"]["n"] == 0


def test_posts_of_the_same_kind_are_compared_where_there_are_twenty(small_world: World) -> None:
    reels = [fact for n in range(21) for fact in (
        post(f"v{n}", f"2026-02-{n % 20 + 1:02d}T11:00:00Z", kind="reel"), reading(f"v{n}", "2026-03-04T00:00:00Z", reach=9000))]
    found = verdict(small_world, *history(kind="image"), *reels, *subject(kind="image"))
    assert (found["facts"]["n"], found["facts"]["reach_percentile"]) == (24, 1.0)


def test_every_post_gets_five_checks(world: World) -> None:
    found = verdict(world, *history(), *subject(), comment("c1"))
    assert [each["check"] for each in found["checks"]] == ["reach", "conversation", "lead path", "follow-up", "objective"]
    assert found["checks"][3]["is_good"] is False


def test_the_objective_that_a_post_serves_is_named(small_world: World) -> None:
    small_world.set_objective(metric="bookings", target=12)
    found = verdict(small_world, *history(), *subject())
    assert found["checks"][4]["words"].startswith("12 bookings")
    assert found["checks"][4]["is_good"] is True


def test_a_team_whose_goal_is_talk_sees_a_post_that_started_it_as_working(small_world: World) -> None:
    small_world.set_objective(metric="conversations", target=12)
    talk = [comment("c1", created_at="2026-02-21T10:00:00Z"),
            comment("r1", "4 euro", parent_id="c1", created_at="2026-02-21T11:00:00Z", from_team=True),
            comment("s1", "Great, thanks", parent_id="c1", created_at="2026-02-21T12:00:00Z")]
    assert verdict(small_world, *history(), *subject(reach=200), *talk)["verdict"] == "Working"


def test_a_post_older_than_the_baseline_is_held_against_the_posts_before_it(small_world: World) -> None:
    small_world.tell(*history(), *subject(), feeds=FRESH)
    later = small_world.at("2026-08-01T10:00:00Z")
    for feed in FRESH:
        later.feed(feed, "2026-08-01T08:00:00Z")
    _, said = audit_post(later.desk, "p1")
    assert (said["findings"][0]["facts"]["n"], said["window"]["to"]) == (24, "2026-02-20T10:00:00Z")


@pytest.mark.parametrize("words", [
    "https://www.instagram.com/p/AbC1/", "https://instagram.com/p/AbC1", "http://www.instagram.com/p/AbC1/?igsh=xyz",
    "instagram.com/p/AbC1/", "p1", "instagram:p1", "instagram/p1", "<https://www.instagram.com/p/AbC1/>",
])
def test_a_post_is_found_by_its_link_however_it_is_written_or_by_its_id(small_world: World, words: str) -> None:
    small_world.tell(*subject())
    assert find_post(small_world.desk, words) == ("instagram", "p1")


def test_a_post_that_is_not_there_is_named_and_not_guessed(small_world: World) -> None:
    small_world.tell(*subject())
    with pytest.raises(UsageError, match="nowhere"):
        find_post(small_world.desk, "https://www.instagram.com/p/nowhere/")


def test_an_id_on_two_networks_is_asked_back(small_world: World) -> None:
    small_world.tell(post("p1"), post("p1", network="facebook"))
    with pytest.raises(UsageError, match=r"facebook:p1 or instagram:p1"):
        find_post(small_world.desk, "p1")
