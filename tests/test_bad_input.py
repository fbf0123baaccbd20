"""Data as it should not be: every place says something sensible or "can't tell", and a gap is never a zero."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.coach.comments.queue import documents, in_short
from bot.commands import commands
from bot.intake.importer import ImportJob, import_file
from bot.intake.reading import ReadOptions
from bot.model.card_text import plain_card
from bot.model.command import Asker
from bot.model.facts import Campaign, Comment, Fact
from bot.model.times import from_text
from bot.store.store import Store
from tests.nudge_world import desk_with
from tests.world import World, comment, lead, post, reading

ANN = Asker("u1", "Ann", "terminal", "UTC", is_admin=True)
NOW = "2026-03-02T09:30:00Z"
DAYS = [str(date(2026, 1, 1) + timedelta(days=n * 3 // 2)) for n in range(40)]
PLACES: dict[str, tuple[str, dict[str, Any]]] = {
    "audit": ("audit", {}), "audit month": ("audit", {"view": "month"}), "audit leads": ("audit", {"view": "leads"}),
    "audit comments": ("audit", {"view": "comments"}), "audit tracking": ("audit", {"view": "tracking"}),
    "nudge": ("nudges preview", {"days": 7}), "today": ("today", {}), "digest": ("digest", {}), "queue": ("comments", {}),
}


def weeks(reach: Callable[[int], int | None] = lambda n: 1000 + n, *, n: int = 40) -> list[Fact]:
    """Return posts with links of their own, the newest of the day before, each read with the reach given for it."""
    facts: list[Fact] = []
    for number, day in list(enumerate(DAYS))[-n:]:
        people = reach(number)
        facts.append(post(f"h{number}", f"{day}T12:00:00Z", link=f"https://b.example/?utm_content=h{number}"))
        if people is not None:
            facts.append(reading(f"h{number}", "2026-03-02T00:00:00Z", reach=people, reactions=people // 20))
    return facts


LEADS = tuple(lead(f"l{n}", f"2026-02-{1 + n % 28:02d}T13:00:00Z", utm_content=f"h{n}") for n in range(40))
ASKED = comment("c1", created_at="2026-03-01T08:00:00Z")
BREAD = ("这个面包多少钱请问还有货吗", "パンはいくらですか", "ขนมปังราคาเท่าไหร่ครับ", "面包很差等了两个星期还没到我要退款" * 40)
SCRIPTS = tuple(comment(f"z{n}", words, created_at="2026-03-01T08:00:00Z") for n, words in enumerate(BREAD))


def tells(*batches: Sequence[Fact]) -> Callable[[World], None]:
    """Return what tells a world of facts, one import after another."""
    def put(world: World) -> None:
        for batch in batches:
            world.tell(*batch)
    return put


def two_targets(world: World) -> None:
    """Set two targets for the same days."""
    world.tell(*weeks(), *LEADS, ASKED)
    for target in (5, 500):
        world.set_objective(metric="leads", target=target, starts_on="2026-02-01", ends_on="2026-03-31")


NEWEST = post("h39", f"{DAYS[-1]}T12:00:00Z")
BAD: dict[str, Callable[[World], None]] = {
    "readings that go down": tells(
        (*weeks(), *LEADS, ASKED), (NEWEST, reading("h39", "2026-03-02T08:00:00Z", reach=700, reactions=20))),
    "readings that come late": tells(
        (*weeks(), *LEADS, ASKED), (NEWEST, reading("h39", f"{DAYS[-1]}T13:00:00Z", reach=3, reactions=1))),
    "posts without reach": tells((*weeks(lambda _: None), *LEADS, ASKED)),
    "a reach of nothing": tells((*weeks(lambda _: 0), *LEADS, ASKED)),
    "three posts": tells((*weeks(n=3), ASKED)),
    "no leads ever": tells((*weeks(), ASKED)),
    "leads but no posts": tells(LEADS),
    "comments but no posts": tells((ASKED,)),
    "scripts without spaces": tells((*weeks(), *SCRIPTS)),
    "a campaign without dates": tells((*weeks(), Campaign("Spring", offline="poster"),
                                       post("c1", "2026-02-27T10:00:00Z", campaign="Spring"), ASKED)),
    "objectives that contradict each other": two_targets,
    "nothing at all": tells(),
}


@pytest.fixture
def monday(world_at: Callable[[str], World]) -> World:
    """A team without data on a Monday morning, with its channel on."""
    world = world_at(NOW)
    return World(desk_with(world.desk, *world.desk.rules.values()))


def words(world: World, place: str) -> str:
    """Return what a place says."""
    name, values = PLACES[place]
    return plain_card(commands()[name].run(world.desk, ANN, **values).card)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("bad", BAD)
def test_every_place_says_something_sensible(monday: World, bad: str, place: str) -> None:
    BAD[bad](monday)
    said = words(monday, place)
    assert said
    assert not {"None", "nan", "inf", "-0", "null"} & set(said.replace("None is open", "").replace(",", " ").split())


@pytest.mark.parametrize(("bad", "line"), [
    ("no leads ever", "Leads: not known: no leads were imported yet"), ("no leads ever", "Lead yield: not known"),
    ("posts without reach", "Lead yield: not known: no post of the window has a reach"),
    ("leads but no posts", "Answered: not known: no comments were imported yet"), ("leads but no posts", "Leads: 6"),
    ("comments but no posts", "Leads: not known"),
])
def test_an_audit_says_what_is_missing(monday: World, bad: str, line: str) -> None:
    BAD[bad](monday)
    assert line in words(monday, "audit")


@pytest.mark.parametrize(("bad", "zero"), [
    ("no leads ever", "Leads: 0"), ("no leads ever", "Tied to these posts: 0"), ("leads but no posts", "Posts: 0"),
    ("leads but no posts", "Tied to these posts: 0"), ("leads but no posts", "Conversations: 0"),
    ("posts without reach", "Reach, post by post: 0"), ("posts without reach", "Engagement rate: 0"),
    ("comments but no posts", "Posts: 0"), ("nothing at all", "Posts: 0"), ("nothing at all", "Leads: 0"),
])
@pytest.mark.parametrize("place", ["audit", "audit month", "audit leads", "audit tracking", "digest", "today"])
def test_a_gap_is_never_a_zero(monday: World, bad: str, zero: str, place: str) -> None:
    BAD[bad](monday)
    assert zero not in words(monday, place)


def test_a_reading_that_goes_down_is_the_networks_newest_word(monday: World) -> None:
    BAD["readings that go down"](monday)
    assert "the post h39 brought 1 lead from 700 people reached" in words(monday, "audit")


def test_a_reading_that_comes_late_changes_no_newer_one(monday: World) -> None:
    BAD["readings that come late"](monday)
    rows = monday.desk.records.rows("posts_measured", since="2026-02-20", until=NOW, now=NOW)
    measured = {each["post_id"]: each for each in rows}
    assert (measured["h39"]["reach"], measured["h39"]["figures_as_of"]) == (1039, "2026-03-02T00:00:00Z")


def test_a_negative_figure_is_turned_away_with_its_line_and_stays_a_gap(monday: World, tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    path.write_text("network,post_id,published_at,reach\ninstagram,p1,2026-02-25T10:00:00Z,-50\n"
                    "instagram,p2,2026-02-25T10:00:00Z,\n", encoding="utf-8")
    done = import_file(ImportJob(monday.desk.records, ReadOptions(from_text(NOW)), lambda _: "other"), path)
    assert [(row.line, row.reason) for row in done.rows] == [
        (2, "reach is '-50', which no such figure can be; leave it empty if unknown")]
    said = words(monday, "audit")
    assert "Posts: 1" in said
    assert "Reach, post by post" not in said


def test_three_posts_are_too_few_for_any_comparison(monday: World) -> None:
    BAD["three posts"](monday)
    said = words(monday, "audit")
    assert "3 posts" in words(monday, "audit month")
    assert "Working" not in said
    assert "Leaking" not in said


@pytest.mark.parametrize("place", ["queue", "nudge", "digest", "audit"])
def test_comments_in_scripts_without_spaces_wait_like_others(monday: World, place: str) -> None:
    BAD["scripts without spaces"](monday)
    assert {each.comment_id for each in in_short(monday.desk, 9).first} >= {"z0", "z1", "z3"}
    assert words(monday, place)


def test_a_campaign_without_dates_runs_while_it_has_posts(monday: World) -> None:
    BAD["a campaign without dates"](monday)
    assert "Tie Spring to the rest: it has no page and no tagged link" in words(monday, "audit")
    monday.tell(Campaign("Autumn", offline="poster", offline_has_handle=False))
    assert "Autumn" not in words(monday, "audit month")


def test_two_goals_that_contradict_each_other_are_named_and_each_is_reckoned_by_itself(monday: World) -> None:
    BAD["objectives that contradict each other"](monday)
    assert "contradict each other" in plain_card(commands()["goals"].run(monday.desk, ANN).card)
    assert "40 of 500 leads" in words(monday, "digest")
    assert "of 5 leads" not in words(monday, "digest")


CROWD = 100_000


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> World:
    """One thread of a hundred thousand comments within a day: attacks, questions and the team's answers to both."""
    from bot.store.store import open_store
    from tests.world import desk_for

    store: Store = open_store(f"sqlite:///{tmp_path_factory.mktemp('crowd') / 'coach.db'}")
    world = World(desk_for(store.team("bakery"), now=NOW))
    world.tell(post("p1", "2026-02-28T10:00:00Z"), reading("p1", reach=200_000), _said(0, "You people are idiots", None))
    kinds = {1: ("in", "hostile"), 2: ("in", "question"), 0: ("out", None)}
    columns = ("team_id", "network", "comment_id", "post_id", "parent_id", "direction", "text", "created_at", "label",
               "first_import", "last_import", "last_as_of")
    with store.driver.write() as writer:
        writer.run("create temporary table crowd_rows as select * from comments where 1 = 0", {})
        writer.load("crowd_rows", columns, (
            ("bakery", "instagram", f"c{n}", "p1", "c0", kinds[n % 3][0], f"word {n}",
             f"2026-03-01T{n // 6000:02d}:{n // 100 % 60:02d}:{n % 60:02d}Z", kinds[n % 3][1], "crowd", "crowd", NOW)
            for n in range(1, CROWD)))
        writer.run(f"insert into comments ({', '.join(columns)}) select {', '.join(columns)} from crowd_rows", {})
    return world


