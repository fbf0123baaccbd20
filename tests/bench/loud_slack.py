"""A Slack for load alone: it sends mentions over one socket and answers every call with ok, as cheaply as it can.

What Slack refuses is the business of the tests' strict fake; here only time is looked at.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import WSMsgType, web


class LoudSlack:
    """One workspace. `acks_s`: seconds from each mention to its acknowledgement; `answered`: the threads that got an answer."""

    def __init__(self) -> None:
        self.url = ""
        self.acks_s: list[float] = []
        self.answered: set[str] = set()
        self.connected = asyncio.Event()
        self._sent: dict[str, float] = {}
        self._socket: web.WebSocketResponse | None = None

    async def mention(self, number: int, channels: int) -> None:
        """Send one mention."""
        assert self._socket is not None
        ts, envelope = f"1772616600.{number:06}", f"envelope-{number}"
        event = {"type": "app_mention", "user": "U1", "text": "<@UBOT> commitments", "ts": ts, "channel": f"C{number % channels}",
                 "event_ts": ts, "team": "T1"}
        payload = {"token": "x", "team_id": "T1", "api_app_id": "A1", "event": event, "type": "event_callback",
                   "event_id": f"Ev{number}", "event_time": 1772616600, "is_ext_shared_channel": False,
                   "authorizations": [{"enterprise_id": None, "team_id": "T1", "user_id": "UBOT", "is_bot": True}]}
        self._sent[envelope] = time.perf_counter()
        await self._socket.send_str(json.dumps({"envelope_id": envelope, "type": "events_api", "payload": payload,
                                                "accepts_response_payload": False}))

    async def api(self, request: web.Request) -> web.Response:
        """Answer any call."""
        method = request.match_info["method"]
        given: Any = {} if method != "chat.postMessage" else (await request.json() if request.content_type == "application/json"
                                                              else await request.post())
        if method == "chat.postMessage":
            self.answered.add(str(given.get("thread_ts")))
        told: dict[str, dict[str, Any]] = {
            "auth.test": {"user": "coach", "team": "Bakery", "user_id": "UBOT", "bot_id": "BBOT", "team_id": "T1"},
            "apps.connections.open": {"url": self.url.replace("http", "ws") + "/link"},
            "users.info": {"user": {"id": "U1", "name": "ada", "tz": "UTC"}},
            "conversations.info": {"channel": {"id": "C1"}},
            "chat.postMessage": {"ts": "1772616601.000001", "channel": str(given.get("channel"))}}
        return web.json_response({"ok": True, **told.get(method, {})})

    async def link(self, request: web.Request) -> web.WebSocketResponse:
        """Serve the socket and note the acknowledgements."""
        socket = self._socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A1"}})
        self.connected.set()
        async for message in socket:
            if message.type is WSMsgType.TEXT and message.data.startswith("{"):
                envelope = json.loads(message.data).get("envelope_id")
                if envelope in self._sent:
                    self.acks_s.append(time.perf_counter() - self._sent.pop(envelope))
        return socket


@asynccontextmanager
async def loud_slack() -> AsyncIterator[LoudSlack]:
    """Serve on 127.0.0.1, on a port of the machine's choice."""
    slack = LoudSlack()
    app = web.Application()
    app.router.add_route("*", "/api/{method}", slack.api)
    app.router.add_get("/link", slack.link)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield slack
    finally:
        await runner.cleanup()
