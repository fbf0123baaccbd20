"""Discord on a real port of this machine: REST and gateway for a client that runs as it does in earnest.

Behind it stands the same Discord as in `discord_server`; people act in the same way, and see the same.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any

import discord
import yarl
from aiohttp import web
from discord.gateway import DiscordWebSocket
from discord.http import Route
from simcord import Env
from simcord._clock import Clock
from simcord.backend import Backend
from simcord.backend.cdn import CDN_BASE, CdnStore

from bot.model.settings import Discord as DiscordSettings
from tests.fakes.discord_gateway import Gateway
from tests.fakes.discord_people import People
from tests.fakes.discord_place import nobody, scene_in
from tests.fakes.discord_rest import Answer, Lost, Request
from tests.fakes.discord_session import uploads
from tests.fakes.discord_troubles import Faults

TOKEN = "wire.token.of-nobody"
PATIENCE_S = 5.0
_MOST_BYTES = 32 * 1024 * 1024


class WireDiscord(People, Faults):
    """Discord at `api_url` and `gateway_url`; an async context manager. Leaving it fails where the client's requests were refused.

    shards: how many Discord advises. `gateway` knows who connected, identified and resumed.
    """

    def __init__(self, *, token: str = TOKEN, approved: discord.Intents | None = None, shards: int = 1) -> None:
        super().__init__(_WireEnv(self), approved)
        self.token, self.shards = token, shards
        self._moved = asyncio.Event()
        self._files = self.env.backend.cdn = _Cdn()
        self.gateway = Gateway(self.env.backend, token, approved or discord.Intents.default(), self._moved.set)
        self._runner: web.AppRunner | None = None
        self.port = 0

    async def __aenter__(self) -> WireDiscord:
        app = web.Application(client_max_size=_MOST_BYTES)
        app.router.add_route("*", "/api/v10/{path:.*}", self._rest)
        app.router.add_get("/cdn/{path:.*}", self._cdn)
        app.router.add_get("/gateway/", self.gateway.connection)
        app.router.add_get("/resume/", self.gateway.connection)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self._files.base = f"http://127.0.0.1:{self.port}/cdn"
        self.gateway.resume_url = f"ws://127.0.0.1:{self.port}/resume/"
        self.env.backend.subscribers.append(self.gateway.hear)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._runner is not None
        await self.drop(1001)
        await self._runner.cleanup()
        if error is not None:
            for fault in self.rest.broken:
                error.add_note(f"the fake raised {fault}")
        else:
            assert not self.rest.broken, f"the fake cannot do this: {self.rest.broken}"
            assert not self.refused, f"Discord refused: {self.refused}"

    @property
    def api_url(self) -> str:
        """Where REST is, as settings name it."""
        return f"http://127.0.0.1:{self.port}/api/v10"

    @property
    def gateway_url(self) -> str:
        """Where the gateway is, as settings name it."""
        return f"ws://127.0.0.1:{self.port}/gateway/"

    @property
    def settings(self) -> DiscordSettings:
        """The settings that lead here; the token goes into the environment."""
        return DiscordSettings(api_url=self.api_url, gateway_url=self.gateway_url)

    @property
    def posts(self) -> list[Request]:
        """The requests that made messages in channels, repeated ones too."""
        return self.requests("POST", "/channels/*/messages")

    async def until(self, is_so: Callable[[], object], timeout_s: float = PATIENCE_S) -> None:
        """Wait until something is so; looked at whenever a client did anything here. Raises TimeoutError."""
        async with asyncio.timeout(timeout_s):
            while not is_so():
                self._moved.clear()
                await self._moved.wait()

    async def ask_reconnect(self) -> None:
        """Ask every connection to go and come back (op 7)."""
        for line in self.gateway.lines:
            line.send({"op": 7, "t": None, "s": None, "d": None})

    async def invalidate(self, *, can_resume: bool = False) -> None:
        """Tell every connection that its session is over (op 9)."""
        for line in self.gateway.lines:
            if line.session is not None and not can_resume:
                self.gateway.sessions.pop(line.session.id)
            line.send({"op": 9, "t": None, "s": None, "d": can_resume})

    async def drop(self, code: int | None = None) -> None:
        """Close every connection with a code, or without a word."""
        for line in list(self.gateway.lines):
            if code is not None:
                await line.socket.close(code=code)
            elif line.socket._req is not None and line.socket._req.transport is not None:
                line.socket._req.transport.close()

    @asynccontextmanager
    async def running(self, client: discord.Client) -> AsyncIterator[asyncio.Task[None]]:
        """Point discord.py here, run a client until it is ready, and close it afterwards. The task is that of client.start.

        Raises what client.start raised when the client never got ready.
        """
        hurry(client)
        ready = _readiness(client)
        with pointed_at(self.api_url, self.gateway_url):
            task = asyncio.create_task(client.start(self.token))
            waiting = asyncio.create_task(ready.wait())
            try:
                await asyncio.wait({waiting, task}, timeout=PATIENCE_S, return_when=asyncio.FIRST_COMPLETED)
                if task.done():
                    await task
                assert ready.is_set(), "the client did not get ready"
                yield task
            finally:
                waiting.cancel()
                await client.close()
                with suppress(Exception):
                    await task

    async def _rest(self, request: web.Request) -> web.StreamResponse:
        try:
            answer = self._answer(request, *await _parts(request))
        except Lost:
            if request.transport is not None:
                request.transport.close()
            answer = Answer(500)
        except Exception as error:
            self.rest.broken.append(repr(error))
            answer = Answer(501, {"code": 0, "message": str(error)})
        self._moved.set()
        if answer.body is None:
            return web.Response(status=answer.status, headers=answer.headers)
        headers = {**answer.headers, "Content-Type": "application/json"}
        return web.Response(status=answer.status, body=json.dumps(answer.body).encode(), headers=headers)

    async def _cdn(self, request: web.Request) -> web.StreamResponse:
        found = self._files.get(f"{self._files.base}/{request.match_info['path']}")
        return web.Response(status=404) if found is None else web.Response(body=found)

    def _answer(self, request: web.Request, body: Any, files: list[tuple[str, bytes]]) -> Answer:
        path = "/" + request.match_info["path"]
        if not path.startswith(("/interactions/", "/webhooks/")) and request.headers.get("Authorization") != f"Bot {self.token}":
            return Answer(401, {"message": "401: Unauthorized", "code": 0})
        asked = Request(request.method, path, body, uploads(body, files), dict(request.query), request.headers.get("X-Audit-Log-Reason"))
        if path.startswith("/gateway"):
            self.rest.requests.append(asked)
            limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
            return Answer(200, {"url": self.gateway_url, "shards": self.shards, "session_start_limit": limit})
        return self.rest.answer(asked)


on_the_wire = scene_in(WireDiscord)
"""Makes a test of a coroutine that takes a WireDiscord first and fixtures after it."""


@contextmanager
def pointed_at(api_url: str = "", gateway_url: str = "") -> Iterator[None]:
    """Point discord.py at other addresses, and back at the end wherever the client itself pointed it meanwhile."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = api_url or Route.BASE
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url) if gateway_url else DiscordWebSocket.DEFAULT_GATEWAY
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


