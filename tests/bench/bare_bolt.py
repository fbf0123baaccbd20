"""The least a Bolt app can be that answers a mention: what the coach's share of the CPU is measured against.

It posts the very message that the coach posts, as a constant: nothing is looked up, kept, reckoned or drawn for it.
"""

from __future__ import annotations

import asyncio
import os
import signal
from typing import Any

TITLE, HOW = "No commitment is open", "Make one with: commit answer 5 comments by Friday 15:00"
BLOCKS: list[dict[str, Any]] = [
    {"type": "header", "text": {"type": "plain_text", "text": TITLE, "emoji": False}},
    {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": HOW}]}]}]


async def main() -> None:
    """Answer each mention in its thread until SIGTERM."""
    import aiohttp
    from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with aiohttp.ClientSession() as session:
        app = AsyncApp(client=AsyncWebClient(token=os.environ.pop("SLACK_BOT_TOKEN"), base_url=os.environ["API_URL"], session=session))

        @app.event("app_mention")
        async def mention(event: dict[str, Any], client: AsyncWebClient) -> None:
            await client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text=f"{TITLE}\n{HOW}", blocks=BLOCKS,
                                          unfurl_links=False, unfurl_media=False)

        handler: Any = AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"])
        await handler.connect_async()
        await stop.wait()
        await handler.close_async()


if __name__ == "__main__":
    asyncio.run(main())
