"""The web process: Slack's requests and its installations over HTTP, and a page that says whether all is well."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.chat.bridge import Bridge
from bot.chat.watch import BEAT_S
from bot.errors import ConfigError
from bot.house import House
from bot.outbox.clockwork import guarded
from bot.running import DRAIN_S, Rounds, Say, stop_on_signals

if TYPE_CHECKING:
    from aiohttp import web

    from bot.chat.slack.chat import SlackChat
    from bot.chat.watch import Watch

HEALTH = "/healthz"
HEALTH_S = 5
"""How long the store may take to answer before it counts as gone."""


async def serve(house: House, *, say: Say, told_of: Callable[[BaseException], str],
                environ: Mapping[str, str] | None = None, stop: asyncio.Event | None = None,
                ready: Callable[[int], None] = lambda _port: None) -> None:
    """Take Slack's requests until `stop` or SIGTERM. `ready` is told the port. Raises ConfigError for what is missing."""
    environ = os.environ if environ is None else environ
    stop = stop or asyncio.Event()
    bridge = Bridge(told_of=told_of)
    chat = _slack(house, bridge, environ)
    left = 0
    try:
        at = listen_at(house.settings.web.listen, environ)
        site = _site(house, chat, environ)
        await chat.start()
        await chat.watch.begin()
        stop_on_signals(stop)
        rounds = Rounds(house, {}, [chat], bridge, f"web-{os.getpid()}", stop.is_set)
        house.tell_when_asked(rounds.look_soon)
        watching = bridge.loop.create_task(_watched(chat.watch))
        try:
            await _until(stop, site, at, say, ready)
        finally:
            watching.cancel()
        left = await bridge.drain(timeout_s=DRAIN_S)
        await asyncio.to_thread(rounds.keep_ends)
    finally:
        await chat.close()
        await asyncio.to_thread(bridge.close)
    say(f"Stopped; {left} answers were given up." if left else "Stopped; nothing was left half sent.")


async def _until(stop: asyncio.Event, site: web.Application, at: tuple[str, int], say: Say,
                 ready: Callable[[int], None]) -> None:
    """Answer requests until `stop`. Raises ConfigError for an address that cannot be listened on."""
    from aiohttp import web

    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, *at).start()
        except OSError as error:
            raise ConfigError(f"{at[0]}:{at[1]} cannot be listened on: {error.strerror or error}. "
                              "Set web.listen to a free port, or PORT.") from error
        bound = runner.addresses[0][1]
        say(f"Up for Slack's requests on {at[0]}:{bound}. Ctrl-C stops.")
        ready(bound)
        await stop.wait()
    finally:
        await runner.cleanup()


async def _watched(watch: Watch) -> None:
    """Note now and then that requests are heard; a store that is away for a moment ends nothing."""
    while True:
        await asyncio.sleep(BEAT_S)
        await asyncio.to_thread(guarded, watch.look)


def listen_at(listen: str, environ: Mapping[str, str]) -> tuple[str, int]:
    """Return where to listen: a host's PORT wins, as those who run Procfiles set it. Raises ConfigError.

    >>> listen_at("127.0.0.1:3000", {}), listen_at("127.0.0.1:3000", {"PORT": "8080"})
    (('127.0.0.1', 3000), ('0.0.0.0', 8080))
    """
    host, _, stated = listen.rpartition(":")
    given = environ.get("PORT", "").strip()
    port = given or stated
    if not port.isdigit() or int(port) > 65535 or not (host or given):
        raise ConfigError(f"web.listen is {listen!r}; write a host and a port, such as 127.0.0.1:3000.")
    return ("0.0.0.0" if given else host, int(port))


def _slack(house: House, bridge: Bridge, environ: Mapping[str, str]) -> SlackChat:
    from bot.actions import actions
    from bot.chat.slack.chat import SlackChat
    from bot.chat.talk import Talk
    from bot.commands import commands

    chat = SlackChat(house, Talk(commands(), actions()), bridge, environ, house.clock)
    chat.settings = replace(chat.settings, mode="http")
    return chat


def _site(house: House, chat: SlackChat, environ: Mapping[str, str]) -> web.Application:
    from aiohttp import web

    from bot.chat.slack.web import MAX_BODY, SlackWeb

    settings, slack = house.settings.web, house.settings.slack
    app = web.Application(client_max_size=MAX_BODY)
    SlackWeb(chat, signing_secret=environ.get(slack.signing_secret_env, ""), client_id=environ.get(slack.client_id_env, ""),
             client_secret=environ.get(slack.client_secret_env, ""), public_url=settings.public_url).add_to(app)

    async def health(_request: web.Request) -> web.Response:
        try:
            async with asyncio.timeout(HEALTH_S):
                await asyncio.to_thread(house.note, "health")
        except Exception as error:
            return web.json_response({"ok": False, "why": type(error).__name__}, status=503)
        return web.json_response({"ok": True, **({"slack": chat.link.words} if chat.link.words else {})})

    app.router.add_get(HEALTH, health)
    return app
