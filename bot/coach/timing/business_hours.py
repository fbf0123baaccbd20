"""Reckons in business hours: how many lie between two moments, and when so many of them have passed.

A day's hours are those of the team's own clock, so a day on which the clocks change is longer or shorter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.model.settings import Comments, Settings
from bot.model.times import from_text, to_text

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONGEST = 370
"""Days looked at before a team counts as having no business hours at all."""


@dataclass(frozen=True, slots=True)
class BusinessHours:
    """A team's opening: the daily hours, its zone and the days (`YYYY-MM-DD`) on which it is closed."""

    hours: Comments
    zone: str
    holidays: tuple[str, ...] = ()

    def between(self, start: str, end: str) -> float:
        """Return how many business hours lie between two stored times; 0 when the second is not later."""
        begin, finish = from_text(start), from_text(end)
        total = timedelta()
        for opens, closes in self._opening(begin, finish):
            total += max(timedelta(), min(closes, finish) - max(opens, begin))
        return total / timedelta(hours=1)

    def after(self, start: str, hours: float) -> str:
        """Return the stored time at which so many business hours have passed since `start`.

        A team that is never open gets plain hours.
        """
        moment, left = from_text(start), timedelta(hours=hours)
        for opens, closes in self._opening(moment, moment + timedelta(days=_LONGEST)):
            begin = max(opens, moment)
            if closes <= begin:
                continue
            if begin + left <= closes:
                return to_text(begin + left)
            left -= closes - begin
        return to_text(moment + timedelta(hours=hours))

    def _opening(self, begin: datetime, finish: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield each opening (UTC) of the days that a stretch touches, the day before it included."""
        zone = ZoneInfo(self.zone)
        day = begin.astimezone(zone).date() - timedelta(days=1)
        last = finish.astimezone(zone).date()
        while day <= last:
            if self._is_open(day):
                yield _opening_on(day, self.hours.business_from, self.hours.business_to, self.zone)
            day += timedelta(days=1)

    def _is_open(self, day: date) -> bool:
        return _WEEKDAYS[day.weekday()] in self.hours.business_days and day.isoformat() not in self.holidays


def business_hours(settings: Settings) -> BusinessHours:
    """Return the business hours that a team set, its nudges' holidays left out."""
    return BusinessHours(settings.comments, settings.zone, settings.nudges.holidays)


@lru_cache(maxsize=1024)
def _opening_on(day: date, opens: str, closes: str, zone: str) -> tuple[datetime, datetime]:
    """Return one day's opening in UTC; a queue of many comments asks for the same few days again and again."""
    first, last = time.fromisoformat(opens), time.fromisoformat(closes)
    past_midnight = timedelta(days=1) if last <= first else timedelta()
    return _at(day, first, ZoneInfo(zone)), _at(day + past_midnight, last, ZoneInfo(zone))


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)
