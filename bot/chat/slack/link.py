"""Whether Slack can be reached: said once when it goes and once when it is back, however often it is tried between."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.model.times import to_text

logger = logging.getLogger(__name__)

FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 60.0


@dataclass
class Link:
    """The way to Slack. `since`: from when on it is away, None while it is there. `pause_s`: before it is tried again."""

    clock: Clock
    since: datetime | None = None
    first_pause_s: float = FIRST_PAUSE_S
    pause_s: float = 0.0

    @property
    def words(self) -> str:
        """Say how long Slack is away already, nothing while it is there."""
        return f"cannot be reached since {to_text(self.since)}" if self.since else ""

    def lost(self, why: str) -> None:
        """Note that Slack is away; the first try to come back is made at once, each later one after a longer pause."""
        if self.since is None:
            self.since, self.pause_s = self.clock(), 0.0
            logger.warning("slack away why=%s; what is to be sent waits until it is back", why)
        else:
            self.pause_s = min(max(self.first_pause_s, 2 * self.pause_s), LONGEST_PAUSE_S)

    def found(self) -> bool:
        """Note that Slack is there. Tells whether it was away before."""
        since, self.since = self.since, None
        if since is not None:
            logger.info("slack back after_s=%.0f", (self.clock() - since).total_seconds())
        return since is not None
