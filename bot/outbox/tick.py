"""One tick: which slots are due, and the coach is asked to take each. It may run at any time, twice, or in two processes.

What is due is read from the store, so nothing is lost while nobody ticks and nothing is owed twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot import clock
from bot.model.slots import Slot
from bot.model.times import to_text
from bot.outbox.schedules import advance, follow

if TYPE_CHECKING:
    from bot.coach.desk import Desk

logger = logging.getLogger(__name__)

Slots = dict[tuple[str, str], Slot]

_RANK = {"digest": 0, "audit": 1, "nudge": 2}
_ROUNDS = 16
"""More due moments than a slot can have within the days looked back; the rest waits for the next tick."""


@dataclass(frozen=True, slots=True)
class Duties:
    """What a tick asks of the coach; app.py ties it.

    `slots`: the slots of the channels that are on. `take(desk, slot, due_at)`: do what a due slot has leave to do and
    return what came of it; `waits` leaves it due. `besides`: what else falls due, such as snoozed cards.
    """

    slots: Callable[[Desk], Sequence[Slot]]
    take: Callable[[Desk, Slot, str], str]
    besides: tuple[Callable[[Desk], object], ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """One due moment (UTC text) of a slot and what came of it."""

    slot: Slot
    due_at: str
    outcome: str


def tick(desk: Desk, now: datetime, duties: Duties) -> list[Taken]:
    """Take every slot of a team that is due at `now`, in order of time, and return what came of each."""
    here = desk.at(clock.fixed(now))
    slots: Slots = {(slot.channel, slot.kind): slot for slot in duties.slots(here)}
    follow(here.records, slots.values(), now)
    done: list[Taken] = []
    for _ in range(_ROUNDS):
        due = _due(here, slots)
        moved = [each for slot, due_at in due if (each := _take(here, slot, due_at, duties))]
        done += moved
        if not moved:
            break
    for duty in duties.besides:
        duty(here)
    return done


def _due(desk: Desk, slots: Slots) -> list[tuple[Slot, str]]:
    """Return the slots that are due with their moments, the earliest first, the digest before the others."""
    rows = [row for row in desk.records.rows("schedules") if row["next_due_at"] <= desk.now]
    rows.sort(key=lambda row: (row["next_due_at"], row["channel"], _RANK[row["kind"]]))
    return [(slots[key], row["next_due_at"]) for row in rows if (key := (row["channel"], row["kind"])) in slots]


def _take(desk: Desk, slot: Slot, due_at: str, duties: Duties) -> Taken | None:
    outcome = duties.take(desk, slot, due_at)
    if outcome == "waits":
        return None
    advance(desk.records, slot, due_at, desk.clock())
    logger.info("slot taken channel=%s kind=%s due_at=%s now=%s outcome=%s", slot.channel, slot.kind, due_at,
                to_text(desk.clock()), outcome)
    return Taken(slot, due_at, outcome)
