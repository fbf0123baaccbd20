"""Since when a chat is heard: kept in the store, so that after a restart, too, it is known what nobody heard.

While a chat is heard the store is told so about every minute, by whichever process hears it; a gap is told by one process
alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.chat.bridge import Bridge
from bot.chat.ports import Household
from bot.clock import Clock
from bot.coach.gaps import AWAY_S, LOST_S, tell_gap
from bot.model.times import from_text, to_text

logger = logging.getLogger(__name__)

BEAT_S = 60
"""Between two notes that a chat is heard: as exact as a gap can be known when the process was killed."""
NOTE = "heard {platform}"


@dataclass
class Watch:
    """One chat of one process. `teams`: who is told of a gap; `hears`: whether anything could be heard now."""

    platform: str
    household: Household
    bridge: Bridge
    clock: Clock
    teams: Callable[[], Iterable[str]]
    hears: Callable[[], bool] = lambda: True
    _lost_at: datetime | None = None
    _noted_at: datetime | None = None
    _has_begun: bool = False

    def found(self) -> datetime | None:
        """End a loss, and return since when nothing was heard."""
        lost_at, self._lost_at = self._lost_at, None
        return lost_at

    async def begin(self, lost_at: datetime | None = None) -> None:
        """Say that the chat is heard from now on, and tell what was not heard before. `lost_at`: since when nothing was
        heard, where what was missed did not come again."""
        self._has_begun = True
        if self.is_hearing:
            await self._tried(self._look, self.clock(), lost_at)
        else:
            # Lost again in the meantime: it is one gap.
            self._lost_at = lost_at or self._lost_at

    async def end(self) -> None:
        """Note when the chat was heard last, and hear no more."""
        was_hearing, self._has_begun = self.is_hearing, False
        if was_hearing:
            await self._tried(self._look, self.clock(), None)

    def lost(self) -> None:
        """Note since when nothing is heard."""
        self._lost_at = self._lost_at or self.clock()

    async def resumed(self) -> None:
        """Say that the chat is heard again and that all that was missed came again."""
        lost_at = self._lost_at
        await self._tried(self.household.keep_note, self._name, to_text(self.clock()))
        if self._lost_at == lost_at:
            self._lost_at = None

    @property
    def is_hearing(self) -> bool:
        """Whether anything could be heard now."""
        return self._has_begun and self._lost_at is None and self.hears()

    def look(self) -> None:
        """Say that the chat is heard, where it is, and tell a gap that lies before. Called now and then from a thread;
        within a minute it does nothing."""
        noted_at = self._noted_at
        if self.is_hearing and (noted_at is None or abs((self.clock() - noted_at).total_seconds()) >= BEAT_S):
            self._look(self.clock(), None)

    async def _tried(self, work: Callable[..., object], *given: object) -> None:
        try:
            await self.bridge.call(work, *given)
        except Exception as error:
            # The store is busy or away; the next look says the same.
            self.bridge.told_of(error)

    def _look(self, now: datetime, lost_at: datetime | None) -> None:
        """Move the note on; whoever moved it tells what lies between."""
        noted = self.household.note(self._name)
        if noted is None:
            self.household.keep_note(self._name, to_text(now))
        is_first = noted is None or self.household.renew_note(self._name, noted, to_text(now))
        self._noted_at = now
        # Another process may have heard what this one did not.
        since = max([each for each in (lost_at, from_text(noted) if noted else None) if each], default=now)
        if is_first and (now - since).total_seconds() >= (LOST_S if lost_at else AWAY_S):
            self._tell(since)

    def _tell(self, since: datetime) -> None:
        logger.warning("nothing heard platform=%s since=%s", self.platform, to_text(since))
        for team in sorted(set(self.teams())):
            tell_gap(self.household.desk(team), self.platform, since, self.household.owners_of(team))
            self.household.look_soon(team)

    @property
    def _name(self) -> str:
        return NOTE.format(platform=self.platform)
