"""Moments as text and back. A stored time is always UTC and always has the same nineteen digits and a Z."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_SIGNS = "--T::Z"
"""What stands in a stored time at every third place from the fifth on."""


def to_text(moment: datetime) -> str:
    """Return `moment` as UTC text. Raises ValueError for a time without a zone.

    >>> to_text(datetime(2026, 3, 2, 9, 30, tzinfo=UTC))
    '2026-03-02T09:30:00Z'
    """
    if moment.tzinfo is None:
        raise ValueError("a time without a zone cannot be stored")
    return f"{moment.astimezone(UTC).isoformat()[:19]}Z"


def from_text(text: str) -> datetime:
    """Return the UTC moment that a stored text names. Raises ValueError for any other shape.

    >>> from_text("2026-03-02T09:30:00Z")
    datetime.datetime(2026, 3, 2, 9, 30, tzinfo=datetime.timezone.utc)
    """
    if len(text) != 20 or text[4::3] != _SIGNS:
        raise ValueError(f"{text!r} is no stored time; one looks like 2026-03-02T09:30:00Z")
    return datetime.fromisoformat(text)


def ago(moment: datetime, *, days: float = 0, hours: float = 0) -> str:
    """Return, as stored text, the moment that lies so many days and hours before `moment`."""
    return to_text(moment - timedelta(days=days, hours=hours))


def local(text: str, zone: str) -> datetime:
    """Return a stored time on the wall clock of an IANA zone."""
    return from_text(text).astimezone(ZoneInfo(zone))
