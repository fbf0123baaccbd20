"""Discord's gateway for one connection after another: sessions, their events in order, and what was missed.

What an event holds, and whether a client hears of it, is simcord's to say; that it arrives once and in order is kept here.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from types import SimpleNamespace
from typing import Any

import discord
from aiohttp import WSMsgType, web
from simcord.backend import Backend, serializers
from simcord.gateway import FakeGateway, FakeWebSocket
from simcord.intents import missing_privileged_intents

Json = dict[str, Any]
BAD_TOKEN, BAD_FRAME, NOT_IDENTIFIED, BAD_SHARD, NOT_APPROVED = 4004, 4002, 4003, 4010, 4014
"""Close codes. https://docs.discord.com/developers/topics/opcodes-and-status-codes"""


@dataclass
class Session:
    """What a client identified as; it outlives its connections. frames: all events so far, numbered from 1."""

    id: str
    shard: tuple[int, int]
    intents: discord.Intents
    frames: list[Json] = field(default_factory=list)
    line: Line | None = None

    def dispatch(self, event: str, payload: Any) -> None:
        """Number an event, keep it, and send it if anybody is there."""
        frame = {"op": 0, "t": event, "s": len(self.frames) + 1, "d": payload}
        self.frames.append(frame)
        if self.line is not None:
            self.line.send(frame)


class Line:
    """One open connection; what is sent goes out in order."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self.socket = socket
        self.session: Session | None = None
        self._waiting: asyncio.Queue[Json] = asyncio.Queue()

    def send(self, frame: Json) -> None:
        """Put a frame behind those that wait."""
        self._waiting.put_nowait(frame)

    async def write(self) -> None:
        """Send what waits, until the connection ends."""
        with suppress(ConnectionResetError):
            while True:
                await self.socket.send_str(json.dumps(await self._waiting.get()))


@dataclass
class Gateway:
    """All connections. `identified`, `resumed`: what clients said; `paths`: where they connected; `heartbeats`: how many."""

    backend: Backend
    token: str
    approved: discord.Intents
    moved: Callable[[], None]
    resume_url: str = ""
    identified: list[Json] = field(default_factory=list)
    resumed: list[Json] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    heartbeats: int = 0
    sessions: dict[str, Session] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    def hear(self, event: str, payload: Mapping[str, Any]) -> None:
        """Tell every session what happened, if it is told of such things."""
        guild_id = payload.get("id") if event.startswith("GUILD_") and "guild_id" not in payload else payload.get("guild_id")
        for session in self.sessions.values():
            number, count = session.shard
            if (int(guild_id or 0) >> 22) % count == number:
                self._shaped(session).feed(event, payload)

    async def connection(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one connection until it ends."""
        self.paths.append(request.path)
        line = Line(web.WebSocketResponse())
        await line.socket.prepare(request)
        self.lines.append(line)
        writer = asyncio.create_task(line.write())
        line.send({"op": 10, "t": None, "s": None, "d": {"heartbeat_interval": 41_250}})
        try:
            async for message in line.socket:
                if message.type is not WSMsgType.TEXT:
                    continue
                await self._heard(line, json.loads(message.data))
                self.moved()
        finally:
            writer.cancel()
            self.lines.remove(line)
            if line.session is not None and line.session.line is line:
                line.session.line = None
            self.moved()
        return line.socket

    async def _heard(self, line: Line, frame: Json) -> None:
        said = frame.get("d")
        match frame.get("op"):
            case 1:
                self.heartbeats += 1
                line.send({"op": 11, "t": None, "s": None, "d": None})
            case 2:
                await self._identify(line, said or {})
            case 6:
                self._resume(line, said or {})
            case 3 | 4 if line.session is not None:
                pass
            case 8 if line.session is not None and isinstance(said, dict):
                await self._members(line.session, said)
            case 3 | 4 | 8:
                await line.socket.close(code=NOT_IDENTIFIED)
            case _:
                await line.socket.close(code=BAD_FRAME)

    async def _identify(self, line: Line, said: Json) -> None:
        self.identified.append(said)
        number, count = said.get("shard") or (0, 1)
        intents = discord.Intents._from_value(int(said.get("intents", 0)))
        if said.get("token") != self.token:
            await line.socket.close(code=BAD_TOKEN)
        elif not 0 <= number < count:
            await line.socket.close(code=BAD_SHARD)
        elif missing_privileged_intents(intents, self.approved):
            await line.socket.close(code=NOT_APPROVED, message=b"Disallowed intent(s).")
        else:
            session = Session(f"session-{len(self.identified)}", (number, count), intents, line=line)
            line.session = self.sessions[session.id] = session
            self._greet(session)

    def _greet(self, session: Session) -> None:
        number, count = session.shard
        guilds = [each for each in self.backend.guilds.values() if (each.id >> 22) % count == number]
        session.dispatch("READY", {
            "v": 10, "user": dict(serializers.user_payload(self.backend.bot_user)), "session_id": session.id,
            "guilds": [{"id": str(each.id), "unavailable": True} for each in guilds], "resume_gateway_url": self.resume_url,
            "shard": [number, count], "application": {"id": str(self.backend.application_id), "flags": 0}})
        for each in guilds:
            self._shaped(session).feed("GUILD_CREATE", serializers.guild_create_payload(self.backend, each))

    def _resume(self, line: Line, said: Json) -> None:
        self.resumed.append(said)
        session = self.sessions.get(str(said.get("session_id")))
        if session is None or said.get("token") != self.token:
            line.send({"op": 9, "t": None, "s": None, "d": False})
            return
        line.session, session.line = session, line
        for frame in session.frames[int(said.get("seq") or 0):]:
            line.send(frame)
        session.dispatch("RESUMED", {})

    async def _members(self, session: Session, said: Json) -> None:
        asked = {key: said[key] for key in ("limit", "user_ids", "presences", "nonce") if said.get(key) is not None}
        await FakeWebSocket(self.backend, self._shaped(session)).request_chunks(
            int(said["guild_id"]), said.get("query"), **{"limit": 0} | asked)

    def _shaped(self, session: Session) -> FakeGateway:
        return FakeGateway(self.backend, SimpleNamespace(intents=session.intents, parsers=_Everything(session)))


class _Everything(dict[str, Any]):
    """Parsers by event, as simcord looks them up: each passes the event on."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __getitem__(self, event: str) -> Any:
        return partial(self._session.dispatch, event)

    def get(self, event: str, default: Any = None) -> Any:  # noqa: ARG002  as a dict has it
        """Return what passes an event on."""
        return self[event]
