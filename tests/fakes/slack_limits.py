"""How often the fake Slack lets a method be called, in the fake's own time.

Slack promises one message a second in a channel and tolerates short bursts without saying how long: `burst` is how many.
"""

from __future__ import annotations

import time
from collections import deque

from tests.fakes.slack_clock import SlackClock
from tests.fakes.slack_methods import DISTRIBUTED_HISTORY, METHODS, TIERS
from tests.fakes.slack_refusal import Refusal

POSTS = ("chat.postMessage", "chat.postEphemeral", "files.completeUploadExternal")


class Limits:
    """The counters of one app. A caller who waits as told, in the fake's time or in real time, is let in again."""

    def __init__(self, clock: SlackClock, *, burst: int, is_distributed: bool) -> None:
        self.burst = burst
        self.is_on = True
        self.retry_after_s = 1
        self._clock = clock
        self._is_distributed = is_distributed
        self._buckets: dict[tuple[str, str], tuple[float, float]] = {}
        self._windows: dict[tuple[str, str], deque[float]] = {}
        self._refused_at: dict[tuple[str, str], float] = {}

    def count_post(self, team: str, channel: str) -> None:
        """Count a message to a channel. Raises Refusal where it came too soon."""
        key = (team, channel)
        left, at = self._buckets.get(key, (float(self.burst), self._clock.seconds))
        left = min(float(self.burst), left + self._clock.seconds - at)
        refused = self._refused_at.pop(key, None)
        if refused is not None and time.monotonic() - refused >= self.retry_after_s:
            left = max(left, 1.0)
        if self.is_on and left < 1:
            self._refused_at[key] = time.monotonic() if refused is None else refused
            self._buckets[key] = (left, self._clock.seconds)
            raise Refusal("ratelimited", status=429, retry_after_s=self.retry_after_s)
        self._buckets[key] = (left - 1, self._clock.seconds)

    def count_call(self, team: str, method: str) -> None:
        """Count a call of a method in a workspace. Raises Refusal beyond its tier."""
        most = TIERS[METHODS[method].tier]
        if self._is_distributed and method in ("conversations.history", "conversations.replies"):
            most = DISTRIBUTED_HISTORY["a_minute"]
        window = self._windows.setdefault((team, method), deque())
        while window and window[0] <= self._clock.seconds - 60:
            window.popleft()
        if self.is_on and most is not None and len(window) >= max(most, 1) and method != "apps.connections.open":
            raise Refusal("ratelimited", status=429, retry_after_s=max(1, int(window[0] + 60 - self._clock.seconds)))
        window.append(self._clock.seconds)
