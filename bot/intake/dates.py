"""Dates and times as exports write them, and their way to UTC.

The order of day and month is never guessed: a rule of the source or the column's own cells settle it, or the row
is held.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

Order = Literal["mdy", "dmy", "mixed", "open"]
"""Which part comes first in `03/04/2026`; `mixed` when a column's cells disagree, `open` when nothing tells."""
Precision = Literal["minute", "day"]

EARLIEST_YEAR = 2003
"""No network of those read here is older (LinkedIn opened in 2003); an earlier date is a slip or a default."""
LATEST_DAYS_AHEAD = 400

_ZONE = r"\s*(Z|z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?$"
_TIME = r"(?:,?[T\s]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*([AaPp])?\.?(?:[Mm]\.?)?)?"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME + _ZONE)
_NUMERIC = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})" + _TIME + _ZONE)
_WEEKDAY = r"(?:[A-Za-z]{3,9}\.?,?\s+)?"
_MONTH_DAY = re.compile(
    _WEEKDAY + r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})" + _TIME + _ZONE)
_DAY_MONTH = re.compile(_WEEKDAY + r"(\d{1,2})\.?[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4})" + _TIME + _ZONE)
_SERIAL = re.compile(r"(\d{5})(?:[.,](\d+))?$")
_MONTHS = {name: n for n, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}
_SERIAL_ZERO = datetime.fromisoformat("1899-12-30")


class Written(NamedTuple):
    """A moment as written: wall clock, minutes east of UTC if the cell says so, and how exact it is."""

    wall: datetime
    offset_minutes: int | None
    precision: Precision


class Moment(NamedTuple):
    """A moment as stored: UTC text, how exact, and a note when the wall clock did not name one moment."""

    text: str
    precision: Precision
    note: str | None = None


class UnclearOrder(ValueError):
    """Day and month cannot be told apart; the text says why."""


class OrderTally:
    """Find the order of day and month in a column from the dates with a part above 12, cell by cell.

    A spreadsheet turns round only the dates it can read, and writes them in another shape; so evidence in one shape
    says nothing about dates in another, and a column with both shapes is `mixed`.
    """

    __slots__ = ("_orders", "_shapes")

    def __init__(self) -> None:
        self._orders: set[Order] = set()
        self._shapes: set[str] = set()

    def add(self, cell: str) -> None:
        """Take a cell into account."""
        found = _NUMERIC.match(cell.strip())
        if not found:
            return
        first, mark, second = found[1], found[2], found[3]
        if first[0] == "0" or second[0] == "0":
            self._shapes.add(mark + "padded")
        elif len(first) == 1 or len(second) == 1:
            self._shapes.add(mark + "bare")
        if int(first) > 12:
            self._orders.add("dmy")
        elif int(second) > 12:
            self._orders.add("mdy")

    @property
    def order(self) -> Order:
        """Return the order as the cells so far tell it."""
        if len(self._shapes) > 1 or len(self._orders) > 1:
            return "mixed"
        return next(iter(self._orders), "open")


def order_of(cells: Iterable[str]) -> Order:
    """Return the order of day and month in a column.

    >>> order_of(["03/04/2026", "03/25/2026"]), order_of(["03/04/2026"]), order_of(["05-03-2021", "3-25-2021"])
    ('mdy', 'open', 'mixed')
    """
    tally = OrderTally()
    for cell in cells:
        tally.add(cell)
    return tally.order


