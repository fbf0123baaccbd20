"""A process that imports slack_bolt and discord.py, connects both and waits: what the coach's memory is measured against."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import Any


async def main() -> None:
    """Stay connected until SIGTERM."""
    import aiohttp
    import discord
    import yarl
    from discord.gateway import DiscordWebSocket
    from discord.http import Route
    from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = os.environ["DISCORD_URL"], yarl.URL(os.environ["GATEWAY_URL"])
    async with aiohttp.ClientSession() as session, discord.Client(intents=discord.Intents.default()) as client:
        app = AsyncApp(client=AsyncWebClient(token=os.environ.pop("SLACK_BOT_TOKEN"), base_url=os.environ["SLACK_URL"], session=session))
        handler: Any = AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"])
        await handler.connect_async()
        gateway = asyncio.create_task(client.start(os.environ["DISCORD_TOKEN"]))
        await stop.wait()
        await client.close()
        await asyncio.gather(gateway, return_exceptions=True)
        await handler.close_async()


if __name__ == "__main__":
    asyncio.run(main())