def hurry(client: discord.Client) -> None:
    """Spare a client discord.py's two seconds before it is ready, and its five before it identifies again."""

    async def at_once(shard_id: int | None, *, initial: bool = False) -> None:
        return None

    client._connection.guild_ready_timeout = 0.05
    vars(client)["before_identify_hook"] = at_once


def _readiness(client: discord.Client) -> asyncio.Event:
    """Return what is set once a client is ready."""
    ready, state = asyncio.Event(), client._connection
    dispatch = state.dispatch

    def heard(event: str, *given: Any, **more: Any) -> None:
        if event == "ready":
            ready.set()
        dispatch(event, *given, **more)

    vars(state)["dispatch"] = heard
    return ready


async def _parts(request: web.Request) -> tuple[Any, list[tuple[str, bytes]]]:
    """Return the JSON and the files of a request."""
    if not request.content_type.startswith("multipart/"):
        words = await request.text()
        return json.loads(words) if words else None, []
    form = await request.post()
    raw = form.get("payload_json")
    files = [(each.filename, each.file.read()) for each in form.values() if isinstance(each, web.FileField)]
    return json.loads(raw) if isinstance(raw, str) else None, files


class _Cdn(CdnStore):
    """Posted files at an address of this machine."""

    base = ""

    def store_attachment(self, *given: Any, **more: Any) -> dict[str, Any]:
        """Keep a file and return its description."""
        kept = super().store_attachment(*given, **more)
        url = kept["url"] = kept["proxy_url"] = kept["url"].replace(CDN_BASE, self.base)
        self._blobs[url] = self._blobs.pop(url.replace(self.base, CDN_BASE))
        return kept


class _RealTime(Clock):
    """The time of the clients here is this machine's, since they may be other processes."""

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.elapsed)


class _WireEnv(Env):
    """simcord's surroundings without a client attached: it comes by the wire, and at rest it is when it has answered."""

    def __init__(self, wire: WireDiscord) -> None:
        super().__init__(nobody())
        self.backend = Backend(clock=_RealTime())
        self._wire = wire

    async def _settle_internal(self, *, dispatch: str | None = None, **_: Any) -> None:
        if dispatch != "INTERACTION_CREATE":
            return
        record = list(self.backend.interactions.values())[-1]
        with suppress(TimeoutError):
            await self._wire.until(lambda: record.responded and not record.loading)
