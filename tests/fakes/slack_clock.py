"""The fake Slack's own time: it stands still until a test moves it, so nothing waits and nothing depends on a machine's speed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

START = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


class SlackClock:
    """Seconds since 1970, moved by `forward` alone."""

    def __init__(self, start: datetime = START) -> None:
        self.seconds = start.timestamp()
        self._alarms: list[tuple[float, asyncio.Future[None]]] = []

    def forward(self, seconds: float) -> None:
        """Let time pass; whoever waited for a moment in it goes on."""
        self.seconds += seconds
        due = [alarm for moment, alarm in self._alarms if moment <= self.seconds]
        self._alarms = [each for each in self._alarms if each[0] > self.seconds]
        for alarm in due:
            if not alarm.done():
                alarm.set_result(None)

    async def until(self, moment: float) -> None:
        """Wait until `forward` has moved time on to a moment, in seconds since 1970; not at all for one that has passed."""
        if moment > self.seconds:
            alarm: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._alarms.append((moment, alarm))
            await alarm
