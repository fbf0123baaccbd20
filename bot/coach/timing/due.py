"""Plain words to the moment by which something is due.

What is read is certain: words with two readings are asked back, never guessed. That is why there is a small strict
grammar here and no date-guessing library: those take "03/04", "may" or "the second one" for a date without a word.
A day without a time means 15:00; a weekday is the first one whose moment is still to come, so "Friday" on a Friday
is today before 15:00 and a week later after it. Of a local time that a clock change gives twice the first counts; one
that a clock change leaves out is moved forward by the change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.coach.timing.due_days import END_TIME, FRIDAY, Named, Today, day_named
from bot.coach.timing.due_words import BLOCKING, CLOCK, HALF_DAY, MARKS, MONTHS, STARTING, STRONG, WORD, number
from bot.errors import CannotRead
from bot.model.times import from_text, to_text
from bot.model.words import day_and_time, shorten

DAY_TIME = time(15, 0)
"""When a day without a time ends: late enough to work on it, early enough to say that it will not do."""
SOONEST_HOURS = 2
"""A promise without a due moment gets at least so long."""
FURTHEST_DAYS = 731
"""Two years: what lies further away is a slip of the pen, not a promise."""
_NEW_YEAR_DAYS = 183
_DUE_WORDS = 12
_WAYS = ("Friday 15:00", "tomorrow 9:00")
_SPAN = re.compile(r"(?:in|within) (?:(?P<half>half an) |(?P<n>\S+) )(?P<unit>minute|min|hour)s?", re.ASCII)
_CLOCK_LAST = re.compile(rf"(?:(?P<day>.+?) )?(?P<clock>{CLOCK})", re.ASCII)
_CLOCK_FIRST = re.compile(rf"(?P<clock>{CLOCK}) (?:on )?(?P<day>.+)", re.ASCII)
_HOUR = re.compile(r"(?:at )?(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))? ?(?P<half>am|pm)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What somebody wrote, and the moment and zone they wrote it in."""

    words: str
    now: datetime
    zone: ZoneInfo

    def back(self, why: str, *examples: str) -> CannotRead:
        """Return the question that asks the words back, with ways to write them."""
        ways = [*examples, *(way for way in _WAYS if way not in examples)][:max(2, len(examples))]
        listed = " or ".join(f"'{way}'" for way in ways)
        return CannotRead(f"By when is {shorten(self.words, 60)!r}? {why} Write {listed}.")


def read_due(words: str, *, now: str, zone: str) -> str:
    """Return the moment, as UTC text after `now`, that words name in an IANA zone.

    Raises CannotRead, with a question and two ways to write it, for words that do not name one moment for certain.

    >>> read_due("by Friday 3pm", now="2026-03-04T09:30:00Z", zone="Europe/Berlin")
    '2026-03-06T14:00:00Z'
    """
    asked = _Asked(words.strip(), from_text(now), ZoneInfo(zone))
    told = _plain(words)
    before = told.startswith("before ")
    told = re.sub(r"^(?:(?:by|until|till|before|due|on|no later than) )+", "", told)
    if not told:
        raise asked.back("It names no day.")
    span = _SPAN.fullmatch(told)
    if span:
        return _checked(asked.now + _length(span, asked), asked)
    day_words, clock_words = _parted(told)
    named = _named(day_words, asked)
    if before and not clock_words and named.clock is None:
        raise _either_side(named, asked)
    clocks = _clocks(clock_words, asked) if clock_words else (named.clock or DAY_TIME,)
    return _chosen(named, clocks, asked)


def default_due(*, now: str, zone: str) -> str:
    """Return the coming Friday 15:00 of a zone as UTC text; the Friday after where that is less than 2 hours away."""
    here, place = from_text(now), ZoneInfo(zone)
    today = here.astimezone(place).date()
    friday = today + timedelta(days=(FRIDAY - today.weekday()) % 7)
    due = _utc(friday, DAY_TIME, place)
    if due - here < timedelta(hours=SOONEST_HOURS):
        due = _utc(friday + timedelta(days=7), DAY_TIME, place)
    return to_text(due)


