"""Sending once: whatever dies where, nothing is sent twice and nothing is lost."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.coach.channels import place, turn_on
from bot.coach.desk import Desk
from bot.coach.nudges.speaking import read_ledger
from bot.coach.posted.ledger import LOST, UNSENT
from bot.coach.posting import Entry, queue
from bot.errors import ChannelGone, TryLater
from bot.model.card import Card, text
from bot.model.ids import new_id
from bot.model.rule import Ref
from bot.model.settings import Channel
from bot.model.times import from_text, to_text
from bot.outbox.gone import switch_off
from bot.outbox.sender import COUNTED, LEASE_S, TOO_LATE, Sender
from bot.store.store import Store
from tests.nudge_world import FakeFront, cards, case, desk_with, posts, rule, send, sender, started, tick_at
from tests.world import World, desk_for

ROOT = Path(__file__).parent.parent
NOW = "2026-03-04T09:30:00Z"
AFTER_LEASE = "2026-03-04T09:32:00Z"


class Killed(BaseException):
    """The process died here."""


@dataclass
class Fate:
    """Dies at the given step, or by chance."""

    at: int | None = None
    chance: random.Random | None = None
    steps: int = 0

    def step(self) -> None:
        self.steps += 1
        if self.steps == self.at or (self.chance and self.chance.random() < 0.05):
            raise Killed


@dataclass
class MortalRecords:
    """Records whose process may die before a transaction, before its commit and after it."""

    records: Any
    fate: Fate
    team_id: str = "bakery"

    def rows(self, name: str, **values: Any) -> list[dict[str, Any]]:
        return list(self.records.rows(name, **values))

    def one(self, name: str, **values: Any) -> dict[str, Any] | None:
        found = self.rows(name, **values)
        return found[0] if found else None

    def stream(self, name: str, **values: Any) -> Iterator[dict[str, Any]]:
        return iter(self.rows(name, **values))

    def detect(self, sql: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        return list(self.records.detect(sql, values))

    @contextmanager
    def write(self) -> Iterator[Any]:
        self.fate.step()
        with self.records.write() as writer:
            yield writer
            self.fate.step()
        self.fate.step()


@dataclass
class MortalFront(FakeFront):
    """A front whose caller may die before the post arrives, after it, and while asking."""

    fate: Fate = field(default_factory=Fate)

    def deliver(self, channel: str, card: Card, outbox_id: str) -> str:
        self.fate.step()
        message_id = super().deliver(channel, card, outbox_id)
        self.fate.step()
        return message_id

    def find(self, channel: str, outbox_id: str, tried_at: str) -> str | None:
        self.fate.step()
        return super().find(channel, outbox_id, tried_at)


def queued(desk: Desk, n: int, **values: Any) -> list[str]:
    """Put n cards of five items' nudges into the ledger and the outbox."""
    ids = []
    with desk.records.write() as writer:
        for number in range(n):
            card_id = f"card-{number:03d}"
            writer.run("add_card", card_id=card_id, channel="terminal", rule=f"r{number}", posted_at=NOW, subject="[]",
                       finding="{}", opening="Mend it", card="{}", state="open")
            writer.run("add_card_item", card_id=card_id, kind="comment", network="instagram", item_id=f"c{number}")
            writer.run("add_interruption", interruption_id=new_id(from_text(NOW)), channel="terminal", kind="nudge",
                       rule=f"r{number}", card_id=card_id, now=NOW, local_date="2026-03-04")
            entry = Entry("terminal", "terminal", Card(text("Mend {n}", n=number)), "post", card_id, **values)
            ids.append(queue(writer, entry, NOW))
    return ids


def run_to_the_end(desk: Desk, front: MortalFront, fate: Fate) -> int:
    """Send, die, start again after the lease, until nothing waits; return how often it died."""
    moment, deaths = from_text(NOW), 0
    while any(row["ended_at"] is None for row in posts(desk)):
        now = moment
        one = Sender(f"life-{deaths}", MortalRecords(desk.records, fate), {"terminal": front}, lambda now=now: now)
        try:
            one.send_waiting()
        except Killed:
            deaths += 1
        moment += timedelta(seconds=LEASE_S + 1)
    return deaths


@pytest.mark.parametrize("knows", [True, False], ids=["front-that-can-be-asked", "front-that-cannot"])
@pytest.mark.parametrize("at", range(1, 12))
def test_dying_at_any_step_sends_once_or_counts_as_sent(small_world: World, at: int, knows: bool) -> None:
    [outbox_id] = queued(small_world.desk, 1)
    fate = Fate(at=at)
    front = MortalFront(knows=knows, fate=fate)
    run_to_the_end(small_world.desk, front, fate)
    [row] = posts(small_world.desk)
    assert len(front.arrived) <= 1
    if knows or row["ended_why"] is None:
        assert front.arrived == [outbox_id]
        assert row["message_id"] == f"m-{outbox_id}"
    else:
        assert row["ended_why"] == COUNTED


