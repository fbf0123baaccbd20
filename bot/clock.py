"""The time. Nothing else in the project calls `datetime.now`.

Times travel as text `YYYY-MM-DDTHH:MM:SSZ` in UTC wherever they are stored or compared.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def now() -> datetime:
    """Return the present moment in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def fixed(moment: datetime) -> Clock:
    """Return a clock that always says `moment`, for rehearsals and tests."""
    frozen = moment.astimezone(UTC).replace(microsecond=0)
    return lambda: frozen
