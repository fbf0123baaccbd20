"""The coach behind a web server for tests of Slack over HTTP: one process of `serve`, a fake Slack that posts to it, a browser."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp

from bot.chat.slack.manifest import manifest
from bot.commands import commands
from bot.house import House
from bot.model.settings import Settings, Web
from bot.model.times import to_text
from bot.serving import serve
from bot.store.store import Store
from tests.chat_world import MovedClock
from tests.fakes.slack_server import FakeSlack

PUBLIC = "https://coach.example"


@dataclass
class Office:
    """One process that serves. `faults`: what went wrong on its side; `browser`: somebody's, with its cookies."""

    slack: FakeSlack
    house: House
    clock: MovedClock
    url: str
    browser: aiohttp.ClientSession
    said: list[str] = field(default_factory=list)
    faults: list[BaseException] = field(default_factory=list)

    async def begin(self) -> dict[str, str]:
        """Go to the page that begins an installation, and return what Slack's consent page is asked for."""
        async with self.browser.get(f"{self.url}/slack/install", allow_redirects=False) as told:
            assert told.status == 302, await told.text()
            assert "slack.com/oauth/v2/authorize" in told.headers["Location"]
            return {name: values[0] for name, values in parse_qs(urlsplit(told.headers["Location"]).query).items()}

    async def come_back(self, state: str, *, code: str | None = None, cookie: str | None = None, **more: str) -> tuple[int, str]:
        """Come back from Slack with a code, in the browser that holds a cookie, and return what the page says."""
        query = {"state": state, **({"code": code} if code else {}), **more}
        cookies = {"Cookie": f"coach-sign-in={state if cookie is None else cookie}"}
        async with self.browser.get(f"{self.url}/slack/oauth_redirect", params=query, headers=cookies) as told:
            return told.status, await told.text()

    async def install(self, team: str, user: str) -> tuple[int, str]:
        """Install the coach in a workspace."""
        asked = await self.begin()
        return await self.come_back(asked["state"], code=self.slack.new_code(team, user=user, redirect_uri=asked["redirect_uri"]))

    async def command(self, user: str, channel: str, line: str) -> str:
        """Let somebody use a command, and return what they alone then see."""
        before = len(self.slack.ephemeral(channel, user))
        await self.slack.command(user, channel, "/coach", line)
        shown = await self.slack.seen(lambda: self.slack.ephemeral(channel, user)[before:])
        return "\n".join(map(self.slack.read, shown))


@asynccontextmanager
async def office(store: Store, *, environ: dict[str, str] | None = None, is_away: bool = False) -> AsyncIterator[Office]:
    """Serve requests until the end; a fault on our side that a test did not expect fails it.

    `is_away`: the process has a bot token of its own, and Slack loses every answer when it asks whose that is.
    """
    now, faults, said = to_text(datetime.now(UTC).replace(microsecond=0)), list[BaseException](), list[str]()
    made = manifest(commands(), public_url=PUBLIC)
    async with FakeSlack.from_manifest(made, is_distributed=True) as slack, aiohttp.ClientSession() as browser:
        slack.workspace("T1").is_installed = False
        clock = MovedClock(now)
        slack.clock.seconds = clock().timestamp()
        given = Settings(team="own", web=Web(listen="127.0.0.1:0", public_url=PUBLIC))
        given = replace(given, slack=replace(given.slack, api_url=slack.api_url, mode="http"))
        house, stop, port = House(store, given, clock), asyncio.Event(), asyncio.get_running_loop().create_future()

        def told_of(error: BaseException) -> str:
            faults.append(error)
            return "Something went wrong on our side (id test). Nothing was half written."

        secrets = {given.slack.signing_secret_env: slack.signing_secret, given.slack.client_id_env: slack.client_id,
                   given.slack.client_secret_env: slack.client_secret}
        if is_away:
            secrets[given.slack.bot_token_env] = slack.token()
            for _ in range(9):
                slack.lose_next_answer("auth.test")
        serving = asyncio.create_task(serve(house, say=said.append, told_of=told_of, stop=stop, ready=port.set_result,
                                            environ=secrets if environ is None else environ))
        await asyncio.wait({serving, port}, return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            port.cancel()
            await serving
        url = f"http://127.0.0.1:{port.result()}"
        slack.posts_to(f"{url}/slack/events")
        try:
            yield Office(slack, house, clock, url, browser, said, faults)
        finally:
            stop.set()
            await serving
    if faults:
        raise AssertionError(f"faults on our side: {faults!r}") from faults[0]


def at_the_office(store: Store, play: Callable[[Office], Awaitable[Any]]) -> None:
    """Play a scene to its end."""

    async def played() -> None:
        async with office(store) as stage:
            await play(stage)

    asyncio.run(played())
