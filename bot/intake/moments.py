"""A column of dates and times to stored UTC text.

Every hour is looked up in the zone once and remembered, so a million rows cost a few thousand zone look-ups.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.intake.columns import Remarks
from bot.intake.dates import Order, Precision, UnclearOrder, Written, is_absurd, read_date, to_utc
from bot.intake.mapping import TimeRule
from bot.model.times import to_text

_TAIL = re.compile(r":([0-5]\d)(?::([0-5]\d))?$")
_UTC_TAIL = re.compile(r":([0-5]\d)(?::([0-5]\d))?(?:Z| ?\+00:?00)$")
_WHOLE_OFFSET = re.compile(r"([+-])(0\d|1[0-4]):?00$")
_SIGNS = ("+", "-")
_MANY = 100_000


class _NotPlain(Exception):
    """This cell needs a closer look."""


class Moments:
    """Read a column of moments. `order` is asked only for dates that can be read in two ways."""

    def __init__(self, label: str, *, order: Callable[[], Order], rule: TimeRule, zone: ZoneInfo | None,
                 now: datetime, required: bool = True) -> None:
        self._label = label
        self._order = order
        self._rule = rule
        self._zone = zone
        self._now = now
        self._now_text = to_text(now)
        self._required = required
        self._hours = _Hours(self._plain_hour)
        self._utc_hours = _Hours(self._plain_utc_hour)
        self._days = _Days(self._plain_day)
        self._offsets: dict[date, timedelta | None] = {}
        self._offset_hours = _Hours(self._plain_offset_hour)
        self._tails = _Tails(_TAIL)
        self._utc_tails = _Tails(_UTC_TAIL)

    def __call__(self, cells: Sequence[str], remarks: Remarks) -> tuple[list[str | None], list[Precision]]:
        """Return UTC text, or None where a fault was remarked, and the precision, for each cell."""
        hours, tails = self._hours, self._tails
        first = cells[0]
        if first[-1:] == "Z" or first[-5:] in ("+0000", "00:00"):
            hours, tails = self._utc_hours, self._utc_tails
        found: list[str | None]
        exact: list[Precision]
        try:
            if first[19:20] in _SIGNS:
                plain = [self._offset_hours[cell[:13] + cell[19:]] + tails[cell[13:19]] for cell in cells]
            else:
                plain = [hours[cell[:13]] + tails[cell[13:]] for cell in cells]
            found, exact = [*plain], ["minute"] * len(plain)
            latest = max(plain)
        except _NotPlain:
            pairs = [self._either(row, cell, hours, tails, remarks) for row, cell in enumerate(cells)]
            found, exact = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
            latest = max((text for text in found if text), default="")
        if latest > self._now_text:
            self._note_late(found, remarks)
        return found, exact

    def _note_late(self, found: list[str | None], remarks: Remarks) -> None:
        for row, text in enumerate(found):
            if text and text > self._now_text:
                remarks.note(row, f"{self._label} {text[:10]} lies after this import")

    def _either(self, row: int, cell: str, hours: _Hours, tails: _Tails,
                remarks: Remarks) -> tuple[str | None, Precision]:
        try:
            return hours[cell[:13]] + tails[cell[13:]], "minute"
        except _NotPlain:
            return self._one(row, cell, remarks)

    def _one(self, row: int, cell: str, remarks: Remarks) -> tuple[str | None, Precision]:
        if not cell.strip():
            if self._required:
                remarks.hold(row, f"{self._label} is empty, so the row has no date")
            return None, "day"
        try:
            written = self._read(cell)
            moment = to_utc(written, self._zone)
            if moment is None and self._rule.falls_to_team:
                moment = to_utc(written._replace(precision="day"), None)
        except UnclearOrder as unclear:
            remarks.hold(row, f"{self._label} {unclear}; write it as 2026-03-02T09:30:00Z")
            return None, "day"
        except (ValueError, OverflowError):
            remarks.reject(row, f"{self._label} is '{cell.strip()[:40]}', which is no date; "
                                "write it as 2026-03-02T09:30:00Z")
            return None, "day"
        if moment is None:
            remarks.hold(row, f"{self._label} '{cell.strip()}' does not say its time zone; import again with --zone, "
                              "for example --zone Europe/Berlin")
            return None, "day"
        if is_absurd(moment.text, self._now):
            remarks.reject(row, f"{self._label} is '{cell.strip()}', which cannot be the date of a post or message")
            return None, "day"
        if moment.note:
            remarks.note(row, moment.note)
        return moment.text, moment.precision

    def _read(self, cell: str) -> Written:
        if self._rule.order != "open":
            return read_date(cell, self._rule.order)
        try:
            return read_date(cell, "open")
        except UnclearOrder:
            return read_date(cell, self._order())

    def _plain_hour(self, hour: str) -> str:
        wall = self._wall(hour)
        if self._zone is None:
            raise _NotPlain
        day = wall.date()
        if day not in self._offsets:
            self._offsets[day] = self._day_offset(wall)
        offset = self._offsets[day]
        if offset is None:
            raise _NotPlain
        return (wall - offset).isoformat()[:13]

    def _plain_utc_hour(self, hour: str) -> str:
        return self._wall(hour).isoformat()[:13]

    def _plain_offset_hour(self, hour: str) -> str:
        """Return the UTC hour of `2026-03-02T09+02:00`, the offset being whole hours."""
        offset = _WHOLE_OFFSET.match(hour[13:])
        if not offset:
            raise _NotPlain
        return (self._wall(hour[:13]) - timedelta(hours=int(offset[1] + offset[2]))).isoformat()[:13]

    def _wall(self, hour: str) -> datetime:
        """Return the wall clock of `03/02/2026 09`, or raise _NotPlain for any other shape."""
        digits = hour[11:]
        if len(hour) != 13 or hour[10] not in " T" or not (digits.isascii() and digits.isdigit()) or digits > "23":
            raise _NotPlain
        return self._days[hour[:10]] + timedelta(hours=int(digits))

    def _plain_day(self, day: str) -> datetime:
        try:
            written = self._read(day)
        except (ValueError, OverflowError):
            raise _NotPlain from None
        if written.precision != "day" or is_absurd(written.wall.isoformat(), self._now):
            raise _NotPlain
        return written.wall

    def _day_offset(self, wall: datetime) -> timedelta | None:
        """Return the zone's offset if it is whole hours and the same from the day before to the day after."""
        around = {(wall + timedelta(days=n)).replace(tzinfo=self._zone).utcoffset() for n in (-1, 0, 1)}
        offset = around.pop()
        return None if around or offset is None or offset.total_seconds() % 3600 else offset


class _Days(dict[str, datetime]):
    def __init__(self, find: Callable[[str], datetime]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, day: str) -> datetime:
        found = self[day] = self._find(day)
        return found


class _Hours(dict[str, str]):
    def __init__(self, find: Callable[[str], str]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, hour: str) -> str:
        prefix = self._find(hour)
        if len(self) < _MANY:
            self[hour] = prefix
        return prefix


class _Tails(dict[str, str]):
    def __init__(self, shape: re.Pattern[str]) -> None:
        super().__init__()
        self._shape = shape

    def __missing__(self, tail: str) -> str:
        found = self._shape.match(tail)
        if not found:
            raise _NotPlain
        text = f":{found[1]}:{found[2] or '00'}Z"
        if len(self) < _MANY:
            self[tail] = text
        return text
