"""The smallest app that has one of everything the fake Slack offers, and a stage for it: for tests of the fake itself."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack_methods import METHODS
from tests.fakes.slack_server import FakeSlack
from tests.fakes.slack_state import Json

EVERYTHING = {scope for method in METHODS.values() for scope in method.scopes} | {
    f"{kind}:{family}" for kind in ("channels", "groups", "im", "mpim") for family in ("read", "history")} | {
    "app_mentions:read", "commands", "chat:write.customize", "reactions:read"}
BUTTON: Json = {"type": "button", "text": {"type": "plain_text", "text": "Done"}, "action_id": "done", "value": "c1"}
MODAL: Json = {"type": "modal", "callback_id": "form", "title": {"type": "plain_text", "text": "Move it"},
               "submit": {"type": "plain_text", "text": "Send"}, "blocks": [
                   {"type": "input", "block_id": "why", "label": {"type": "plain_text", "text": "Why"},
                    "element": {"type": "plain_text_input", "action_id": "value", "max_length": 20}}]}
HOME: Json = {"type": "home", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "*Good morning*"}},
                                         {"type": "actions", "elements": [BUTTON]}]}


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run one test's coroutine, ten seconds at most."""
    asyncio.run(asyncio.wait_for(work, 10))


def section(words: str, **more: Any) -> Json:
    """Return a block of words."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": words}, **more}


def actions(*buttons: Json) -> Json:
    """Return a block of buttons."""
    return {"type": "actions", "elements": list(buttons)}


@dataclass
class Stage:
    """A fake Slack with two people in a channel, and a client with the bot's token."""

    slack: FakeSlack
    client: AsyncWebClient
    heard: list[Json] = field(default_factory=list)
    retries: list[str] = field(default_factory=list)

    def client_with(self, token: str | None) -> AsyncWebClient:
        """Return a client with another token."""
        return AsyncWebClient(token, base_url=self.slack.api_url)


@asynccontextmanager
async def stage(**options: Any) -> AsyncIterator[Stage]:
    """Open a fake Slack with nothing connected to it."""
    async with FakeSlack(**{"scopes": EVERYTHING, **options}) as slack:
        slack.user("U1", "Ann", is_admin=True)
        slack.channel("C1", members=["U1", "U2"], name="social")
        yield Stage(slack, AsyncWebClient(slack.token(), base_url=slack.api_url))


def bolt(found: Stage) -> AsyncApp:
    """Return a tiny app of the real library."""
    app = AsyncApp(client=found.client, signing_secret=found.slack.signing_secret, request_verification_enabled=True)

    @app.command("/coach")
    async def coach(ack: Any, respond: Any, command: Json) -> None:
        await ack()
        await respond(f"you asked {command['text']}", blocks=[section(f"you asked {command['text']}"), actions(BUTTON)])

    @app.action("done")
    async def done(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    @app.view("form")
    async def form(ack: Any, view: Json) -> None:
        why = view["state"]["values"]["why"]["value"]["value"]
        await (ack() if len(why) > 2 else ack(response_action="errors", errors={"why": "Say more."}))

    @app.shortcut("log")
    async def log(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.chat_postMessage(channel=body["user"]["id"], text=f"logged {body['message']['text']}")

    @app.event(re.compile(".+"))
    async def anything(event: Json, body: Json, request: Any) -> None:
        found.retries.append(request.headers.get("x-slack-retry-num", [""])[0])
        found.heard.append(body)
        found.slack.changed()

    return app


@asynccontextmanager
async def connected(mode: str, **options: Any) -> AsyncIterator[Stage]:
    """Open a fake Slack with the tiny app on it, by socket or by HTTP."""
    async with stage(**options) as found:
        app = bolt(found)
        if mode == "http":
            runner = web.AppRunner(app.web_app(), shutdown_timeout=0.1)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            found.slack.posts_to(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
            yield found
            await runner.cleanup()
            return
        handler = AsyncSocketModeHandler(app, found.slack.app_token, web_client=found.client_with(None), ping_interval=0.2)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        try:
            await found.slack.connected()
            yield found
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]


async def heard(found: Stage, n: int) -> list[str]:
    """Wait until the app heard `n` events and return the kinds of all it heard."""
    await found.slack.seen(lambda: len(found.heard) >= n)
    return [each["event"]["type"] for each in found.heard]
