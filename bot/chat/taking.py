"""Takes requests up before they are dealt with, each once: whose it is, and whether anybody took it up already.

In a rush those that come close together share one thread of the core and one transaction a team. One that comes alone
waits for no other.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypeAlias

from bot.chat.bridge import Bridge
from bot.chat.ports import Household
from bot.coach.desk import Desk
from bot.errors import CoachError

GATHER_S = 0.02
"""How long requests wait for each other while others are being dealt with."""

Taken: TypeAlias = tuple[str | None, Desk | None]
"""The team, None for nobody's; and its desk, None where somebody took the request up before."""


class Origin(Protocol):
    """The place that a request came from."""

    @property
    def platform(self) -> str:
        """The platform's name."""
        ...

    @property
    def workspace(self) -> str:
        """The platform's id of the workspace or server."""
        ...

    @property
    def channel(self) -> str:
        """The platform's id of the channel."""
        ...


class _Request(NamedTuple):
    """What a request is known by."""

    platform: str
    workspace: str
    channel: str
    event_id: str


@dataclass
class Taking:
    """The requests of one chat that wait to be taken up. Used on the loop alone."""

    household: Household
    bridge: Bridge
    _waiting: list[tuple[_Request, asyncio.Future[Taken]]] = field(default_factory=list)
    _dealt_with: int = 0
    _is_running: bool = False

    @asynccontextmanager
    async def taken_up(self, origin: Origin, event_id: str) -> AsyncIterator[Taken]:
        """Yield whose a request is, and their desk where nobody took it up before; it is dealt with until the block ends.

        Raises what the store raises.
        """
        answer: asyncio.Future[Taken] = self.bridge.loop.create_future()
        self._waiting.append((_Request(origin.platform, origin.workspace, origin.channel, event_id), answer))
        if not self._is_running:
            self._is_running = True
            self.bridge.spawn(self._run(), name="taking up")
        self._dealt_with += 1
        try:
            yield await answer
        finally:
            self._dealt_with -= 1

    async def _run(self) -> None:
        try:
            while self._waiting:
                if self._dealt_with > len(self._waiting):
                    await asyncio.sleep(GATHER_S)
                batch, self._waiting = self._waiting, []
                await self._take([request for request, _ in batch], [answer for _, answer in batch])
        finally:
            self._is_running = False

    async def _take(self, requests: Sequence[_Request], answers: Sequence[asyncio.Future[Taken]]) -> None:
        try:
            found = await self.bridge.call(self._all, requests)
        except Exception as error:
            found = [error] * len(requests)
        for answer, taken in zip(answers, found, strict=True):
            if answer.done():
                continue
            if isinstance(taken, Exception):
                answer.set_exception(taken)
            else:
                answer.set_result(taken)

    def _all(self, requests: Sequence[_Request]) -> list[Taken | Exception]:
        """Take requests up, in their order; what went wrong with one stands in its place. Waits for the store."""
        found: dict[int, Taken | Exception] = {}
        by_team: dict[str, list[int]] = {}
        for number, each in enumerate(requests):
            try:
                team = self.household.team_at(each.platform, each.workspace, each.channel)
            except Exception as error:
                found[number] = error
                continue
            if team is None:
                found[number] = None, None
            else:
                by_team.setdefault(team, []).append(number)
        for team, numbers in by_team.items():
            found |= zip(numbers, self._of_team(team, [requests[number] for number in numbers]), strict=True)
        return [found[number] for number in range(len(requests))]

    def _of_team(self, team: str, requests: Sequence[_Request]) -> list[Taken | Exception]:
        try:
            desk = self.household.desk(team)
            are_new = self.household.claim_all(team, [(each.platform, each.event_id) for each in requests])
        except Exception as error:
            if len(requests) == 1 or isinstance(error, CoachError):
                return [error] * len(requests)
            # One that the store cannot take must not keep the others from being dealt with.
            return [taken for each in requests for taken in self._of_team(team, [each])]
        return [(team, desk if is_new else None) for is_new in are_new]
