"""An answer as it is written: its sentences go into one message of a thread, which the finished card then replaces."""

from __future__ import annotations

import asyncio
import logging
import re
from typing import TYPE_CHECKING, Any

from bot.chat.slack.front import change, post_rest
from bot.chat.slack.place import Place
from bot.chat.slack.refusals import failures, named
from bot.model.card import Card
from bot.render import slack
from bot.render.safe import inert

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

logger = logging.getLogger(__name__)

_MARKUP = re.compile(r"([\\`*_~\[\]()#>|!+-])")
_BUFFER_LETTERS = 1
"""Pieces come a sentence at a time, so none is held back any further; Slack takes a hundred a minute."""


class Writing:
    """One message that grows. `push` takes pieces from the loop; nothing is sent before the first of them."""

    def __init__(self, client: AsyncWebClient, place: Place) -> None:
        self._client = client
        self._place = place
        self._pieces: asyncio.Queue[str | None] = asyncio.Queue()
        self._stream: Any = None
        self._task = asyncio.get_running_loop().create_task(self._write())

    def push(self, piece: str) -> None:
        """Take one piece of the answer."""
        self._pieces.put_nowait(piece)

    async def end(self, card: Card | None) -> bool:
        """Let the finished card take the place of what was written. False where nothing was, or it cannot be replaced:
        then what was written is taken away, and the card is to be shown anew."""
        self._pieces.put_nowait(None)
        await self._task
        ts = self._stream.ts if self._stream is not None else None
        if ts is None:
            return False
        await self._stop()
        return await self._replaced(ts, card)

    async def _replaced(self, ts: str, card: Card | None) -> bool:
        channel, pages = self._place.channel, slack.render(card) if card is not None else ()
        if not pages:
            await self._take_away(ts)
            return True
        try:
            await change(self._client, channel, ts, pages[0])
        except failures() as error:
            logger.info("not replaced channel=%s error=%s", channel, named(error))
            await self._take_away(ts)
            return False
        await post_rest(self._client, (channel, self._place.thread), pages[1:])
        return True

    async def _take_away(self, ts: str) -> None:
        try:
            await self._client.chat_delete(channel=self._place.channel, ts=ts)
        except failures() as error:
            logger.info("not taken away channel=%s error=%s", self._place.channel, named(error))

    async def _write(self) -> None:
        is_last = False
        while not is_last:
            taken = [await self._pieces.get()]
            while not self._pieces.empty():
                taken.append(self._pieces.get_nowait())
            is_last = None in taken
            words = "".join(each for each in taken if each is not None)
            if words.strip():
                await self._show(as_markdown(words))

    async def _show(self, words: str) -> None:
        try:
            if self._stream is None:
                self._stream = await self._client.chat_stream(
                    buffer_size=_BUFFER_LETTERS, channel=self._place.channel, thread_ts=self._place.thread,
                    recipient_team_id=self._place.user_workspace, recipient_user_id=self._place.user)
            await self._stream.append(markdown_text=words)
        except failures() as error:
            # What is not shown now stands in the finished card.
            logger.info("piece not shown error=%s", named(error))

    async def _stop(self) -> None:
        try:
            await self._stream.stop()
        except failures() as error:
            logger.info("stream not stopped error=%s", named(error))


def as_markdown(words: str) -> str:
    r"""Return words as Markdown in which every letter stands for itself.

    >>> as_markdown("see [this](http://x) <!channel>")
    'see \\[this\\]\\(http://x\\) &lt;\\!channel&gt;'
    """
    escaped = _MARKUP.sub(r"\\\1", inert(words).replace("&", "\x00").replace("<", "\x01"))
    return escaped.replace("\x00", "&amp;").replace("\x01", "&lt;").replace("\\>", "&gt;")
