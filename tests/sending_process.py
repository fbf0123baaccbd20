"""A process that sends what waits and ends, for the tests that kill it: run as `python -m tests.sending_process`."""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import replace
from typing import Any

from bot import clock
from bot.chat.bridge import Bridge
from bot.chat.slack.front import SlackFront
from bot.house import House
from bot.model.settings import Discord, Settings
from bot.model.times import from_text
from bot.store.store import open_store


async def send(given: dict[str, Any]) -> None:
    """Send what waits for one team with the fronts that are given, at a moment that stands still."""
    import discord
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.chat.discord.chat import point_at
    from bot.chat.discord.front import DiscordFront

    settings = replace(Settings(), store=given["store"], team=given["team"],
                       discord=Discord(api_url=given["discord_url"], gateway_url=given["gateway_url"]))
    store, bridge, now = open_store(given["store"]), Bridge(), clock.fixed(from_text(given["now"]))
    house = House(store, settings, now)
    point_at(settings.discord)
    client = discord.Client(intents=discord.Intents.none())
    await client.login(given["discord_token"])
    slack = AsyncWebClient(token=given["slack_token"], base_url=given["slack_url"])
    fronts = {"slack": SlackFront(slack, slack, bridge), "discord": DiscordFront(client, bridge, now)}
    await asyncio.gather(*(bridge.call(house.send, given["team"], {name: front}, f"{given['sender']}-{name}")
                           for name, front in fronts.items()))
    await client.close()
    store.close()


if __name__ == "__main__":
    asyncio.run(send(json.loads(sys.argv[1])))
