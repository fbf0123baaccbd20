"""The fake Slack's Socket Mode: connections of one app, envelopes on them, and whether each was acknowledged.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from aiohttp import WSMsgType, web

from tests.fakes.slack_state import APP, Json

if TYPE_CHECKING:
    from tests.fakes.slack_core import Core

CONNECTIONS = 10
Kind = Literal["events_api", "slash_commands", "interactive"]


@dataclass(eq=False)
class Connection:
    """One websocket of the app. `is_retiring`: it was told to go; nothing more is sent on it."""

    ws: web.WebSocketResponse
    is_retiring: bool = False


@dataclass
class Socket:
    """All of an app's connections. `opened`: how many there ever were; `pongs`: pings the app answered.

    `is_deaf`: what the app sends is not heard any more, as on a line that was cut in the middle.
    """

    core: Core
    opened: int = 0
    pongs: int = 0
    connections: list[Connection] = field(default_factory=list)
    unasked: list[Json] = field(default_factory=list)
    is_deaf: bool = False
    _tickets: set[str] = field(default_factory=set)
    _waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)
    _turn: int = 0

    @property
    def open_ones(self) -> list[Connection]:
        """The connections that envelopes may be sent on."""
        return [each for each in self.connections if not each.is_retiring and not each.ws.closed]

    def new_url(self) -> str:
        """Return the address of one connection to come."""
        ticket = self.core.state.next_id("ticket")
        self._tickets.add(ticket)
        return f"{self.core.url.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={APP}"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until it ends."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=401, text="this ticket was used or never given")
        self._tickets.discard(ticket)
        ws = web.WebSocketResponse(autoping=False)
        await ws.prepare(request)
        if len(self.connections) >= CONNECTIONS:
            await ws.send_json(self._farewell("too_many_websockets"))
            await ws.close()
            return ws
        connection = Connection(ws)
        self.connections.append(connection)
        self.opened += 1
        await ws.send_json({"type": "hello", "num_connections": len(self.connections), "connection_info": {"app_id": APP},
                            "debug_info": {"host": "applink-1", "build_number": 1, "approximate_connection_time": 18060}})
        await ws.ping(b"Ping from applink-1")
        self.core.changed()
        try:
            await self._listen(connection)
        finally:
            self.connections.remove(connection)
            self.core.changed()
        return ws

    async def _listen(self, connection: Connection) -> None:
        async for message in connection.ws:
            if self.is_deaf:
                continue
            if message.type is WSMsgType.PING:
                await connection.ws.pong(message.data)
            elif message.type is WSMsgType.PONG:
                self.pongs += 1
                self.core.changed()
            elif message.type is WSMsgType.TEXT:
                self._acked(message.data)

    def _acked(self, words: str) -> None:
        try:
            answer = json.loads(words)
        except ValueError:
            answer = {"not json": words}
        waiting = self._waiting.pop(str(answer.get("envelope_id")), None) if isinstance(answer, dict) else None
        if waiting is None or waiting.done():
            self.unasked.append(answer)
        else:
            waiting.set_result(answer)

    async def send(self, kind: Kind, payload: Json, *, attempt: int = 0, reason: str | None = None) -> Json:
        """Send an envelope on one connection, waiting for one where there is none, and return its acknowledgement."""
        await self.core.seen(lambda: self.open_ones, timeout_s=60)
        every = self.open_ones
        self._turn += 1
        envelope: Json = {"envelope_id": self.core.state.next_id("envelope-"), "type": kind, "payload": payload,
                          "accepts_response_payload": kind != "events_api"}
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason or ""}
        waiting: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[envelope["envelope_id"]] = waiting
        await every[self._turn % len(every)].ws.send_json(envelope)
        return await waiting

    async def farewell(self, reason: Literal["warning", "refresh_requested"], *, timeout_s: float = 3.0) -> None:
        """Ask every connection to be renewed, wait until one is, and close those that the app did not close itself."""
        before = self.opened
        old = list(self.open_ones)
        for connection in old:
            connection.is_retiring = True
            await connection.ws.send_json(self._farewell(reason))
        await self.core.seen(lambda: self.opened > before, timeout_s=timeout_s)
        for connection in old:
            await connection.ws.close(drain=False)

    async def cut(self) -> None:
        """Break every connection without a word: the library's client then waits, and can be cancelled, before it tries again."""
        for connection in list(self.connections):
            connection.is_retiring = True
            transport = connection.ws._req.transport if connection.ws._req else None
            if transport is not None:
                transport.abort()

    @staticmethod
    def _farewell(reason: str) -> dict[str, Any]:
        return {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}}
