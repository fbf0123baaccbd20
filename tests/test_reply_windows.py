"""How long a network lets a business answer in private, and the queue's order by the time left, whatever it holds."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.coach.comments.queue import SOON, Waiting, _late_from, _placing, due_at, in_short, waiting
from bot.coach.figures.findings import cases
from bot.coach.timing.business_hours import BusinessHours
from bot.commands import commands
from bot.model.card import Card, Items, plain
from bot.model.card_text import plain_card
from bot.model.command import Asker
from bot.model.networks import networks, window_of
from bot.model.reply_window import UNKNOWN
from bot.model.settings import Comments, Nudges
from bot.model.times import from_text, to_text
from bot.render.safe import columns
from bot.render.terminal import Screen, render
from bot.rules import rules
from bot.store.store import Store, open_store
from tests.test_reply_drafts import Documents, with_documents
from tests.three_fronts import FRONTS, words_on
from tests.world import NOW, World, comment, desk_for, post

ANN = Asker("u1", "Ann", "terminal", "UTC")


def told(world: World, *facts: Any, **labels: str) -> World:
    """Tell comments and label them by hand."""
    world.tell(*facts)
    with world.desk.records.write() as writer:
        for fact in facts:
            writer.run("label_comment", network=fact.network, comment_id=fact.comment_id,
                       label=labels.get(fact.comment_id, "complaint"))
    return world


def order(world: World) -> list[str]:
    return [each.comment_id for each in waiting(world.desk)]


def card_words(world: World) -> str:
    return plain_card(commands()["comments"].run(world.desk, ANN).card)


@pytest.mark.parametrize("name", sorted(name for name, known in networks().items() if known.window is not UNKNOWN))
def test_every_figure_of_a_network_cites_its_page(name: str) -> None:
    module = __import__(f"bot.model.networks.{name}", fromlist=["WINDOW"])
    assert "https://" in (module.__doc__ or "")
    assert module.WINDOW.private_reply_days is None or module.WINDOW.private_reply_days > 0


def test_a_network_that_no_file_tells_of_is_unknown() -> None:
    assert window_of("pinterest") is UNKNOWN
    assert UNKNOWN.closes_at(NOW) is None


@pytest.mark.parametrize(("network", "words"), [
    ("facebook", "private reply closes in 2 days"), ("instagram", "private reply closes in 2 days"), ("google", None),
    ("tiktok", None),
])
def test_the_queue_shows_when_the_private_reply_closes(small_world: World, network: str, words: str | None) -> None:
    told(small_world, comment("c1", network=network, created_at="2026-02-27T10:00:00Z"))
    assert ("private reply" in card_words(small_world)) is (words is not None)
    assert words is None or words in card_words(small_world)


def test_a_private_reply_that_is_closed_says_so(small_world: World) -> None:
    told(small_world, comment("c1", created_at="2026-02-22T09:30:00Z"))
    assert "private reply closed 3 days ago" in card_words(small_world)


def test_scripts_get_the_moment_at_which_it_closes(small_world: World) -> None:
    told(small_world, comment("c1", created_at="2026-03-03T08:00:00Z"), comment("c2", network="google"))
    rows = {row["comment_id"]: row for row in commands()["comments"].run(small_world.desk, ANN).document}
    assert rows["c1"]["private_reply_until"] == "2026-03-10T08:00:00Z"
    assert rows["c2"]["private_reply_until"] is None


def test_what_closes_soon_goes_before_what_waits_longer(world: World) -> None:
    told(world, comment("closed", created_at="2026-02-20T08:00:00Z"),
         comment("closing", created_at="2026-02-26T08:00:00Z"), comment("closing-next", created_at="2026-02-27T08:00:00Z"),
         comment("google", network="google", created_at="2026-02-26T07:00:00Z"),
         comment("open", created_at="2026-03-03T08:00:00Z"))
    assert order(world) == ["closing", "closing-next", "closed", "google", "open"]


def test_a_question_that_closes_soon_stays_behind_complaints(world: World) -> None:
    told(world, comment("q", created_at="2026-02-26T08:00:00Z"), comment("q2", created_at="2026-02-25T08:00:00Z"),
         comment("c", created_at="2026-03-04T08:00:00Z"), q="question", q2="question")
    assert order(world) == ["c", "q", "q2"]


@given(some.lists(some.tuples(some.integers(0, 60 * 24 * 20), some.sampled_from(["complaint", "buying signal", "question"]),
                              some.sampled_from(["instagram", "google"])), min_size=1, max_size=30))
def test_urgent_comes_first_and_within_a_kind_the_time_left_decides(
    drawn: list[tuple[int, str, str]],
) -> None:
    now, settings = from_text(NOW), Comments()
    hours = business_hours_of(settings)
    rows = [{"label": label, "network": network, "comment_id": f"c{n}", "created_at": to_text(now - timedelta(minutes=minutes))}
            for n, (minutes, label, network) in enumerate(drawn)]
    found = [Waiting(row["network"], row["comment_id"], "p", row["label"], "", row["created_at"],
                     due_at(row["label"], row["created_at"], hours, settings), NOW,
                     closes_at=window_of(row["network"]).closes_at(row["created_at"]))
             for row in sorted(rows, key=_placing(NOW))]
    soon = to_text(now + SOON)

    def rank(each: Waiting) -> tuple[bool, bool, str]:
        closing = each.closes_at is not None and NOW < each.closes_at <= soon
        return not each.is_urgent, not closing, str(each.closes_at) if closing else each.due_at

    assert [rank(each) for each in found] == sorted(map(rank, found))


def business_hours_of(settings: Comments) -> BusinessHours:
    return BusinessHours(settings, "Europe/Berlin", ("2026-02-27",))


@given(some.integers(0, 60 * 24 * 20), some.sampled_from(["complaint", "question"]))
def test_what_is_overdue_is_told_from_one_moment_alone(minutes: int, label: str) -> None:
    settings = Comments()
    hours = business_hours_of(settings)
    since = _late_from(lambda of, made: due_at(of, made, hours, settings), label, NOW)
    made = to_text(from_text(NOW) - timedelta(minutes=minutes))
    assert (made < since) is (due_at(label, made, hours, settings) < NOW)


def test_the_short_queue_says_what_the_long_one_does(world: World) -> None:
    told(world, *(comment(f"c{n}", created_at=f"2026-03-0{1 + n % 4}T0{n % 9}:00:00Z") for n in range(20)),
         **{f"c{n}": ("question", "buying signal", "complaint")[n % 3] for n in range(20)})
    every, short = waiting(world.desk), in_short(world.desk, 10)
    assert list(short.first) == every[:10]
    assert (short.total, short.late) == (len(every), sum(each.is_late for each in every))


def with_settings(world: World, **values: Any) -> World:
    return World(replace(world.desk, settings=replace(world.desk.settings, **values)))


def test_a_holiday_moves_what_is_due_and_with_it_the_order(small_world: World) -> None:
    monday = told(small_world.at("2026-03-09T08:00:00Z"), comment("friday", created_at="2026-03-06T15:00:00Z", network="google"),
                  comment("older", created_at="2026-03-06T08:00:00Z", network="google"))
    closed = with_settings(monday, nudges=Nudges(holidays=("2026-03-09",)))
    assert {each.comment_id: each.due_at for each in waiting(monday.desk)} == {
        "older": "2026-03-06T13:00:00Z", "friday": "2026-03-09T11:00:00Z"}
    assert {each.comment_id: each.due_at for each in waiting(closed.desk)}["friday"] == "2026-03-10T11:00:00Z"
    assert order(closed) == ["older", "friday"]


def test_a_quiet_day_is_about_nudges_and_moves_no_answer(small_world: World) -> None:
    told(small_world, comment("c1", created_at="2026-03-04T09:00:00Z"))
    quiet = with_settings(small_world, nudges=Nudges(quiet_days=("wed", "thu", "sat", "sun")))
    assert [each.due_at for each in waiting(quiet.desk)] == ["2026-03-04T13:00:00Z"]


def test_a_weekend_without_business_keeps_fridays_complaint_before_saturdays(small_world: World) -> None:
    sunday = told(small_world.at("2026-03-08T12:00:00Z"), comment("sat", created_at="2026-03-07T08:00:00Z", network="google"),
                  comment("fri", created_at="2026-03-06T14:00:00Z", network="google"))
    assert [(each.comment_id, each.due_at) for each in waiting(sunday.desk)] == [
        ("fri", "2026-03-09T10:00:00Z"), ("sat", "2026-03-09T13:00:00Z")]


def test_over_a_long_holiday_a_closing_window_comes_before_what_is_due_first(small_world: World) -> None:
    days = tuple(f"2026-12-{day}" for day in range(24, 32))
    world = with_settings(told(small_world.at("2026-12-30T09:30:00Z"), comment("insta", created_at="2026-12-24T20:00:00Z"),
                               comment("google", network="google", created_at="2026-12-24T08:00:00Z")), nudges=Nudges(holidays=days))
    assert order(world) == ["insta", "google"]


MANY = 100_000


@pytest.fixture(scope="module")
def thronged(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A hundred thousand unanswered comments in one thread under one post."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('many') / 'coach.db'}")
    world = World(desk_for(store.team("bakery")))
    world.tell(post(text="新しいライ麦パンが毎朝焼き上がります"))
    first = datetime(2026, 2, 27, tzinfo=UTC)
    columns_ = ("team_id", "network", "comment_id", "post_id", "parent_id", "direction", "text", "created_at", "label",
                "first_import", "last_import", "last_as_of")
    sql = (f"insert into comments ({', '.join(columns_)}) values ({', '.join(f':{name}' for name in columns_)})")
    with store.driver.write() as writer:
        writer.many(sql, ({
            "team_id": "bakery", "network": "instagram", "comment_id": f"c{n:06}", "post_id": "p1", "parent_id": "root",
            "direction": "in", "text": f"この商品は壊れていました {n}", "created_at": to_text(first + timedelta(seconds=n)),
            "label": ("complaint", "question", "buying signal")[n % 3], "first_import": "i", "last_import": "i",
            "last_as_of": NOW} for n in range(MANY)))
        writer.learn()
    world.feed("comments", NOW)
    return world


def with_peak_mb(work: Callable[[], Any]) -> tuple[Any, float]:
    """Return what some work gives, and the most memory it took in between, in megabytes."""
    tracemalloc.start()
    try:
        return work(), tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


@pytest.fixture(scope="module")
def crowded(thronged: World) -> tuple[Card, float]:
    """The card of the queue of so many, and what it took."""
    return with_peak_mb(lambda: commands()["comments"].run(thronged.desk, ANN).card)


def test_a_hundred_thousand_comments_in_one_thread_make_a_card_of_ten(crowded: tuple[Card, float]) -> None:
    card, _ = crowded
    [items] = [part for part in card.parts if isinstance(part, Items)]
    assert len(items.items) == 10
    assert plain(card.title).startswith("100,000 comments to answer, all overdue: 33,334 complaints")
    assert "99,990 more wait behind these." in plain_card(card)


def test_the_card_of_so_many_takes_a_few_megabytes(crowded: tuple[Card, float]) -> None:
    assert crowded[1] < 8


def test_the_nudge_of_so_many_looks_at_a_part_and_counts_all(thronged: World) -> None:
    [case], peak_mb = with_peak_mb(lambda: cases(thronged.desk, rules()["unanswered-comments"]))
    assert (case.facts["n"], len(case.items)) == (MANY, 5)
    assert peak_mb < 8


THAI = "สินค้าชำรุดและไม่มีใครตอบเลยรอมาหลายวันแล้วช่วยตอบด้วยครับ" * 12
JAPANESE = "届いた商品が壊れていて何度連絡しても返事がありません困っています" * 15
LONG = "x" * 900


@pytest.mark.parametrize("front", FRONTS)
@pytest.mark.parametrize("words", [THAI, JAPANESE, LONG], ids=["thai", "japanese", "one word"])
def test_a_comment_without_spaces_is_cut_to_size_on_every_front(small_world: World, words: str, front: str) -> None:
    told(small_world, comment("c1", words))
    small_world.tell(post(text=words))
    shown = "".join(words_on(front, commands()["comments"].run(small_world.desk, ANN).card).split())
    assert words[:200] in shown
    assert words[:290] not in shown
    assert f"“{words[:35]}…”" in shown


@pytest.mark.parametrize("words", [THAI, JAPANESE, LONG], ids=["thai", "japanese", "one word"])
def test_no_line_of_such_a_card_is_wider_than_the_screen(small_world: World, words: str) -> None:
    told(small_world, comment("c1", words))
    lines = render(commands()["comments"].run(small_world.desk, ANN).card, Screen(width=60)).splitlines()
    assert max(map(columns, lines)) <= 60


def test_a_draft_for_such_a_comment_is_a_sensible_card(sqlite_store: Store) -> None:
    world = with_documents(told(World(desk_for(sqlite_store.team("bakery"))), comment("c1", JAPANESE)), Documents())
    reply = commands()["comments draft"].run(world.desk, ANN, comment_id="c1")
    assert reply.document["language"] == "Japanese"
    assert len(plain_card(reply.card)) < 1500
