"""An answer as it is written: one message that is edited at most once a second, which the finished card then replaces."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Protocol

import discord

from bot.chat.discord.names import NameOf, with_names
from bot.chat.discord.posting import Pages, changed, confess, reply_to, send_page, send_rest, shown
from bot.chat.discord.refusals import FAILED, UNKNOWN_MESSAGE, is_ours, named
from bot.model.card import Card
from bot.render.discord_text import plain_lines
from bot.render.limits import DISCORD_CONTENT_LETTERS, shortened

logger = logging.getLogger(__name__)

PAUSE_S = 1.0
"""Between two edits: five in five seconds is what Discord lets through for a channel."""


class Sheet(Protocol):
    """Where an answer is written. Everything raises what Discord refuses."""

    async def show(self, words: str) -> None:
        """Let these words stand there, and nothing else; they ping nobody and unfurl nothing."""
        ...

    async def finish(self, card: Card) -> None:
        """Let a card take the place of the words."""
        ...

    async def clear(self) -> None:
        """Take the words away."""
        ...


class Beneath:
    """A reply to what was asked, made with the first words."""

    def __init__(self, asked: discord.Message, named: NameOf) -> None:
        self._asked = asked
        self._named = named
        self._message: discord.Message | None = None

    async def show(self, words: str) -> None:
        """Reply, or edit the reply."""
        if self._message is None:
            self._message = await reply_to(self._asked, lambda: {"content": words, "suppress_embeds": True, **_inert()})
        else:
            await self._message.edit(content=words, suppress=True, **_inert())

    async def finish(self, card: Card) -> None:
        """Edit the reply; what does not fit goes to a thread of it."""
        message, card = self._written(), with_names(card, self._named)

        async def show(drawn: Pages) -> None:
            stands = await message.edit(suppress=not drawn[0].embeds, **changed(drawn[0]))
            await confess(stands, drawn[0])
            await send_rest(stands, drawn[1:], card)

        await shown(card, show)

    async def clear(self) -> None:
        """Delete the reply."""
        await self._written().delete()

    def _written(self) -> discord.Message:
        assert self._message is not None, "nothing was shown"
        return self._message


class Acknowledgement:
    """What says to one person alone that an answer to a command, a press or a form comes."""

    def __init__(self, interaction: discord.Interaction[Any], named: NameOf) -> None:
        self._interaction = interaction
        self._named = named

    async def show(self, words: str) -> None:
        """Edit it."""
        await self._interaction.edit_original_response(content=words, **_inert())

    async def finish(self, card: Card) -> None:
        """Edit it; what does not fit follows, to the same person alone."""

        async def show(drawn: Pages) -> Pages:
            await self._interaction.edit_original_response(**changed(drawn[0]))
            return drawn[1:]

        for page in await shown(with_names(card, self._named), show):
            await send_page(self._interaction.followup, page, {"ephemeral": True})

    async def clear(self) -> None:
        """Delete it."""
        await self._interaction.delete_original_response()


class Writing:
    """One message that grows. `push` takes pieces from the loop; nothing is sent before the first of them."""

    def __init__(self, sheet: Sheet, *, pause_s: float = PAUSE_S) -> None:
        self._sheet = sheet
        self._pause_s = pause_s
        self._pieces: asyncio.Queue[str | None] = asyncio.Queue()
        self._has_shown = False
        self._is_taken_away = False
        self._words = ""
        self._ended = asyncio.Event()
        self._task = asyncio.get_running_loop().create_task(self._write())

    def push(self, piece: str) -> None:
        """Take one piece of the answer."""
        self._pieces.put_nowait(piece)

    async def end(self, card: Card | None) -> bool:
        """Let the finished card take the place of what was written; without a card nothing of it stays.

        False where nothing stands there: nothing was written, or somebody deleted it.
        """
        self._ended.set()
        self._pieces.put_nowait(None)
        await self._task
        if not self._has_shown:
            return False
        try:
            await (self._sheet.clear() if card is None else self._sheet.finish(card))
        except FAILED as error:
            if is_ours(error):
                raise
            logger.info("written answer not replaced error=%s", named(error))
            return False
        return True

    async def _write(self) -> None:
        is_last = False
        while not is_last:
            taken = [await self._pieces.get()]
            while not self._pieces.empty():
                taken.append(self._pieces.get_nowait())
            is_last = None in taken
            self._words += "".join(piece for piece in taken if piece is not None)
            if not is_last and self._words.strip() and not self._is_taken_away:
                await self._show()
                await self._rest()

    async def _show(self) -> None:
        words = shortened("\n".join(plain_lines(self._words.strip())), DISCORD_CONTENT_LETTERS)
        try:
            await self._sheet.show(words)
            self._has_shown = True
        except FAILED as error:
            # What is not shown now stands in the finished card.
            self._is_taken_away = isinstance(error, discord.HTTPException) and error.code == UNKNOWN_MESSAGE
            logger.info("piece not shown error=%s", named(error))

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(self._pause_s):
                await self._ended.wait()
        except TimeoutError:
            return


def _inert() -> dict[str, Any]:
    return {"allowed_mentions": discord.AllowedMentions.none()}
