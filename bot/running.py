"""The process that stays up: whatever has tokens listens, slots are taken, what waits is sent; a stop loses nothing.

One event loop for all chats, one tick for all teams. Work in flight at a stop is finished before the connections go.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.chat.bridge import Bridge
from bot.errors import CoachError, ConfigError
from bot.house import House
from bot.outbox.clockwork import guarded, start

if TYPE_CHECKING:
    from bot.chat.ports import Chat
    from bot.coach.ports import Front

logger = logging.getLogger(__name__)

DRAIN_S = 20
"""Seconds that work in flight has at a stop; Heroku and Kubernetes kill after thirty."""
TEAMS_AT_ONCE = 4
PAUSE_S = 0.1
"""Between two looks at one outbox that were asked for while people press many buttons at once."""

Say = Callable[[str], None]


@dataclass
class Rounds:
    """One round of work after another, for each team at most one at a time."""

    house: House
    fronts: Mapping[str, Front]
    chats: Sequence[Chat]
    bridge: Bridge
    sender: str
    _running: set[str] = field(default_factory=set)
    _again: set[str] = field(default_factory=set)

    def all_teams(self) -> None:
        """Take what is due and send what waits, for every team; one team's fault is no other's. Called from a thread."""
        with ThreadPoolExecutor(TEAMS_AT_ONCE) as pool:
            list(pool.map(lambda team: guarded(lambda: self.one_team(team)), self.house.teams()))

    def one_team(self, team: str) -> None:
        """Take what is due and send what waits, for one team."""
        self.house.work(team, self.fronts_of(team), self.sender)

    def fronts_of(self, team: str) -> dict[str, Front]:
        """Return where a team's outbox can be delivered now."""
        own = {chat.platform: chat.front(team) for chat in self.chats}
        return {**self.fronts, **{platform: front for platform, front in own.items() if front is not None}}

    def look_soon(self, team: str) -> None:
        """Send what waits for a team now, from any thread; asked often, it is done once more and not as often."""
        self.bridge.soon(self._begin, team)

    def _begin(self, team: str) -> None:
        if team in self._running:
            self._again.add(team)
            return
        self._running.add(team)
        self.bridge.spawn(self._send(team), name=f"send {team}")

    async def _send(self, team: str) -> None:
        try:
            await self._sent(team)
            while team in self._again:
                await asyncio.sleep(PAUSE_S)
                self._again.discard(team)
                await self._sent(team)
        finally:
            self._running.discard(team)

    async def _sent(self, team: str) -> None:
        await self.bridge.call(guarded, lambda: self.house.send(team, self.fronts_of(team), self.sender))


async def stay_up(house: House, *, fronts: Iterable[Front] = (), say: Say, told_of: Callable[[BaseException], str],
                  environ: Mapping[str, str] | None = None, stop: asyncio.Event | None = None) -> None:
    """Run every chat that has tokens and the tick until `stop` or SIGTERM. Raises ConfigError when no front is left."""
    stop = stop or asyncio.Event()
    stop_on_signals(stop)
    bridge = Bridge(told_of=told_of)
    kept = {front.platform: front for front in fronts}
    chats = await _started(chats_of(house, bridge, os.environ if environ is None else environ), say)
    if not chats and not kept:
        raise ConfigError("Nothing to run: no chat could be started and no terminal channel is set.")
    rounds = Rounds(house, kept, chats, bridge, f"process-{os.getpid()}")
    house.tell_when_asked(rounds.look_soon)
    scheduler = await asyncio.to_thread(start, rounds.all_teams)
    say(f"Up for {', '.join(house.teams())}" + (f" on {', '.join(chat.platform for chat in chats)}" if chats else "")
        + ". Ctrl-C stops.")
    await stop.wait()
    scheduler.pause()
    for chat in chats:
        await chat.stop_listening()
    left = await bridge.drain(timeout_s=DRAIN_S)
    await asyncio.to_thread(scheduler.shutdown, True)
    for chat in chats:
        await chat.close()
    await asyncio.to_thread(bridge.close)
    say(f"Stopped; {left} answers were given up." if left else "Stopped; nothing was left half sent.")


def chats_of(house: House, bridge: Bridge, environ: Mapping[str, str]) -> list[Chat]:
    """Return the chats that have a token, or that installations give tokens to."""
    from bot.actions import actions
    from bot.chat.talk import Talk
    from bot.commands import commands

    talk, settings = Talk(commands(), actions()), house.settings
    found: list[Chat] = []
    if environ.get(settings.slack.bot_token_env) or settings.slack.mode == "http":
        from bot.chat.slack.chat import SlackChat

        found.append(SlackChat(house, talk, bridge, environ, house.clock))
    if environ.get(settings.discord.token_env):
        from bot.chat.discord.chat import DiscordChat

        found.append(DiscordChat(house, talk, bridge, environ, house.clock))
    return found


async def _started(chats: Iterable[Chat], say: Say) -> list[Chat]:
    """Start the chats; one that cannot be started says why, and the others go on without it."""
    up = []
    for chat in chats:
        try:
            await chat.start()
        except CoachError as error:
            say(f"{chat.platform}: {error}")
            await chat.close()
        else:
            up.append(chat)
    return up


def stop_on_signals(stop: asyncio.Event) -> None:
    """Let SIGINT and SIGTERM set an event of the running loop."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stop.set)
        except (NotImplementedError, RuntimeError, ValueError):
            # Windows, or a loop that is not in the main thread: there Ctrl-C and `stop` end it.
            logger.info("no handler for signal %s", number)
