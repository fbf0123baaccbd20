"""The least a Bolt app can be that answers a mention: what the coach's share of the CPU is measured against."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import Any


async def main() -> None:
    """Answer each mention in its thread until SIGTERM."""
    import aiohttp
    from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with aiohttp.ClientSession() as session:
        app = AsyncApp(client=AsyncWebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["API_URL"], session=session))

        @app.event("app_mention")
        async def mention(event: dict[str, Any], client: AsyncWebClient) -> None:
            await client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text="No commitment is open.")

        handler = AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"])
        await handler.connect_async()
        await stop.wait()
        await handler.close_async()


if __name__ == "__main__":
    asyncio.run(main())
