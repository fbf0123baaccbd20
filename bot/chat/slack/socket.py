"""Slack's socket: what comes is handed to the app as it comes, and acknowledged with what the app answers.

slack_sdk's own client tries a used-up address again for ever when Slack goes away at the wrong moment, and fills the log
meanwhile. Here every try asks for a new address, and whoever holds the socket says when it is gone.
"""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING, Any

from bot.chat.bridge import Bridge
from bot.chat.slack.refusals import understood
from bot.errors import TryLater

if TYPE_CHECKING:
    from aiohttp import ClientWebSocketResponse
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

logger = logging.getLogger(__name__)

HEARTBEAT_S = 10.0
"""Between two pings; a connection that answers none is gone, though nobody said so."""
HELLO_S = 20
CLOSE_S = 2
"""How long the other side's word at the end is waited for; who is gone says none."""
RETIRED_S = 10
"""How long an old connection is listened to after its successor is up; Slack closes it sooner as a rule
(https://docs.slack.dev/apis/events-api/using-socket-mode#disconnect)."""
ACK_S = 3


class Socket:
    """One app's socket. `client` carries no token of its own; `app_token` is the app's."""

    def __init__(self, app: AsyncApp, client: AsyncWebClient, app_token: str, bridge: Bridge) -> None:
        self._app = app
        self._client = client
        self._app_token = app_token
        self._bridge = bridge
        self._current: ClientWebSocketResponse | None = None
        self._open: set[ClientWebSocketResponse] = set()
        self._answering: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Connect. Raises CoachError: TryLater and AnswerLost where Slack cannot be reached."""
        self._current = await understood(self._connected)

    async def listen(self) -> None:
        """Hand on what comes until the connection is gone. Raises CoachError where the next one cannot be opened."""
        while self._current is not None:
            old, self._current = self._current, None
            if await self._is_to_be_renewed(old):
                self._bridge.spawn(self._emptied(old), name="slack's old socket")
                await self.open()
            else:
                await self._let_go(old)

    async def close(self) -> None:
        """Take nothing new, let what came be acknowledged, and close every connection."""
        if self._answering:
            await asyncio.wait(self._answering, timeout=ACK_S)
        for each in list(self._open):
            await self._let_go(each)
        self._current = None

    async def _connected(self) -> ClientWebSocketResponse:
        from aiohttp import ClientWSTimeout

        told = await self._client.apps_connections_open(app_token=self._app_token)
        assert self._client.session is not None
        ws = await self._client.session.ws_connect(told["url"], heartbeat=HEARTBEAT_S, proxy=self._client.proxy,
                                                   timeout=ClientWSTimeout(ws_close=CLOSE_S))
        self._open.add(ws)
        try:
            hello = _read((await ws.receive(timeout=HELLO_S)).data)
        except TimeoutError:
            hello = {}
        if hello.get("type") != "hello":
            await self._let_go(ws)
            raise TryLater("Slack's socket did not say hello.")
        return ws

    async def _is_to_be_renewed(self, ws: ClientWebSocketResponse) -> bool:
        """Hand on what comes on a connection. True once Slack asks for another one, False when it is gone."""
        from aiohttp import WSMsgType

        async for frame in ws:
            if frame.type is WSMsgType.ERROR:
                return False
            said = _read(frame.data)
            if said.get("type") == "disconnect":
                logger.info("slack asks for a new socket reason=%s", said.get("reason"))
                return True
            if isinstance(said.get("payload"), dict) and said.get("envelope_id"):
                task = self._bridge.spawn(self._answer(ws, said), name=f"slack {said['envelope_id']}")
                self._answering.add(task)
                task.add_done_callback(self._answering.discard)
            else:
                logger.warning("frame not understood type=%s letters=%s", said.get("type"), len(frame.data))
        return False

    async def _emptied(self, ws: ClientWebSocketResponse) -> None:
        """Listen on to a connection that has a successor, until Slack closes it or long enough."""
        try:
            async with asyncio.timeout(RETIRED_S):
                await self._is_to_be_renewed(ws)
        except TimeoutError:
            logger.info("slack's old socket closed by us")
        finally:
            await self._let_go(ws)

    async def _answer(self, ws: ClientWebSocketResponse, envelope: dict[str, Any]) -> None:
        from slack_bolt.request.async_request import AsyncBoltRequest

        told = await self._app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=envelope["payload"]))
        if told.status != 200:
            logger.warning("not acknowledged type=%s status=%s", envelope.get("type"), told.status)
            return
        ack = {"envelope_id": envelope["envelope_id"]}
        if told.body:
            is_json = told.headers.get("content-type", [""])[0].startswith("application/json")
            ack["payload"] = json.loads(told.body) if is_json else {"text": told.body}
        try:
            await ws.send_json(ack)
        except ConnectionError:
            # Slack hands it over again; what was begun for it is known by its id.
            logger.info("acknowledgement not sent, the socket is gone type=%s", envelope.get("type"))

    async def _let_go(self, ws: ClientWebSocketResponse) -> None:
        self._open.discard(ws)
        await ws.close()


def _read(words: Any) -> dict[str, Any]:
    """Return a frame's object, an empty one for what is none."""
    try:
        said = json.loads(words)
    except (TypeError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}
