"""What an export's file name says of its period: a hint for people and for `as_of`, never a fact about a post."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

_WORDED = re.compile(r"([A-Z][a-z]{2})-(\d{1,2})-(\d{4})")
_ISO = re.compile(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)")
_MONTH = re.compile(r"(?<!\d)(20\d\d)-(\d\d)(?![\d-])")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class NameHints(NamedTuple):
    """The period in a file name, days both included, and the moment by which the export was made; None if unsaid."""

    starts_on: str | None = None
    ends_on: str | None = None
    exported_by: str | None = None

    def sentence(self) -> str | None:
        """Return the hint for people, or None."""
        if self.starts_on and self.ends_on and self.starts_on != self.ends_on:
            return f"by its name the file covers {self.starts_on} to {self.ends_on}"
        return f"by its name the file is of {self.ends_on}" if self.ends_on else None


def hints_in(name: str) -> NameHints:
    """Return what a file name says.

    >>> hints_in("Jan-27-2025_Feb-23-2025_5416 (1).csv").exported_by
    '2025-02-23T23:59:59Z'
    """
    days = [_day(int(year), _MONTHS.index(month) + 1, int(day)) for month, day, year in _WORDED.findall(name)
            if month in _MONTHS]
    days = days or [_day(int(year), int(month), int(day)) for year, month, day in _ISO.findall(name)]
    found = [day for day in days if day]
    if found:
        return NameHints(found[0], found[-1], f"{found[-1]}T23:59:59Z")
    month_only = _MONTH.search(name)
    first = _day(int(month_only[1]), int(month_only[2]), 1) if month_only else None
    return NameHints(first, None, None) if first else NameHints()


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
