"""Slots that fall due: once a local date, never in quiet times, never in a burst, on both engines."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from bot.coach.channels import live_slots, turn_on
from bot.coach.desk import Desk
from bot.coach.posted.ledger import HELD_OUT
from bot.model.card import Card, text
from bot.model.settings import Channel
from bot.store.store import Store, open_store
from tests.nudge_world import (
    FakeFront,
    cards,
    case,
    comment_case,
    desk_with,
    outcomes,
    posts,
    rule,
    send,
    started,
    tick_at,
)
from tests.world import World, comment

MANY = tuple(rule(key, [case(f"p-{key}")]) for key in ("a", "b", "c", "d", "e", "f", "g"))
WIDE = {"quiet_from": "00:00", "quiet_to": "00:00", "quiet_days": ()}


def digest_of(desk: Desk) -> Card:
    return Card(text("Keep on answering"))


def test_a_slot_posts_once_with_its_claim_its_ledger_and_its_outbox_row(world: World) -> None:
    world.tell(comment("c1"))
    desk = started(desk_with(world.desk, rule("a", [comment_case("c1")])), "2026-03-04T09:00:00Z")
    assert outcomes(tick_at(desk, "2026-03-04T09:30:00Z")) == ["posted"]
    assert outcomes(tick_at(desk, "2026-03-04T09:31:00Z")) == []
    [card], [post] = cards(desk), posts(desk)
    assert (card["rule"], card["kind"], card["local_date"]) == ("a", "nudge", "2026-03-04")
    assert (post["card_id"], post["not_after"]) == (card["card_id"], "2026-03-04T18:00:00Z")
    assert [row["item_id"] for row in desk.records.rows("items_of_card", card_id=card["card_id"])] == ["c1"]
    assert [row["result"] for row in desk.records.rows("occurrences")] == ["posted"]


def test_nothing_to_ask_posts_nothing(small_world: World) -> None:
    desk = started(desk_with(small_world.desk, rule("a")), "2026-03-04T09:00:00Z")
    assert outcomes(tick_at(desk, "2026-03-04T09:30:00Z")) == ["nothing to ask"]
    assert posts(desk) == []


def test_nothing_is_posted_before_the_channel_is_turned_on(small_world: World) -> None:
    desk = started(desk_with(small_world.desk, *MANY, on=False), "2026-03-04T09:00:00Z")
    assert tick_at(desk, "2026-03-04T09:30:00Z") == []
    assert turn_on(desk, "terminal")
    assert not turn_on(desk, "terminal")
    assert {slot.kind for slot in live_slots(desk)} == {"digest", "audit", "nudge"}


def test_the_hour_that_autumn_repeats_posts_once(world: World) -> None:
    desk = desk_with(world.desk, *MANY, zone="Europe/Berlin", nudge_at="02:30", nudge_days=("sun",),
                     channel_posts_per_day=9, channel_posts_per_week=9, **WIDE)
    desk = started(desk, "2026-10-24T12:00:00Z")
    assert outcomes(tick_at(desk, "2026-10-25T00:30:00Z")) == ["posted"]
    assert outcomes(tick_at(desk, "2026-10-25T01:30:00Z")) == ["taken"]
    assert len(posts(desk)) == 1


def test_the_hour_that_spring_leaves_out_posts_once(small_world: World) -> None:
    desk = desk_with(small_world.desk, *MANY, zone="Europe/Berlin", nudge_at="02:30", nudge_days=("sun",), **WIDE)
    desk = started(desk, "2026-03-28T12:00:00Z")
    taken = [each for hour in range(24) for each in tick_at(desk, f"2026-03-29T{hour:02d}:30:00Z")]
    assert outcomes(taken) == ["posted"]


def test_two_processes_post_once(store: Store) -> None:
    from tests.world import desk_for

    driver: Any = store.driver
    second = open_store(f"sqlite:///{driver.path}") if driver.engine == "sqlite" else store
    desk = started(desk_with(desk_for(store.team("bakery")), *MANY), "2026-03-04T09:00:00Z")
    twin = replace(desk, records=second.team("bakery"))
    with ThreadPoolExecutor(2) as pool:
        taken = list(pool.map(lambda each: tick_at(each, "2026-03-04T09:30:00Z"), (desk, twin)))
    if second is not store:
        second.close()
    assert sorted(outcomes([*taken[0], *taken[1]]))[0] == "posted"
    assert len(posts(desk)) == 1
    assert len(cards(desk)) == 1


def test_two_channels_at_once_keep_one_ledger(store: Store) -> None:
    from bot.coach.nudges.speaking import at_slot
    from tests.world import desk_for

    channels = (Channel(id="one"), Channel(id="two"))
    desk = started(desk_with(desk_for(store.team("bakery")), rule("a", [case()]), channels=channels), "2026-03-04T09:30:00Z")
    slots = [slot for slot in live_slots(desk) if slot.kind == "nudge"]
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda slot: at_slot(desk, slot, "2026-03-04T09:30:00Z"), slots))
    assert sorted(results) == ["nothing to ask", "posted"]


def test_a_slot_missed_while_down_is_taken_late_on_the_same_day(small_world: World) -> None:
    desk = started(desk_with(small_world.desk, *MANY), "2026-03-04T09:00:00Z")
    assert outcomes(tick_at(desk, "2026-03-04T17:59:00Z")) == ["posted"]


def test_a_slot_whose_day_ended_in_quiet_hours_is_missed_and_merged_into_the_next(small_world: World) -> None:
    desk = started(desk_with(small_world.desk, *MANY), "2026-03-04T09:00:00Z")
    assert outcomes(tick_at(desk, "2026-03-04T18:30:00Z")) == []
    assert outcomes(tick_at(desk, "2026-03-05T09:30:00Z")) == ["missed", "posted"]
    assert len(posts(desk)) == 1


def test_a_week_away_brings_one_post_and_no_burst(small_world: World) -> None:
    desk = started(desk_with(small_world.desk, *MANY), "2026-03-04T09:00:00Z")
    taken = tick_at(desk, "2026-03-13T12:00:00Z", digest_of)
    assert outcomes(taken).count("posted") == 1
    assert len(posts(desk)) == 1


def test_a_long_absence_ends_with_schedules_that_lie_ahead(small_world: World) -> None:
    desk = started(desk_with(small_world.desk, *MANY), "2025-03-04T09:00:00Z")
    tick_at(desk, "2026-03-13T12:00:00Z", digest_of)
    assert all(row["next_due_at"] > "2026-03-13T12:00:00Z" for row in desk.records.rows("schedules"))


def test_a_holiday_passes_in_silence(small_world: World) -> None:
    desk = started(desk_with(small_world.desk, *MANY, holidays=("2026-03-04",)), "2026-03-04T09:00:00Z")
    assert outcomes(tick_at(desk, "2026-03-04T09:30:00Z")) == ["missed"]
    assert posts(desk) == []


def test_a_digest_that_found_no_moment_comes_at_the_next_slot_of_its_week_once(small_world: World) -> None:
    desk = started(desk_with(small_world.desk, *MANY, holidays=("2026-03-09",)), "2026-03-08T09:00:00Z")
    assert outcomes(tick_at(desk, "2026-03-09T09:30:00Z", digest_of)) == ["missed"]
    assert outcomes(tick_at(desk, "2026-03-10T10:00:00Z", digest_of)) == ["posted"]
    assert outcomes(tick_at(desk, "2026-03-11T09:30:00Z", digest_of)) == ["posted"]
    assert [card["rule"] == "digest" for card in cards(desk)] == [True, False]


def test_without_a_digest_its_slot_stays_silent(small_world: World) -> None:
    desk = started(desk_with(small_world.desk, *MANY), "2026-03-08T09:00:00Z")
    assert outcomes(tick_at(desk, "2026-03-09T09:30:00Z", lambda _desk: None)) == ["no digest"]


def test_a_week_holds_four_posts_with_the_digest(small_world: World) -> None:
    desk = started(desk_with(small_world.desk, *MANY), "2026-03-08T09:00:00Z")
    days = [outcomes(tick_at(desk, f"2026-03-{day:02d}T10:00:00Z", digest_of)) for day in range(9, 14)]
    assert days == [["posted"], ["posted"], ["posted"], ["posted"], ["cap reached"]]


def test_the_light_profile_posts_twice_a_week(small_world: World) -> None:
    desk = started(desk_with(small_world.desk, *MANY, channels=(Channel(profile="light"),)), "2026-03-08T09:00:00Z")
    for day in range(9, 16):
        tick_at(desk, f"2026-03-{day:02d}T10:00:00Z", digest_of)
    assert [card["kind"] for card in cards(desk)] == ["digest", "audit"]


def test_a_held_out_nudge_is_recorded_and_not_posted(small_world: World) -> None:
    desk = started(desk_with(small_world.desk, *MANY, hold_out_share=1.0), "2026-03-04T09:00:00Z")
    assert outcomes(tick_at(desk, "2026-03-04T09:30:00Z")) == ["held out"]
    assert [row["result"] for row in desk.records.rows("occurrences")] == ["held out"]
    assert posts(desk) == []
    assert [card["state"] for card in cards(desk)] == [HELD_OUT]


def test_a_changed_clock_time_moves_the_schedule_and_a_dropped_slot_goes(small_world: World) -> None:
    desk = started(desk_with(small_world.desk, *MANY), "2026-03-04T09:00:00Z")
    later = desk_with(small_world.desk, *MANY, nudge_at="11:00")
    started(later, "2026-03-04T09:05:00Z")
    due = {row["kind"]: row["next_due_at"] for row in later.records.rows("schedules")}
    assert due["nudge"] == "2026-03-04T11:00:00Z"
    light = desk_with(small_world.desk, *MANY, channels=(Channel(profile="light"),))
    started(light, "2026-03-04T09:06:00Z")
    assert {row["kind"] for row in desk.records.rows("schedules")} == {"digest", "audit"}


def test_an_idle_tick_writes_nothing(small_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = started(desk_with(small_world.desk, *MANY), "2026-03-04T09:00:00Z")
    monkeypatch.setattr(type(desk.records), "write", None)
    assert tick_at(desk, "2026-03-04T09:10:00Z") == []


def ignored(desk: Desk) -> Desk:
    """Three nudges nobody reacts to, on three days."""
    desk = started(desk, "2026-03-03T09:00:00Z")
    for moment in ("2026-03-03T10:00:00Z", "2026-03-04T09:30:00Z", "2026-03-05T09:30:00Z"):
        assert outcomes(tick_at(desk, moment)) == ["posted"]
    return desk


def test_three_ignored_nudges_bring_one_note_that_offers_less(small_world: World) -> None:
    desk = ignored(desk_with(small_world.desk, *MANY))
    assert outcomes(tick_at(desk, "2026-03-06T09:30:00Z")) == ["posted"]
    assert cards(desk)[-1]["rule"] == "pace"


def test_no_answer_to_the_note_means_weekly(small_world: World) -> None:
    desk = ignored(desk_with(small_world.desk, *MANY))
    tick_at(desk, "2026-03-06T09:30:00Z")
    assert outcomes(tick_at(desk, "2026-03-10T10:00:00Z"))[-1] == "weekly from now on"
    tick_at(desk, "2026-03-10T10:01:00Z")
    assert {row["kind"] for row in desk.records.rows("schedules")} == {"digest"}


def test_a_reaction_breaks_the_row_of_ignored_nudges(small_world: World) -> None:
    desk = ignored(desk_with(small_world.desk, *MANY))
    with desk.records.write() as writer:
        writer.run("move_card", card_id=cards(desk)[-1]["card_id"], state="done", snoozed_until=None, closed_at=desk.now)
    tick_at(desk, "2026-03-06T09:30:00Z")
    assert cards(desk)[-1]["rule"] in "abcdefg"


def test_an_open_card_about_the_same_is_edited_and_not_posted_again(small_world: World) -> None:
    small_world.tell(comment("c1"), comment("c2"))
    desk = started(desk_with(small_world.desk, rule("a", [comment_case("c1")])), "2026-03-04T09:00:00Z")
    tick_at(desk, "2026-03-04T09:30:00Z")
    front = FakeFront()
    send(desk, front, "2026-03-04T09:30:10Z")
    again = desk_with(small_world.desk, rule("a", [comment_case("c1", "c2")]))
    assert outcomes(tick_at(again, "2026-03-11T09:30:00Z"))[-1] == "edited"
    send(desk, front, "2026-03-11T09:30:10Z")
    assert len(front.arrived) == 1
    assert len(front.edits) == 1
    assert len(desk.records.rows("items_of_card", card_id=cards(desk)[0]["card_id"])) == 2


def test_the_job_in_memory_is_coalesced_and_never_misfires() -> None:
    from bot.outbox.clockwork import start

    runs: list[int] = []
    scheduler = start(lambda: runs.append(1), every_s=3600)
    try:
        [job] = scheduler.get_jobs()
        assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (None, True, 1)
        assert str(scheduler.timezone) == "UTC"
        assert runs == [1]
    finally:
        scheduler.shutdown(wait=True)


def test_a_fault_in_the_job_is_logged_and_does_not_end_it(caplog: pytest.LogCaptureFixture) -> None:
    from bot.outbox.clockwork import guarded

    def fault() -> None:
        raise ValueError("broken")

    guarded(fault)
    assert "tick failed id=" in caplog.text
