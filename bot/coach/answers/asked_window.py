"""The stretch of time that a question names: `last month`, `in February`, `the last 10 days`. None where it names none."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.coach.desk import Desk
from bot.coach.windows import Window, last_days
from bot.model.times import local, to_text
from bot.model.words import day

LONGEST_DAYS = 731
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december")
_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
            "ten": 10, "twelve": 12}
_UNITS = {"day": 1, "week": 7, "fortnight": 14, "month": 30, "quarter": 91, "year": 365}
_ROLLING = re.compile(
    rf"\b(?:last|past|previous) (?P<n>\d{{1,3}}|{'|'.join(_NUMBERS)}) (?P<unit>{'|'.join(_UNITS)})s?\b")
_ROLLED = re.compile(r"last [\d,]+ days?")
_NAMED = re.compile(
    r"\b(?P<which>this|last|past|previous|current) (?P<unit>week|month|quarter|year)\b|\b(?P<day>today|yesterday)\b")
_MONTH = re.compile(rf"\b(?:in|during|for|of|since) (?P<month>{'|'.join(_MONTHS)})(?: (?P<year>20\d\d))?\b")
_YEAR = re.compile(r"\b(?:in|during|for|of|since) (?P<year>20\d\d)\b")


def window_in(words: str, desk: Desk) -> Window | None:
    """Return the window that a question in lower case names, on the team's calendar; it ends with the desk's moment.

    "Last month" is the calendar month before this one, "the last 2 weeks" are 14 times 24 hours.
    """
    for pattern, read in _READERS:
        hit = pattern.search(words)
        if hit:
            return read(hit, desk)
    return None


def during(window: Window) -> str:
    """Return when a window was, to stand behind what happened in it.

    >>> during(Window("", "", "last 28 days", "")), during(Window("", "", "last month, Sun 1 Feb to Sat 28 Feb", ""))
    ('in the last 28 days', 'last month')
    """
    name = window.name.partition(",")[0]
    if _ROLLED.fullmatch(name):
        return f"in the {name}"
    return name if name.startswith(("this ", "last ", "since ", "today", "yesterday")) else f"in {name}"


def _rolling(hit: re.Match[str], desk: Desk) -> Window:
    n = int(hit["n"]) if hit["n"].isdigit() else _NUMBERS[hit["n"]]
    return last_days(desk, min(max(1, n) * _UNITS[hit["unit"]], LONGEST_DAYS))


def _named(hit: re.Match[str], desk: Desk) -> Window:
    today = local(desk.now, desk.zone).date()
    if hit["day"]:
        first = today - timedelta(days=hit["day"] == "yesterday")
        return _days(desk, first, first + timedelta(days=1), hit["day"])
    is_this = hit["which"] in ("this", "current")
    first = _first_of(hit["unit"], today)
    if is_this:
        return _days(desk, first, today + timedelta(days=1), f"this {hit['unit']}")
    return _days(desk, _first_of(hit["unit"], first - timedelta(days=1)), first, f"last {hit['unit']}")


def _month(hit: re.Match[str], desk: Desk) -> Window:
    today, number = local(desk.now, desk.zone).date(), _MONTHS.index(hit["month"]) + 1
    year = int(hit["year"]) if hit["year"] else today.year - (number > today.month)
    first = date(year, number, 1)
    end = today + timedelta(days=1) if hit[0].startswith("since") else _next_month(first)
    return _days(desk, first, end, f"{'since ' if hit[0].startswith('since') else ''}{hit['month'].capitalize()} {year}")


def _year(hit: re.Match[str], desk: Desk) -> Window:
    year = int(hit["year"])
    today = local(desk.now, desk.zone).date()
    is_since = hit[0].startswith("since")
    end = today + timedelta(days=1) if is_since else date(year + 1, 1, 1)
    return _days(desk, date(year, 1, 1), end, f"{'since ' if is_since else ''}{year}")


def _days(desk: Desk, first: date, end: date, name: str) -> Window:
    """Return the window from the first day's beginning to the last moment before another day, at most the desk's now."""
    now, zone = desk.now, ZoneInfo(desk.zone)
    until = min(now, to_text(datetime.combine(end, time(), zone) - timedelta(seconds=1)))
    since = min(to_text(datetime.combine(first, time(), zone)), until)
    begins, ends = day(since, desk.zone), day(until, desk.zone)
    return Window(since, until, f"{name}, {begins if begins == ends else f'{begins} to {ends}'}", now)


def _first_of(unit: str, within: date) -> date:
    match unit:
        case "week":
            return within - timedelta(days=within.weekday())
        case "month":
            return within.replace(day=1)
        case "quarter":
            return date(within.year, 3 * ((within.month - 1) // 3) + 1, 1)
        case _:
            return date(within.year, 1, 1)


def _next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Desk], Window]], ...] = (
    (_ROLLING, _rolling), (_NAMED, _named), (_MONTH, _month), (_YEAR, _year))
