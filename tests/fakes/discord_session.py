"""discord.py's own HTTP code with the fake's REST side where its connection was: its retries, waits and errors are real.

Its waits take no time: they move the fake's clock instead and are noted.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any, cast
from unittest.mock import patch

import aiohttp
import discord
from discord.http import HTTPClient
from discord.webhook.async_ import AsyncWebhookAdapter
from multidict import CIMultiDict
from simcord.backend import serializers

from tests.fakes.discord_rest import Answer, Lost, Request, Rest, Upload

REASONS = {204: "No Content", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 429: "Too Many Requests"}
_BASE = "/api/v10"


class Response:
    """As much of aiohttp's response as discord.py reads."""

    def __init__(self, answer: Answer) -> None:
        self.status = answer.status
        self.reason = REASONS.get(answer.status, "OK" if answer.status < 300 else "Error")
        self.headers: CIMultiDict[str] = CIMultiDict(answer.headers)
        self._text = ""
        if answer.body is not None:
            self.headers["Content-Type"] = "application/json"
            self._text = json.dumps(answer.body)

    async def text(self, encoding: str = "utf-8") -> str:  # noqa: ARG002  asked for by discord.py
        """Return the body as it came."""
        return self._text


class Exchange:
    """One request under way."""

    def __init__(self, rest: Rest, method: str, url: str, options: Mapping[str, Any]) -> None:
        self._rest, self._method, self._url, self._options = rest, method, url, options

    async def __aenter__(self) -> Response:
        await asyncio.sleep(0)
        try:
            return Response(self._rest.answer(request_of(self._method, self._url, self._options)))
        except Lost as error:
            raise aiohttp.ServerDisconnectedError(str(error)) from error

    async def __aexit__(self, *_: object) -> None:
        return None


class Session:
    """What discord.py takes for its aiohttp session."""

    closed = False

    def __init__(self, rest: Rest) -> None:
        self._rest = rest

    def request(self, method: str, url: str, **options: Any) -> Exchange:
        """Begin a request."""
        return Exchange(self._rest, method, url, options)

    async def close(self) -> None:
        """Do nothing: nothing is open."""


class InProcessHTTP(HTTPClient):
    """discord.py's HTTP client, on a session of the fake."""

    def __init__(self, rest: Rest, loop: asyncio.AbstractEventLoop, longest_wait_s: float | None) -> None:
        super().__init__(loop, max_ratelimit_timeout=longest_wait_s)
        self._rest = rest
        vars(self)["_HTTPClient__session"] = Session(rest)
        self._global_over = asyncio.Event()
        self._global_over.set()

    async def static_login(self, token: str) -> Any:
        """Take any token; a wrong one is a matter of the wire."""
        self.token = token
        return dict(serializers.user_payload(self._rest.backend.bot_user))

    async def get_from_cdn(self, url: str) -> bytes:
        """Return a file that was posted."""
        found = self._rest.backend.cdn.get(url)
        if found is None:
            raise discord.NotFound(cast(Any, Response(Answer(404))), "asset not found")
        return found


def request_of(method: str, url: str, options: Mapping[str, Any]) -> Request:
    """Return what discord.py hands to its session as a request."""
    data, headers = options.get("data"), options.get("headers") or {}
    body, files = form_parts(data) if isinstance(data, aiohttp.FormData) else (json.loads(data) if data else None, ())
    params = {key: str(value) for key, value in (options.get("params") or {}).items()}
    path, _, query = url.partition(_BASE)[2].partition("?")
    params |= dict(each.partition("=")[::2] for each in query.split("&") if each)
    return Request(method, path, body, files, params, headers.get("X-Audit-Log-Reason"))


def form_parts(form: aiohttp.FormData) -> tuple[Any, tuple[Upload, ...]]:
    """Return the JSON and the files of a form."""
    body: Any = None
    files: list[tuple[str, bytes]] = []
    for about, _, value in form._fields:
        if about["name"] == "payload_json":
            body = json.loads(value)
        else:
            files.append((about["filename"], value.read()))
    return body, uploads(body, files)


def uploads(body: Any, files: list[tuple[str, bytes]]) -> tuple[Upload, ...]:
    """Return files with the descriptions that the JSON beside them gives."""
    data = (body.get("data") or body) if isinstance(body, dict) else {}
    about = {str(each.get("id")): each.get("description") for each in data.get("attachments") or []}
    return tuple(Upload(name, content, about.get(str(number))) for number, (name, content) in enumerate(files))


class _Clockless:
    """asyncio as discord.py's HTTP code sees it: a wait moves the fake's clock and takes no time."""

    def __init__(self, rest: Rest, waits: list[float]) -> None:
        self._rest, self._waits = rest, waits

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    async def sleep(self, delay: float) -> None:
        if delay > 0:
            self._waits.append(delay)
            self._rest.backend.advance_clock(delay)
        await asyncio.sleep(0)


@contextmanager
def in_place(rest: Rest, client: discord.Client) -> Iterator[None]:
    """Let simcord attach a client whose HTTP code is discord.py's own."""
    longest_wait_s = client.http.max_ratelimit_timeout
    with ExitStack() as stack:
        stack.enter_context(patch("simcord._runtime.FakeHTTPClient", lambda _, loop, **__: InProcessHTTP(rest, loop, longest_wait_s)))
        stack.enter_context(patch("simcord._runtime.FakeWebhookAdapter", lambda *_, **__: AsyncWebhookAdapter()))  # type: ignore[no-untyped-call]
        yield


@contextmanager
def without_waiting(rest: Rest, waits: list[float]) -> Iterator[None]:
    """Let discord.py's HTTP code wait in the fake's time alone; `waits` gathers how long, in seconds."""
    clockless = _Clockless(rest, waits)
    with patch("discord.http.asyncio", clockless), patch("discord.webhook.async_.asyncio", clockless):
        yield