def read_date(cell: str, order: Order) -> Written:
    """Return the moment a cell names. Raises UnclearOrder, or ValueError for what is no date.

    >>> read_date("Tue, Jul 14, 2026", "open").wall.isoformat()
    '2026-07-14T00:00:00'
    """
    text = cell.strip()
    if found := _ISO.match(text):
        year, month, day = (int(part) for part in found.groups()[:3])
        return _written(year, month, day, found.groups()[3:])
    if found := _NUMERIC.match(text):
        first, _, second, year_text = found.groups()[:4]
        month, day = _by_order(int(first), int(second), order, text)
        return _written(int(year_text), month, day, found.groups()[4:])
    if found := _MONTH_DAY.match(text):
        return _written(int(found[3]), _month(found[1]), int(found[2]), found.groups()[3:])
    if found := _DAY_MONTH.match(text):
        return _written(int(found[3]), _month(found[2]), int(found[1]), found.groups()[3:])
    if found := _SERIAL.match(text):
        wall = _SERIAL_ZERO + timedelta(days=float(f"{found[1]}.{found[2] or 0}"))
        wall = (wall + timedelta(seconds=0.5)).replace(microsecond=0)
        return Written(wall, None, "minute" if found[2] else "day")
    raise ValueError(text)


def _by_order(first: int, second: int, order: Order, text: str) -> tuple[int, int]:
    """Return month and day."""
    match order:
        case "mdy" | "dmy":
            month, day = (first, second) if order == "mdy" else (second, first)
            if month > 12 >= day:
                raise UnclearOrder(f"'{text}' does not have the {'month' if order == 'mdy' else 'day'} first, "
                                   "as the rest of this column has")
            return month, day
        case "mixed" | "open":
            if second > 12 >= first:
                return first, second
            if first > 12 >= second or first == second:
                return second, first
            why = "the column mixes both orders" if order == "mixed" else "no date in the column tells"
            raise UnclearOrder(f"'{text}' may be month first or day first, and {why}")


def _month(name: str) -> int:
    month = _MONTHS.get(name[:3].lower())
    if month is None:
        raise ValueError(name)
    return month


def _written(year: int, month: int, day: int, rest: tuple[str | None, ...]) -> Written:
    hour_text, minute, second, half, zone = rest
    if hour_text is None:
        return Written(_wall(year, month, day), None, "day")
    hour = int(hour_text)
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(hour_text)
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    wall = _wall(year, month, day, hour, int(minute or 0), int(second or 0))
    return Written(wall, _offset(zone), "minute")


def _wall(*parts: int) -> datetime:
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 - a wall clock has no zone yet


def _offset(zone: str | None) -> int | None:
    if zone is None:
        return None
    if zone[0] not in "+-":
        return 0
    digits = zone[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    if minutes > 14 * 60:
        raise ValueError(zone)
    return -minutes if zone[0] == "-" else minutes


def to_utc(written: Written, zone: ZoneInfo | None) -> Moment | None:
    """Return the moment in UTC, or None when neither the cell nor the caller names a zone.

    A day without a clock time becomes noon UTC, so that it is the same day in nearly every zone. A wall clock that
    a change to or from summer time skips or repeats is read as the earlier offset, with a note.
    """
    if written.precision == "day":
        return Moment(f"{written.wall.date().isoformat()}T12:00:00Z", "day")
    if written.offset_minutes is not None:
        moment = written.wall - timedelta(minutes=written.offset_minutes)
        return Moment(moment.isoformat() + "Z", "minute")
    if zone is None:
        return None
    moment = written.wall.replace(tzinfo=zone).astimezone(UTC)
    note = clock_change(written.wall, zone)
    return Moment(moment.replace(tzinfo=None).isoformat() + "Z", "minute", note)


def clock_change(wall: datetime, zone: ZoneInfo) -> str | None:
    """Return a note when this wall clock does not name exactly one moment in the zone, else None."""
    first = wall.replace(tzinfo=zone, fold=0).utcoffset()
    second = wall.replace(tzinfo=zone, fold=1).utcoffset()
    if first == second or first is None or second is None:
        return None
    what = "did not exist" if second > first else "came twice"
    return f"{wall:%Y-%m-%d %H:%M} {what} in {zone.key} when the clocks changed; read as UTC{_spelled(first)}"


def _spelled(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def is_absurd(text: str, now: datetime) -> bool:
    """Say whether a stored time lies before every network or far beyond the present."""
    if int(text[:4]) < EARLIEST_YEAR:
        return True
    return text > (now + timedelta(days=LATEST_DAYS_AHEAD)).strftime("%Y-%m-%dT%H:%M:%SZ")
