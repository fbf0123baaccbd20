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
from functools import partial
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
"""Seconds that work in flight has at a stop; Heroku and Kubernetes kill after thirty. A post whose answer has not come by
then counts as lost, and is looked into after the next start."""
TEAMS_AT_ONCE = 4
PAUSE_S = 0.1
"""Between two looks at one outbox that were asked for while people press many buttons at once."""

Say = Callable[[str], None]


class OpenFronts(dict[str, "Front"]):
    """The fronts of one round, by platform. Once the process is to stop none is there any more, so nothing new is begun."""

    def __init__(self, fronts: Mapping[str, Front], is_stopping: Callable[[], bool]) -> None:
        super().__init__(fronts)
        self._is_stopping = is_stopping

    def __contains__(self, platform: object) -> bool:
        """Tell whether something may be delivered there now."""
        return not self._is_stopping() and super().__contains__(platform)


@dataclass
class Rounds:
    """One round of work after another, for each team at most one at a time.

    `is_stopping`: tells whether nothing new is to be begun; what is on its way is finished.
    """

    house: House
    fronts: Mapping[str, Front]
    chats: Sequence[Chat]
    bridge: Bridge
    sender: str
    is_stopping: Callable[[], bool] = lambda: False
    _running: set[str] = field(default_factory=set)
    _again: set[str] = field(default_factory=set)

    def all_teams(self) -> None:
        """Take what is due and send what waits, for every team; one team's fault is no other's. Called from a thread."""
        for chat in self.chats:
            guarded(chat.watch.look)
        with ThreadPoolExecutor(TEAMS_AT_ONCE) as pool:
            list(pool.map(lambda team: guarded(lambda: self.one_team(team)), self.house.teams()))

    def one_team(self, team: str) -> None:
        """Take what is due and send what waits, for one team; nothing once the process is to stop."""
        if not self.is_stopping():
            self.house.work(team, self.fronts_of(team), self.sender)

    def fronts_of(self, team: str) -> OpenFronts:
        """Return where a team's outbox can be delivered now."""
        own = {chat.platform: chat.front(team) for chat in self.chats}
        found = {**self.fronts, **{platform: front for platform, front in own.items() if front is not None}}
        return OpenFronts(found, self.is_stopping)

    def look_soon(self, team: str) -> None:
        """Send what waits for a team now, from any thread; asked often, it is done once more and not as often."""
        self.bridge.soon(self._begin, team)

    def keep_ends(self) -> None:
        """Keep which events were dealt with, once nothing more is. Called from a thread."""
        for team in self.house.teams():
            guarded(partial(self.house.keep_ends, team))

    def _begin(self, team: str) -> None:
        if team in self._running or self.is_stopping():
            self._again.add(team)
            return
        self._running.add(team)
        self.bridge.spawn(self._send(team), name=f"send {team}")

    async def _send(self, team: str) -> None:
        try:
            await self._sent(team)
            while team in self._again and not self.is_stopping():
                await asyncio.sleep(PAUSE_S)
                self._again.discard(team)
                await self._sent(team)
        finally:
            self._running.discard(team)

    async def _sent(self, team: str) -> None:
        await self.bridge.call(guarded, lambda: self._send_waiting(team))

    def _send_waiting(self, team: str) -> None:
        self.house.keep_ends(team)
        if self.house.has_waiting(team):
            self.house.send(team, self.fronts_of(team), self.sender)


async def stay_up(house: House, *, fronts: Iterable[Front] = (), say: Say, told_of: Callable[[BaseException], str],
                  environ: Mapping[str, str] | None = None, stop: asyncio.Event | None = None) -> None:
    """Run every chat that has tokens and the tick until `stop` or SIGTERM. Raises ConfigError when no front is left."""
    stop = stop or asyncio.Event()
    stop_on_signals(stop)
    bridge = Bridge(told_of=told_of)
    kept = {front.platform: front for front in fronts}
    stopped = asyncio.create_task(stop.wait())
    chats = await _started(chats_of(house, bridge, os.environ if environ is None else environ), say, stopped)
    if stop.is_set():
        await _let_go(chats, bridge)
        say("Stopped before it was up.")
        return
    if not chats and not kept:
        raise ConfigError("Nothing to run: no chat could be started and no terminal channel is set.")
    rounds = Rounds(house, kept, chats, bridge, f"process-{os.getpid()}", stop.is_set)
    house.tell_when_asked(rounds.look_soon)
    first = asyncio.create_task(asyncio.to_thread(_ticking, rounds.all_teams))
    await asyncio.wait({first, stopped}, return_when=asyncio.FIRST_COMPLETED)
    if not stop.is_set():
        say(f"Up for {', '.join(house.teams())}" + (f" on {', '.join(chat.platform for chat in chats)}" if chats else "")
            + ". Ctrl-C stops.")
    await stopped
    left = await _brought_to_an_end(chats, bridge, first, rounds.keep_ends)
    say(f"Stopped; {left} answers were given up." if left else "Stopped; nothing was left half sent.")


async def _brought_to_an_end(chats: Sequence[Chat], bridge: Bridge, first: asyncio.Task[Callable[[], None]],
                             keep_ends: Callable[[], None]) -> int:
    """Take nothing new, let what is on its way arrive as long as there is time, and let go of everything.

    `first`: the first round, which ends in what stops the rounds after it. Returns how many answers had to be given up.
    """
    for chat in chats:
        await chat.stop_listening()
    sending = asyncio.create_task(_last_round(first))
    left, _ = await asyncio.gather(bridge.drain(timeout_s=DRAIN_S), asyncio.wait({sending}, timeout=DRAIN_S))
    for chat in chats:
        await chat.close()
    await sending
    # Before the threads are let go: one of them may wait for a model longer than the host waits for the process.
    await asyncio.to_thread(keep_ends)
    await _let_go((), bridge)
    return left


async def _let_go(chats: Sequence[Chat], bridge: Bridge) -> None:
    for chat in chats:
        await chat.close()
    await asyncio.to_thread(bridge.close)


async def _last_round(first: asyncio.Task[Callable[[], None]]) -> None:
    await asyncio.to_thread(await first)


def _ticking(job: Callable[[], None]) -> Callable[[], None]:
    """Do a job now and then, and return what waits for the last time and ends it."""
    scheduler = start(job)
    return lambda: scheduler.shutdown(True)


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


async def _started(chats: Iterable[Chat], say: Say, stopped: asyncio.Task[bool]) -> list[Chat]:
    """Start the chats; one that cannot be started says why, and the others go on without it. After a stop none is."""
    up = []
    for chat in chats:
        starting = asyncio.create_task(chat.start())
        await asyncio.wait({starting, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if not starting.done():
            starting.cancel()
            await asyncio.wait({starting})
        error = None if starting.cancelled() else starting.exception()
        if isinstance(error, CoachError):
            say(f"{chat.platform}: {error}")
        elif error is not None:
            raise error
        if error is not None or starting.cancelled():
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