def _said(number: int, text: str, parent: str | None) -> Comment:
    return comment(f"c{number}", text, created_at="2026-03-01T00:00:00Z", parent_id=parent)


@pytest.mark.parametrize("place", ["audit", "digest", "queue"])
def test_a_hundred_thousand_comments_in_one_thread_are_one_thread(crowd: World, place: str) -> None:
    assert words(crowd, place)


def test_the_queue_of_a_hundred_thousand_comments_is_counted_and_comes_one_by_one(crowd: World) -> None:
    waiting = sum(n % 3 == 2 for n in range(1, CROWD))
    assert in_short(crowd.desk, 5).total == waiting
    assert next(documents(crowd.desk))["comment_id"] == "c2"


def test_a_crowd_that_attacks_and_is_answered_is_one_finding(crowd: World) -> None:
    from bot.coach.figures.findings import cases

    [case] = cases(crowd.desk, crowd.desk.rules["feeding-the-trolls"])
    assert (case.subject[0].id, case.facts["n"]) == ("c0", sum(n % 3 == 0 for n in range(1, CROWD)))
    assert len(crowd.desk.records.detect(crowd.desk.rules["feeding-the-trolls"].rule.detect, {
        "now": NOW, "window_days_ago": "2026-02-16T09:30:00Z", "answers": 3})) == 1
