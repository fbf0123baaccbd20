"""The forms in which a day can be written, each with the days it may mean, the nearest first.

A form that fits two days for certain-minded people ("next Friday" on a Wednesday) asks which one is meant.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.coach.timing.due_words import MONTH, WEEKDAY, WEEKDAYS, month, number, weekday
from bot.errors import CannotRead

FRIDAY = 4
END_TIME = time(17, 0)
"""When a week, a month or a working day ends."""


@dataclass(frozen=True, slots=True)
class Named:
    """The days that words may mean, nearest first; the first whose moment is still to come is taken.

    `clock`: the time of day that comes with the words, None for none. `then`: what to offer where all are past.
    """

    days: tuple[date, ...]
    clock: time | None = None
    then: date | None = None


@dataclass(frozen=True, slots=True)
class Today:
    """The local day to look from, and how to ask the words back: why, then days or ways to write it; past ones go."""

    day: date
    back: Callable[..., CannotRead]

    def after(self, days: int) -> date:
        """Return the day so many days from now."""
        return self.day + timedelta(days=days)

    @property
    def is_sunday(self) -> bool:
        """Whether it is the day that belongs to the last week for some and to the next for others."""
        return self.day.weekday() == 6

    def this_week(self, weekday_number: int) -> date:
        """Return a weekday of the running week, which begins on Monday."""
        return self.after(weekday_number - self.day.weekday())


def day_named(words: str, today: Today) -> Named:
    """Return the days that words name. Raises CannotRead for words of no form and for those with two meanings."""
    for pattern, read in _FORMS:
        found = pattern.fullmatch(words)
        if found:
            return read(found, today)
    raise today.back("It names no day that can be read for certain.")


def _near(found: re.Match[str], today: Today) -> Named:
    return Named((today.after({"today": 0, "tomorrow": 1}.get(found[0], 2)),))


def _weekday(found: re.Match[str], today: Today) -> Named:
    wanted, which = weekday(found["weekday"]), found["which"]
    this = today.this_week(wanted)
    ahead = (wanted - today.day.weekday()) % 7
    if which == "this":
        return Named((this,), then=this + timedelta(days=7))
    if which == "next":
        if this > today.day or today.is_sunday:
            coming = today.after(ahead or 7)
            raise today.back("It may be the coming one or the one a week later.", coming, coming + timedelta(days=7))
        return Named((this + timedelta(days=7),))
    return Named((today.after(ahead), today.after(ahead + 7)))


def _next_week(found: re.Match[str], today: Today) -> Named:
    wanted = today.this_week(weekday(found["weekday"] or found["other"])) + timedelta(days=7)
    if today.is_sunday:
        raise today.back("A week may begin today or tomorrow.", wanted, wanted + timedelta(days=7))
    return Named((wanted,))


def _span(found: re.Match[str], today: Today) -> Named:
    n, unit = number(found["n"]), found["unit"]
    if n is None:
        raise today.back("How many is that?", f"in 2 {unit}s")
    if unit == "month":
        years, rest = divmod(today.day.month - 1 + n, 12)
        return Named((_real(today, today.day.year + years, rest + 1, today.day.day),))
    return Named((today.after(n * (7 if unit == "week" else 1)),))


def _whole(found: re.Match[str], today: Today) -> Named:
    return Named((_real(today, int(found["year"]), int(found["month"]), int(found["day"])),))


def _slashed(found: re.Match[str], today: Today) -> Named:
    first, second, year = int(found["first"]), int(found["second"]), found["year"]
    if year and len(year) == 2:
        raise today.back("A year has four digits here.", today.after(7), today.after(14))
    readings = {(m, d) for d, m in ((first, second), (second, first)) if 1 <= m <= 12 and 1 <= d <= 31}
    dates = [_in_years(today, m, d, year) for m, d in sorted(readings)]
    if len(dates) == 2:
        raise today.back("Day and month can be read either way round.", *(_ahead(each, today) for each in dates))
    if not dates:
        raise today.back("There is no such day, and a time of day takes a colon.", "tomorrow 15:30", today.after(7))
    return Named(dates[0])


def _written(found: re.Match[str], today: Today) -> Named:
    days = _in_years(today, month(found["month"]), int(found["day"]), found["year"])
    return _fitting(days, found["weekday"], today)


def _of_month(found: re.Match[str], today: Today) -> Named:
    year, month_number, number_of_day = today.day.year, today.day.month, int(found["day"])
    if number_of_day < today.day.day:
        year, month_number = (year + 1, 1) if month_number == 12 else (year, month_number + 1)
    return _fitting((_real(today, year, month_number, number_of_day),), found["weekday"], today)


def _end_of(found: re.Match[str], today: Today) -> Named:
    unit, which = found["unit"] or {"eow": "week", "eom": "month"}.get(found[0], found["month"]), found["which"]
    if unit == "week":
        friday = today.this_week(FRIDAY) + timedelta(days=7 if which == "next" else 0)
        if which == "next" and today.is_sunday:
            raise today.back("A week may begin today or tomorrow.", friday, friday + timedelta(days=7))
        return Named((friday,), clock=END_TIME, then=friday + timedelta(days=7))
    if unit == "month":
        last = _last(today.day.year, today.day.month)
        following = last + timedelta(days=1)
        upcoming = _last(following.year, following.month)
        return Named((upcoming if which == "next" else last,), clock=END_TIME, then=upcoming)
    return Named(tuple(_last(today.day.year + more, month(unit)) for more in (0, 1)), clock=END_TIME)


def _whole_span(found: re.Match[str], today: Today) -> Named:
    if found["unit"] == "weekend":
        days: tuple[date, ...] = (today.this_week(5), today.this_week(6))
    elif found["unit"] == "month":
        first = _last(today.day.year, today.day.month) + timedelta(days=1)
        days = (first, _last(first.year, first.month))
    else:
        days = tuple(today.this_week(each) + timedelta(days=7) for each in (0, FRIDAY))
    if found["which"] != "next" and found["unit"] != "weekend":
        raise today.back("Which day of it?", "tomorrow 15:00", "Friday 17:00")
    raise today.back("Which day of it?", *days)


def _real(today: Today, year: int, month_number: int, number_of_day: int) -> date:
    day = _date(year, month_number, number_of_day)
    if day is None:
        raise today.back("There is no such day.", today.after(7), today.after(14))
    return day


def _in_years(today: Today, month_number: int, number_of_day: int, year: str | None) -> tuple[date, ...]:
    """Return a day of a month in a year, or of this year and the next where none is named."""
    if year:
        return (_real(today, int(year), month_number, number_of_day),)
    days = [_date(today.day.year + more, month_number, number_of_day) for more in (0, 1)]
    found = tuple(day for day in days if day is not None)
    return found or (_real(today, today.day.year, month_number, number_of_day),)


def _fitting(days: tuple[date, ...], name: str | None, today: Today) -> Named:
    """Return the days, once sure that the weekday written beside them is theirs."""
    ahead = _ahead(days, today)
    if name and ahead.weekday() != weekday(name):
        raise today.back(f"That day is a {WEEKDAYS[ahead.weekday()].capitalize()}.", ahead,
                         f"{WEEKDAYS[weekday(name)].capitalize()} 15:00")
    return Named(days)


def _ahead(days: tuple[date, ...], today: Today) -> date:
    return next((day for day in days if day >= today.day), days[-1])


def _last(year: int, month_number: int) -> date:
    return date(year, month_number, monthrange(year, month_number)[1])


def _date(year: int, month_number: int, number_of_day: int) -> date | None:
    try:
        return date(year, month_number, number_of_day)
    except ValueError:
        return None


_BESIDE = rf"(?:(?P<weekday>{WEEKDAY}) )?"
_YEAR = r"(?: (?P<year>\d{4}))?"
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Today], Named]], ...] = tuple(
    (re.compile(pattern, re.ASCII), read)
    for pattern, read in (
        (r"today|tomorrow|(?:the )?day after tomorrow", _near),
        (rf"(?:(?P<which>this|next) |(?:this )?coming |(?:on ))?(?P<weekday>{WEEKDAY})", _weekday),
        (rf"(?P<weekday>{WEEKDAY}) next week|next week(?: on)? (?P<other>{WEEKDAY})", _next_week),
        (r"(?:in|within) (?P<n>\S+) (?P<unit>day|week|month)s?", _span),
        (r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})", _whole),
        (r"(?P<first>\d{1,2})(?P<mark>[/.-])(?P<second>\d{1,2})(?:(?P=mark)(?P<year>\d{4}|\d{2})?)?", _slashed),
        (rf"{_BESIDE}(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{MONTH}){_YEAR}", _written),
        (rf"{_BESIDE}(?P<month>{MONTH}) (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_YEAR}", _written),
        (rf"{_BESIDE}(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)", _of_month),
        (rf"(?:the )?end of (?:(?:the|(?P<which>this|next)) )?(?P<unit>week|month)|eow|eom"
         rf"|(?:the )?end of (?P<month>{MONTH})", _end_of),
        (r"(?:the |(?P<which>this|next) )?(?P<unit>week|month|weekend)", _whole_span),
    )
)
