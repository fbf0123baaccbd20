"""What a clock time and a time zone look like where they are set: in the configuration and in chat alike."""

from __future__ import annotations

import difflib
from zoneinfo import ZoneInfo, available_timezones


def is_clock(value: str) -> bool:
    """Tell whether a text is a time of day as the settings hold it.

    >>> is_clock("09:30"), is_clock("9:30"), is_clock("24:00")
    (True, False, False)
    """
    hours, colon, minutes = value.partition(":")
    return bool(colon) and len(value) == 5 and value.isascii() and (hours + minutes).isdigit() and (
        int(hours) < 24 and int(minutes) < 60)


def is_zone(zone: str) -> bool:
    """Tell whether a text names an IANA time zone."""
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        return False
    return True


def nearest_zone(zone: str) -> str:
    """Return the end of a sentence about a zone that does not exist: the nearest one that does, or how one looks."""
    tail = {name.rpartition("/")[2].lower(): name for name in available_timezones()}
    nearest = difflib.get_close_matches(zone.rpartition("/")[2].lower(), list(tail), n=1)
    return f"; did you mean {tail[nearest[0]]}?" if nearest else "; write one such as Europe/Berlin."
