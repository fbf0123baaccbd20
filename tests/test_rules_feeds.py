"""No objective, and stale data: what a team has to bring before anything can be judged."""

from __future__ import annotations

from bot.coach.figures.findings import cases, find
from bot.model.rule import Case
from bot.rules import rules
from tests.world import World, comment, import_row, lead, post


def seen(world: World, key: str) -> list[Case]:
    """Return what one rule sees."""
    return cases(world.desk, rules()[key])


def feed_of(world: World, feed: str, network: str | None, as_of: str) -> None:
    """Note an import of one network's feed."""
    with world.desk.records.write() as writer:
        writer.run("add_import", **import_row(f"{feed}-{network}", feed, as_of) | {"network": network})


def undo(world: World, feed: str) -> None:
    """Take the imports of a feed back."""
    for row in world.desk.records.rows("imports"):
        if row["feed"] == feed:
            with world.desk.records.write() as writer:
                writer.run("mark_import_undone", import_id=row["import_id"], now=world.desk.now)


def fresh(world: World) -> World:
    """Return a world in which posts, comments and leads came in today."""
    world.tell(post(), comment(), lead())
    return world


def test_posts_without_an_objective_ask_for_one(small_world: World) -> None:
    small_world.tell(post())
    [case] = seen(small_world, "no-objective")
    assert (case.verdict, case.facts["n"]) == ("fires", 1)


def test_a_team_without_posts_is_not_asked_for_an_objective(small_world: World) -> None:
    assert seen(small_world, "no-objective") == []


def test_posts_of_long_ago_ask_for_nothing(small_world: World) -> None:
    small_world.tell(post(published_at="2026-01-20T10:00:00Z"))
    assert seen(small_world, "no-objective") == []


def test_an_objective_holds_on_its_last_day_and_not_after(small_world: World) -> None:
    small_world.tell(post())
    small_world.set_objective(ends_on="2026-03-04")
    assert seen(small_world, "no-objective") == []
    assert len(seen(small_world.at("2026-03-05T00:30:00Z"), "no-objective")) == 1


def test_an_objective_that_starts_this_month_counts_as_set(small_world: World) -> None:
    small_world.tell(post())
    small_world.set_objective(starts_on="2026-04-01")
    assert seen(small_world, "no-objective") == []


def test_an_objective_that_starts_next_year_leaves_today_without(small_world: World) -> None:
    small_world.tell(post())
    small_world.set_objective(starts_on="2027-01-01", ends_on="2027-12-31")
    assert len(seen(small_world, "no-objective")) == 1


def test_an_objective_that_was_taken_back_does_not_hold(small_world: World) -> None:
    small_world.tell(post())
    small_world.set_objective(objective_id="gone")
    with small_world.desk.records.write() as writer:
        writer.run("end_objective", objective_id="gone", now="2026-03-01T00:00:00Z")
    assert len(seen(small_world, "no-objective")) == 1


def test_fresh_feeds_are_left_alone(small_world: World) -> None:
    assert seen(fresh(small_world), "stale-data") == []


def test_a_feed_goes_stale_after_eight_days(small_world: World) -> None:
    fresh(small_world)
    assert seen(small_world.at("2026-03-12T09:30:00Z"), "stale-data") == []
    [case] = seen(small_world.at("2026-03-12T09:31:00Z"), "stale-data")
    assert [ref.id for ref in case.subject] == ["comments", "leads", "posts"]


def test_all_stale_feeds_stand_in_one_sentence(small_world: World) -> None:
    fresh(small_world)
    [finding] = find(small_world.at("2026-03-20T09:30:00Z").desk, [rules()["stale-data"]])
    assert finding.commitment == "Import comments, leads and posts again"


def test_posts_alone_cannot_tell_who_waits_nor_what_they_bring(small_world: World) -> None:
    small_world.tell(post())
    found = {case.subject[0].id: case for case in seen(small_world, "stale-data")}
    assert {name: case.verdict for name, case in found.items()} == {"comments": "cant-tell", "leads": "cant-tell"}
    assert "utm_content" in str(found["leads"].facts["next_step"])


def test_a_lead_told_in_chat_is_a_feed_of_leads(small_world: World) -> None:
    small_world.tell(post(), comment(), lead())
    undo(small_world, "leads")
    assert seen(small_world, "stale-data") == []


def test_an_undone_import_is_no_feed(small_world: World) -> None:
    small_world.tell(post(), comment(), lead())
    undo(small_world, "comments")
    assert [case.subject[0].id for case in seen(small_world, "stale-data")] == ["comments"]


def test_a_network_that_fell_behind_is_named(small_world: World) -> None:
    fresh(small_world)
    undo(small_world, "posts")
    feed_of(small_world, "posts", "instagram", "2026-03-04T00:00:00Z")
    feed_of(small_world, "posts", "facebook", "2026-02-10T00:00:00Z")
    [case] = seen(small_world, "stale-data")
    assert [(ref.network, ref.id) for ref in case.subject] == [("facebook", "posts")]


def test_a_table_for_all_networks_covers_each(small_world: World) -> None:
    fresh(small_world)
    feed_of(small_world, "posts", "facebook", "2026-02-10T00:00:00Z")
    assert seen(small_world, "stale-data") == []


def test_a_network_left_long_ago_is_not_asked_for(small_world: World) -> None:
    fresh(small_world)
    undo(small_world, "posts")
    feed_of(small_world, "posts", "instagram", "2026-03-04T00:00:00Z")
    feed_of(small_world, "posts", "facebook", "2025-10-10T00:00:00Z")
    assert seen(small_world, "stale-data") == []
