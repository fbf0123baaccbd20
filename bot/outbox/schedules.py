"""The schedules: rows in the store, not jobs in memory. APScheduler reckons the next moment, always in an explicit zone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from bot.coach.ports import Records
from bot.model.slots import Slot
from bot.model.times import from_text, to_text

LOOK_BACK = timedelta(days=7)
"""After a longer stop the slots before it are passed over: what they had to say is a week old or is still there."""


def next_due(cron: str, zone: str, after: datetime) -> str:
    """Return the first moment (UTC text) after `after` that five cron fields name on a zone's clocks.

    Of an hour that the clocks repeat both moments come; the claim on the local date takes care of the second.
    """
    from apscheduler.triggers.cron import CronTrigger

    place = ZoneInfo(zone)
    trigger = CronTrigger.from_crontab(cron, timezone=place)
    # The second is added in UTC: on a wall clock it would fall back into the first of two equal hours.
    asked_from = (after.astimezone(UTC) + timedelta(seconds=1)).astimezone(place)
    return to_text(cast(datetime, trigger.get_next_fire_time(None, asked_from)))


def follow(records: Records, slots: Iterable[Slot], now: datetime) -> None:
    """Make the schedules follow the slots: new and changed ones are due next after `now`, the others go."""
    wanted = {(slot.channel, slot.kind): slot for slot in slots}
    stored = {(row["channel"], row["kind"]): row for row in records.rows("schedules")}
    gone = stored.keys() - wanted.keys()
    changed = [slot for key, slot in wanted.items()
               if key not in stored or (stored[key]["cron"], stored[key]["zone"]) != (slot.cron, slot.zone)]
    if not gone and not changed:
        return
    with records.write() as writer:
        for channel, kind in sorted(gone):
            writer.run("drop_schedule", channel=channel, kind=kind)
        for slot in changed:
            writer.run("follow_schedule", channel=slot.channel, kind=slot.kind, cron=slot.cron, zone=slot.zone,
                       next_due_at=next_due(slot.cron, slot.zone, now))


def advance(records: Records, slot: Slot, due_at: str, now: datetime) -> None:
    """Set when a slot is due next after one due moment is dealt with; two processes advance it once."""
    after = max(from_text(due_at), now - LOOK_BACK)
    with records.write() as writer:
        writer.run("advance_schedule", channel=slot.channel, kind=slot.kind, due_at=due_at,
                   next_due_at=next_due(slot.cron, slot.zone, after))