def split_promise(words: str) -> tuple[str, str | None]:
    """Return what is promised and the due words at its end (or its beginning), None where it names no time.

    The due words are not read here: "by sometime soon" comes back as due words that `read_due` then asks back.

    >>> split_promise("reply to all open questions by Friday 15:00")
    ('reply to all open questions', 'Friday 15:00')
    >>> split_promise("paint the sign by hand")
    ('paint the sign by hand', None)
    """
    told = words.strip().rstrip(".! ").split()
    for start in range(max(0, len(told) - _DUE_WORDS), len(told)):
        tail = " ".join(told[start:]).lower()
        mark = next((each for each in MARKS if tail.startswith(each + " ")), None)
        if mark and _is_time(tail[len(mark) + 1:], bare=False):
            return _promise(told[:start]), " ".join(told[start if mark == "before" else start + len(mark.split()):])
        follows = start > 0 and told[start - 1].lower() in BLOCKING
        if not follows and STARTING.match(tail) and _is_time(tail, bare=True):
            return _promise(told[:start]), " ".join(told[start:])
    for end in range(min(len(told), _DUE_WORDS), 0, -1):
        if told[0].lower() in ("today", "tomorrow", "tonight") and _is_time(" ".join(told[:end]).lower(), bare=True):
            return _promise(told[end:]), " ".join(told[:end])
        if told[0].lower() in ("by", "until", "before", "on") and _is_time(" ".join(told[1:end]).lower(), bare=False):
            return _promise(told[end:]), " ".join(told[0 if told[0].lower() == "before" else 1:end])
    return _unread(told)


def _unread(told: list[str]) -> tuple[str, str | None]:
    """Part a promise at a marked day that other words follow, as "by Friday at noonish": it is then asked back."""
    for start in range(1, len(told)):
        tail = " ".join(told[start:]).lower()
        mark = next((each for each in MARKS if each != "on" and tail.startswith(each + " ")), None)
        if mark and STARTING.match(tail[len(mark) + 1:]):
            return _promise(told[:start]), " ".join(told[start if mark == "before" else start + len(mark.split()):])
    return _promise(told), None


def _promise(told: list[str]) -> str:
    return " ".join(told).strip(" ,;:-")


def _is_time(tail: str, *, bare: bool) -> bool:
    """Whether times are made of such words and one of them names a time; after a mark a lone number may be one."""
    parts = tail.replace(",", " ").split()
    if not parts or not all(WORD.fullmatch(part) for part in parts):
        return False
    is_hour = parts[-1].isdigit() and (parts[0] == "at" if bare else len(parts) == 1)
    return is_hour or any(STRONG.fullmatch(part) for part in parts)


def _plain(words: str) -> str:
    """Return words in small letters, one space between, without commas and full stops that end nothing."""
    told = re.sub(r"\b([ap])\.m\b\.?", r"\1m", words.lower().replace(",", " "))
    return " ".join(told.split()).rstrip(".!")


def _length(span: re.Match[str], asked: _Asked) -> timedelta:
    n = 0.5 if span["half"] else number(span["n"])
    if n is None:
        raise asked.back("How long is that?", "in 3 hours", "in 45 minutes")
    return timedelta(hours=n) if span["unit"] == "hour" else timedelta(minutes=n)


def _parted(told: str) -> tuple[str, str]:
    """Return the words of the day and those of the time of day, each empty where it is not named."""
    found = _CLOCK_LAST.fullmatch(told) or _CLOCK_FIRST.fullmatch(told)
    return (re.sub(r"^on ", "", found["day"] or ""), found["clock"]) if found else (told, "")


def _clocks(told: str, asked: _Asked) -> tuple[time, ...]:
    """Return the times of day that words may mean, one for most."""
    if told.endswith(("noon", "midday")):
        return (time(12),)
    if told.endswith(("day", "eod")):
        return (END_TIME,)
    found = _HOUR.fullmatch(told)
    if not found:
        return (time(23, 59), time(0))
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        raise asked.back(f"There is no {told.removeprefix('at ')!r} on the clock.")
    if half == "am" and hour == 12:
        return (time(12, minute), time(23, 59), time(0, minute))
    if half:
        return (time(hour % 12 + (12 if half == "pm" else 0), minute),)
    is_bare = 1 <= hour < HALF_DAY and not found["hour"].startswith("0")
    return (time(hour, minute), time(hour + 12, minute)) if is_bare else (time(hour, minute),)