def test_dying_before_the_front_is_asked_sends_later_even_where_nobody_knows(small_world: World) -> None:
    [outbox_id] = queued(small_world.desk, 1)
    fate = Fate(at=3)
    front = MortalFront(knows=False, fate=fate)
    assert run_to_the_end(small_world.desk, front, fate) == 1
    assert front.arrived == [outbox_id]


@pytest.mark.parametrize("knows", [True, False], ids=["front-that-can-be-asked", "front-that-cannot"])
def test_two_hundred_nudges_through_many_deaths_are_sent_once_and_none_is_lost(store: Store, knows: bool) -> None:
    desk = desk_for(store.team("bakery"))
    ids = queued(desk, 200)
    fate = Fate(chance=random.Random(7))
    front = MortalFront(knows=knows, fate=fate)
    deaths = run_to_the_end(desk, front, fate)
    rows = {row["outbox_id"]: row for row in posts(desk)}
    assert deaths > 20
    assert len(front.arrived) == len(set(front.arrived))
    recorded = {each for each in ids if rows[each]["message_id"]}
    counted = {each for each in ids if rows[each]["ended_why"] == COUNTED}
    assert recorded | counted == set(ids)
    assert recorded <= set(front.arrived)
    assert bool(counted) is not knows
    states = {row["card_id"]: row["state"] for row in cards(desk)}
    assert all((states[rows[each]["card_id"]] == LOST) is (each in counted) for each in ids)


CHILD = """
import os, sys
sys.path.insert(0, sys.argv[3])
from bot.model.times import from_text
from bot.outbox.gone import switch_off
from bot.outbox.sender import Sender
from bot.store.store import open_store

class Dying:
    platform = "terminal"
    def deliver(self, channel, card, outbox_id):
        if sys.argv[4] == "after":
            with open(sys.argv[2], "a") as file:
                file.write(outbox_id + chr(10))
        os._exit(9)

store = open_store("sqlite:///" + sys.argv[1])
Sender("child", store.team("bakery"), {"terminal": Dying()}, lambda: from_text("2026-03-04T09:30:00Z")).send_waiting()
"""


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_process_killed_while_sending_leaves_one_message(sqlite_store: Store, tmp_path: Path, when: str) -> None:
    desk = desk_for(sqlite_store.team("bakery"))
    [outbox_id] = queued(desk, 1)
    arrived = tmp_path / "arrived"
    arrived.touch()
    driver: Any = sqlite_store.driver
    died = subprocess.run([sys.executable, "-c", CHILD, driver.path, str(arrived), str(ROOT), when], check=False, timeout=60)
    assert died.returncode == 9
    front = FakeFront(arrived=arrived.read_text().split())
    assert send(desk, front, NOW) == 0
    send(desk, front, AFTER_LEASE)
    assert front.arrived == [outbox_id]
    assert posts(desk)[0]["message_id"] == f"m-{outbox_id}"


def test_the_items_of_a_card_counted_as_sent_are_free_and_the_day_is_used_up(small_world: World) -> None:
    desk = desk_with(small_world.desk, rule("a", [case()]))
    queued(desk, 1)
    fate = Fate(at=8)
    run_to_the_end(desk, MortalFront(knows=False, fate=fate), fate)
    [said] = read_ledger(desk).said
    assert said.state == LOST
    assert Ref("comment", "instagram", "c0") not in read_ledger(desk).spent_items(1)
    where = place(desk, "terminal")
    assert where
    assert not read_ledger(desk).has_room("terminal", where.hours, "2026-03-04")


def test_two_senders_at_once_send_each_entry_once(store: Store) -> None:
    from concurrent.futures import ThreadPoolExecutor

    desk = desk_for(store.team("bakery"))
    ids = queued(desk, 40)
    front = FakeFront()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda name: sender(desk, front, NOW, name).send_waiting(), ("one", "two")))
    assert sorted(front.arrived) == sorted(ids)


def test_a_leased_entry_is_nobody_elses_before_the_lease_runs_out(small_world: World) -> None:
    [outbox_id] = queued(small_world.desk, 1)

    def lease(name: str, now: str, until: str) -> int:
        with small_world.desk.records.write() as writer:
            return len(writer.run("lease_entry", outbox_id=outbox_id, sender=name, until=until, now=now))

    assert lease("one", NOW, "2026-03-04T09:31:00Z") == 1
    assert lease("two", "2026-03-04T09:30:59Z", AFTER_LEASE) == 0
    assert lease("two", "2026-03-04T09:31:00Z", AFTER_LEASE) == 1


def test_a_refused_post_waits_as_long_as_the_front_asks(small_world: World) -> None:
    [outbox_id] = queued(small_world.desk, 1)
    front = FakeFront(error=TryLater("slow down", retry_after_s=300))
    send(small_world.desk, front, NOW)
    front.error = None
    assert send(small_world.desk, front, "2026-03-04T09:34:59Z") == 0
    send(small_world.desk, front, "2026-03-04T09:35:00Z")
    assert front.arrived == [outbox_id]


