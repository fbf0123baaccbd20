"""The stretches of time that figures are reckoned over. Both ends belong to a window, to the second."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.coach.desk import Desk
from bot.model.times import ago, from_text, local, to_text
from bot.model.words import count, day

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time (UTC text, both ends in it) and its name for people.

    `now` is the moment up to which answers and leads count for it; it lies at or after its end.
    """

    since: str
    until: str
    name: str
    now: str

    def document(self) -> dict[str, str]:
        """Return the window for scripts."""
        return {"from": self.since, "to": self.until}


def last_days(desk: Desk, days: int) -> Window:
    """Return the window of so many times 24 hours that ends at the desk's moment."""
    now = desk.now
    return Window(ago(from_text(now), days=days), now, f"last {count(days, 'day')}", now)


def last_weeks(desk: Desk, weeks: int) -> list[Window]:
    """Return so many windows of seven whole days in the team's zone, oldest first; the last ends with yesterday.

    Read on a Monday they are calendar weeks. Each is looked at from as long after its end as the newest is, so that
    an answer has had the same time in every one of them.
    """
    now = from_text(desk.now)
    today = now.astimezone(ZoneInfo(desk.zone)).date()
    ends = [_midnight(today - timedelta(days=7 * back), desk.zone) for back in range(weeks - 1, -1, -1)]
    starts = [_midnight(today - timedelta(days=7 * back), desk.zone) for back in range(weeks, 0, -1)]
    lag = now - ends[-1]
    return [_week(start, end, lag, desk.zone) for start, end in zip(starts, ends, strict=True)]


def days_of(window: Window, zone: str) -> tuple[str, str]:
    """Return the first and the last calendar day (`YYYY-MM-DD`) that a window touches in a zone."""
    return local(window.since, zone).date().isoformat(), local(window.until, zone).date().isoformat()


def _week(start: datetime, end: datetime, lag: timedelta, zone: str) -> Window:
    since, until = to_text(start), to_text(end - _SECOND)
    return Window(since, until, f"{day(since, zone)} to {day(until, zone)}", to_text(end + lag))


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
