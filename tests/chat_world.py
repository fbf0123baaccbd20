"""A process of the coach for tests of the chats: one house, one clock that a test moves, one loop, and its rounds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.actions import actions
from bot.chat.bridge import Bridge
from bot.chat.ports import Chat
from bot.chat.talk import Talk
from bot.coach.desk import Desk
from bot.commands import commands
from bot.house import House
from bot.model.settings import Channel, Settings
from bot.model.times import from_text
from bot.running import Rounds
from bot.store.store import Store
from tests.world import NOW, World

TEAM = "bakery"


class MovedClock:
    """A clock that stands until a test moves it."""

    def __init__(self, now: str = NOW) -> None:
        self.moment = from_text(now)

    def __call__(self) -> datetime:
        return self.moment

    def set(self, now: str) -> None:
        """Move to a moment."""
        self.moment = from_text(now)

    def forward(self, **parts: float) -> None:
        """Move on by days, hours, minutes or seconds."""
        self.moment += timedelta(**parts)


@dataclass
class Household:
    """One process: its house, its loop's bridge, its chats and its rounds. `faults`: what went wrong on our side."""

    house: House
    clock: MovedClock
    bridge: Bridge
    chats: list[Chat] = field(default_factory=list)
    faults: list[BaseException] = field(default_factory=list)

    @property
    def desk(self) -> Desk:
        """The team's desk."""
        return self.house.desk(TEAM)

    @property
    def world(self) -> World:
        """The team's data, to be told of more."""
        return World(self.desk)

    def rounds(self, sender: str = "test") -> Rounds:
        """Return rounds of work over the chats that run."""
        return Rounds(self.house, {}, self.chats, self.bridge, sender)

    async def round(self, sender: str = "test") -> None:
        """Take what is due and send what waits, as a process that stays up does every few seconds."""
        await asyncio.to_thread(self.rounds(sender).one_team, TEAM)

    async def settle(self) -> None:
        """Wait until everything that was begun is done."""
        await self.bridge.drain(timeout_s=60)


def settings_for(*channels: Channel, **values: Any) -> Settings:
    """Return the settings of one team with these channels."""
    return Settings(team=TEAM, channels=channels, **values)


@asynccontextmanager
async def household(store: Store, settings: Settings, *, now: str = NOW) -> AsyncIterator[Household]:
    """Run a house without chats; a fault on our side that a test did not expect fails it."""
    clock, faults = MovedClock(now), list[BaseException]()

    def told_of(error: BaseException) -> str:
        faults.append(error)
        return "Something went wrong on our side (id test). Nothing was half written."

    home = Household(House(store, settings, clock), clock, Bridge(told_of=told_of), faults=faults)
    rounds = home.rounds()
    home.house.tell_when_asked(lambda team: rounds.look_soon(team))
    rounds.chats = home.chats  # what is started later sends too
    try:
        yield home
        await home.settle()
    finally:
        for chat in home.chats:
            await chat.stop_listening()
        await home.bridge.drain(timeout_s=10)
        for chat in home.chats:
            await chat.close()
        await asyncio.to_thread(home.bridge.close)
    if faults:
        raise AssertionError(f"faults on our side: {faults!r}") from faults[0]


def talk() -> Talk:
    """Return the talk of every command and action."""
    return Talk(commands(), actions())