def _named(day_words: str, asked: _Asked) -> Named:
    today = asked.now.astimezone(asked.zone).date()
    if not day_words:
        return Named((today,))

    def back(why: str, *ways: str | date) -> CannotRead:
        return asked.back(why, *(way if isinstance(way, str) else _written(way, DAY_TIME, asked) for way in ways
                                 if isinstance(way, str) or _is_to_come(way, asked)))

    return day_named(day_words, Today(today, back))


def _is_to_come(day: date, asked: _Asked) -> bool:
    today = asked.now.astimezone(asked.zone).date()
    return today <= day <= today + timedelta(days=FURTHEST_DAYS) and _utc(day, DAY_TIME, asked.zone) > asked.now


def _chosen(named: Named, clocks: tuple[time, ...], asked: _Asked) -> str:
    """Return the one moment to come among the named days and times. Raises CannotRead where there are two, or none."""
    readings = {clock: day for clock in clocks if (day := _first_to_come(named, clock, asked)) is not None}
    if not readings:
        raise asked.back("That is past; the first of these is the next possible.", _next_possible(named, clocks[0], asked),
                         _WAYS[0])
    if len(readings) > 1:
        raise asked.back("It may be one half of the day or the other.",
                         *[_written(day, clock, asked) for clock, day in readings.items()][:2])
    clock, day = readings.popitem()
    today = asked.now.astimezone(asked.zone).date()
    if day != named.days[0] and (day - today).days > _NEW_YEAR_DAYS:
        raise asked.back("This year's is past.", _next_possible(named, clock, asked), _written(day, clock, asked))
    return to_text(_utc(day, clock, asked.zone))


def _first_to_come(named: Named, clock: time, asked: _Asked) -> date | None:
    """Return the first of the named days whose moment is to come, None for none. Raises CannotRead for a far one."""
    today = asked.now.astimezone(asked.zone).date()
    for day in named.days:
        if (day - today).days > FURTHEST_DAYS:
            raise asked.back("That is more than two years away.")
        if day >= today and _utc(day, clock, asked.zone) > asked.now:
            return day
    return None


def _either_side(named: Named, asked: _Asked) -> CannotRead:
    today = asked.now.astimezone(asked.zone).date()
    day = next((each for each in named.days if each > today), None)
    if day is None:
        return asked.back("That is too near, or past.", "in 1 hour", "tomorrow 9:00")
    eve = day - timedelta(days=1)
    ends = [_written(eve, clock, asked) for clock in (END_TIME, time(23, 59)) if _utc(eve, clock, asked.zone) > asked.now]
    return asked.back("It may mean the evening before or the day itself.", *ends[:1], _written(day, DAY_TIME, asked))


def _next_possible(named: Named, clock: time, asked: _Asked) -> str:
    today = asked.now.astimezone(asked.zone).date()
    days = (named.then,) if named.then else (today, today + timedelta(days=1), today + timedelta(days=2))
    return next(_written(day, clock, asked) for day in days if named.then or _utc(day, clock, asked.zone) > asked.now)


def _checked(moment: datetime, asked: _Asked) -> str:
    if moment <= asked.now:
        raise asked.back("That is now.", "in 1 hour", "tomorrow 9:00")
    if moment - asked.now > timedelta(days=FURTHEST_DAYS):
        raise asked.back("That is more than two years away.")
    return to_text(moment)


def _utc(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return a local time in UTC. `fold=0` takes the first of two and moves a missing one forward by the change."""
    return datetime.combine(day, clock, tzinfo=zone).replace(fold=0).astimezone(UTC)


def _written(day: date, clock: time, asked: _Asked) -> str:
    """Return a day and time as this grammar reads them."""
    year = "" if day.year == asked.now.astimezone(asked.zone).year else f" {day.year}"
    return f"{day.day} {MONTHS[day.month - 1].capitalize()}{year} {clock:%H:%M}"


def said(due: str, zone: str, *, now: str) -> str:
    """Return a due moment as people and this grammar read it, with its year where that is not this one.

    >>> said("2026-03-06T14:00:00Z", "Europe/Berlin", now="2026-03-04T09:30:00Z")
    'Fri 6 Mar 15:00'
    """
    there, here = (from_text(each).astimezone(ZoneInfo(zone)).year for each in (due, now))
    words = day_and_time(due, zone)
    return words if there == here else f"{words[:-6]} {there}{words[-6:]}"