def test_a_refused_post_waits_longer_each_time(small_world: World) -> None:
    queued(small_world.desk, 1)
    front = FakeFront(error=TryLater("no"))
    waits = []
    now = NOW
    for _ in range(4):
        send(small_world.desk, front, now)
        later = posts(small_world.desk)[0]["not_before"]
        waits.append(int((from_text(later) - from_text(now)).total_seconds()))
        now = later
    assert waits == [30, 60, 120, 240]


def test_a_post_whose_time_is_over_is_given_up_and_leaves_no_trace_in_the_caps(small_world: World) -> None:
    desk = desk_with(small_world.desk, rule("a", [case()]))
    queued(desk, 1, not_after="2026-03-04T18:00:00Z")
    front = FakeFront()
    send(desk, front, "2026-03-04T18:00:00Z")
    assert front.arrived == []
    assert posts(desk)[0]["ended_why"] == TOO_LATE
    assert [card["state"] for card in cards(desk)] == [UNSENT]


def test_a_channel_that_is_gone_is_switched_off_and_told_once_elsewhere(world: World) -> None:
    channels = (Channel(id="gone"), Channel(id="here"))
    desk = started(desk_with(world.desk, rule("a", [case("p1")]), rule("b", [case("p2")]), channels=channels),
                   "2026-03-04T09:00:00Z")
    tick_at(desk, NOW)
    with desk.records.write() as writer:
        queue(writer, Entry("gone", "terminal", Card(text("one more"))), NOW)
    front = GoneFront()
    send(desk, front, NOW)
    send(desk, front, AFTER_LEASE)
    notes = [row for row in desk.records.rows("outbox") if row["operation"] == "note" and row["channel"] == "here"]
    assert len(notes) == 1
    assert {row["ended_why"] for row in desk.records.rows("outbox") if row["channel"] == "gone"} == {"its channel is gone"}
    assert [row["channel"] for row in desk.records.rows("channels") if row["switched_off_at"]] == ["gone"]
    assert turn_on(desk, "gone")


def test_two_who_notice_that_a_channel_is_gone_tell_it_once(small_world: World) -> None:
    desk = desk_with(small_world.desk, rule("a"), channels=(Channel(id="gone"), Channel(id="here")))
    assert [switch_off(desk.records, "gone", "404", NOW) for _ in range(2)] == [True, False]
    assert len(desk.records.rows("outbox")) == 1


@dataclass
class GoneFront(FakeFront):
    """A front in which one channel is gone."""

    def deliver(self, channel: str, card: Card, outbox_id: str) -> str:
        if channel == "gone":
            raise ChannelGone("404 channel not found")
        return super().deliver(channel, card, outbox_id)


def test_an_edit_waits_for_its_post_and_then_changes_that_message(small_world: World) -> None:
    [outbox_id] = queued(small_world.desk, 1, not_before="2026-03-04T09:31:00Z")
    with small_world.desk.records.write() as writer:
        for title in ("first", "second"):
            queue(writer, Entry("terminal", "terminal", Card(text(title)), "edit", "card-000"), NOW)
    front = FakeFront()
    send(small_world.desk, front, NOW)
    assert front.edits == []
    send(small_world.desk, front, AFTER_LEASE)
    send(small_world.desk, front, "2026-03-04T09:40:00Z")
    assert front.edits == [(f"m-{outbox_id}", "second")]


def test_an_edit_of_a_card_that_never_arrived_ends(small_world: World) -> None:
    queued(small_world.desk, 1, not_after=NOW)
    with small_world.desk.records.write() as writer:
        queue(writer, Entry("terminal", "terminal", Card(text("newer")), "edit", "card-000"), NOW)
    front = FakeFront()
    send(small_world.desk, front, NOW)
    send(small_world.desk, front, "2026-03-04T09:40:00Z")
    assert front.edits == []
    assert all(row["ended_at"] for row in small_world.desk.records.rows("outbox"))


def test_what_no_front_here_serves_waits(small_world: World) -> None:
    queued(small_world.desk, 1)
    assert send(small_world.desk, FakeFront(platform="elsewhere"), NOW) == 0
    assert posts(small_world.desk)[0]["attempts"] == 0


def test_the_lease_is_shorter_than_a_platform_remembers_and_ends_to_the_second(small_world: World) -> None:
    queued(small_world.desk, 1)
    fate = Fate(at=3)
    with pytest.raises(Killed):
        Sender("one", MortalRecords(small_world.desk.records, fate), {"terminal": FakeFront()},
               lambda: from_text(NOW)).send_waiting()
    assert posts(small_world.desk)[0]["leased_until"] == to_text(from_text(NOW) + timedelta(seconds=LEASE_S))
    assert LEASE_S <= 120
