"""When the coach may speak in a channel: its slots, its quiet times, its caps. All of it on the channel's own wall clock.

Profiles, over the settings of `[nudges]`:
- light: the digest and the audit, no nudges, at most 2 posts a week.
- standard: as configured.
- active: nudges on every weekday (Monday to Friday) that has no other slot, and 5 posts a week.
- weekly: the digest alone, 1 post a week; nobody configures it, a channel gets it when three nudges found no taker.
A channel's own profile holds unless it is "standard"; then that of `[nudges]` does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.model.settings import Nudges, Profile, Weekday
from bot.model.slots import Occurrence, Slot, SlotKind
from bot.model.times import from_text, local, to_text

Pace = Profile | Literal["weekly"]

WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORKDAYS = WEEKDAYS[:5]
LIGHT_POSTS_PER_WEEK = 2
ACTIVE_POSTS_PER_WEEK = 5


@dataclass(frozen=True, slots=True)
class Hours:
    """A channel's zone and pace over the team's settings: everything that decides when it may be spoken in."""

    nudges: Nudges
    zone: str
    pace: Pace = "standard"

    @property
    def profile(self) -> Pace:
        """The profile in effect."""
        return self.nudges.profile if self.pace == "standard" else self.pace

    @property
    def posts_per_week(self) -> int:
        """How many unasked posts a local week (Monday to Sunday) may hold."""
        match self.profile:
            case "light":
                return min(LIGHT_POSTS_PER_WEEK, self.nudges.channel_posts_per_week)
            case "active":
                return ACTIVE_POSTS_PER_WEEK
            case "weekly":
                return min(1, self.nudges.channel_posts_per_week)
            case _:
                return self.nudges.channel_posts_per_week

    def slots(self, channel: str) -> list[Slot]:
        """Return a channel's slots: the digest, then the audit, then the nudges."""
        nudges = self.nudges
        found = [self._slot(channel, "digest", nudges.digest_at, (nudges.digest_day,))]
        if self.profile != "weekly":
            found.append(self._slot(channel, "audit", nudges.audit_at, (nudges.audit_day,)))
        days = self._nudge_days()
        return [*found, self._slot(channel, "nudge", nudges.nudge_at, days)] if days else found

    def is_quiet_day(self, day: date) -> bool:
        """Tell whether nothing may be posted on a local day at all."""
        return WEEKDAYS[day.weekday()] in self.nudges.quiet_days or day.isoformat() in self.nudges.holidays

    def is_quiet(self, now: str) -> bool:
        """Tell whether nothing may be posted at a moment (UTC text). The end of the quiet hours is not quiet."""
        here = local(now, self.zone)
        return self.is_quiet_day(here.date()) or self._is_quiet_clock(here.time())

    def quiet_begins(self, now: str) -> str:
        """Return when the leave to post that holds at `now` ends (UTC text): with the quiet hours or the day."""
        here = local(now, self.zone)
        start = _clock(self.nudges.quiet_from)
        if self.nudges.quiet_from != self.nudges.quiet_to and here.time() < start:
            return to_text(datetime.combine(here.date(), start, ZoneInfo(self.zone)))
        return to_text(datetime.combine(here.date() + timedelta(days=1), time(), ZoneInfo(self.zone)))

    def local_date(self, now: str) -> str:
        """Return a moment's day on the channel's calendar."""
        return local(now, self.zone).date().isoformat()

    def _slot(self, channel: str, kind: SlotKind, at: str, days: tuple[Weekday, ...]) -> Slot:
        return Slot(channel, kind, at, days, self.zone)

    def _nudge_days(self) -> tuple[Weekday, ...]:
        nudges = self.nudges
        match self.profile:
            case "light" | "weekly":
                return ()
            case "active":
                taken = {nudges.digest_day, nudges.audit_day, *nudges.quiet_days}
                return tuple(day for day in WORKDAYS if day not in taken)
            case _:
                return tuple(day for day in WEEKDAYS if day in nudges.nudge_days)

    def _is_quiet_clock(self, clock: time) -> bool:
        begins, ends = _clock(self.nudges.quiet_from), _clock(self.nudges.quiet_to)
        if begins <= ends:
            return begins <= clock < ends
        return clock >= begins or clock < ends


def occurrences(slot: Slot, *, after: str, until: str) -> Iterator[tuple[str, Occurrence]]:
    """Yield a slot's moments (UTC text) with their occurrences, oldest first, later than `after` and up to `until`.

    One a local date: of an hour that the clocks repeat the first counts, one that they leave out is moved past the gap.
    """
    day, last = local(after, slot.zone).date(), local(until, slot.zone).date()
    while day <= last:
        if WEEKDAYS[day.weekday()] in slot.days:
            moment = to_text(datetime.combine(day, _clock(slot.at), ZoneInfo(slot.zone)))
            if after < moment <= until:
                yield moment, occurrence(slot, moment)
        day += timedelta(days=1)


def occurrence(slot: Slot, due_at: str) -> Occurrence:
    """Return the occurrence that a slot's due moment (UTC text) belongs to."""
    return Occurrence(slot.channel, slot.kind, local(due_at, slot.zone).date().isoformat(), slot.at)


def monday_of(local_date: str) -> str:
    """Return the Monday of a local date's week.

    >>> monday_of("2026-03-04")
    '2026-03-02'
    """
    day = date.fromisoformat(local_date)
    return (day - timedelta(days=day.weekday())).isoformat()


def next_at(clock: str, *, now: str, zone: str) -> str:
    """Return the next moment (UTC text) after `now` at which a zone's clocks show a time of day."""
    here = local(now, zone)
    today = datetime.combine(here.date(), _clock(clock), ZoneInfo(zone))
    chosen = today if today.astimezone(UTC) > from_text(now) else today + timedelta(days=1)
    return to_text(chosen)


def days_on(clock: str, *, days: int, now: str, zone: str) -> str:
    """Return the moment (UTC text) at which a zone's clocks show a time so many days after today."""
    here = local(now, zone)
    return to_text(datetime.combine(here.date() + timedelta(days=days), _clock(clock), ZoneInfo(zone)))


def _clock(words: str) -> time:
    hour, minute = words.split(":")
    return time(int(hour), int(minute))
