"""A card as what discord.py sends: content, embeds, pictures and a view of buttons that work for ever.

Nobody is pinged and nothing unfurls. A view holds nothing but dynamic items and never ends, or discord.py 2.7 forgets them
for the whole client.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from io import BytesIO
from typing import Any, TypeVar

import discord

from bot.chat.discord.buttons import PressButton
from bot.chat.discord.refusals import FAILED, NO_HISTORY, THREAD_EXISTS, is_about_pictures, named
from bot.model.card import Card, plain
from bot.render import discord as rendered
from bot.render.discord import DiscordMessage
from bot.render.discord_text import small_lines
from bot.render.limits import DISCORD_CONTENT_LETTERS, DISCORD_THREAD_NAME_LETTERS, shortened
from bot.render.safe import one_line

logger = logging.getLogger(__name__)
T = TypeVar("T")

Pages = tuple[DiscordMessage, ...]

UNSHOWN = ("-# Let me **Embed Links** in this channel (Edit Channel, Permissions): without it Discord shows the first line "
           "of what I say alone.")


def pages(card: Card) -> Pages:
    """Return a card's messages; its charts are drawn here, so this is called from a thread."""
    return rendered.render(card)


def new(page: DiscordMessage) -> dict[str, Any]:
    """Return what `send` takes of a message; nobody is pinged, and where no embed of ours stands no link unfurls."""
    view = view_of(page)
    return {"content": page.content, "embeds": _embeds(page), "files": _files(page), "suppress_embeds": not page.embeds,
            "allowed_mentions": discord.AllowedMentions.none(), **({"view": view} if view else {})}


def changed(page: DiscordMessage) -> dict[str, Any]:
    """Return what `edit` takes of a message: all that it showed is replaced."""
    return {"content": page.content, "embeds": _embeds(page), "attachments": _files(page),
            "allowed_mentions": discord.AllowedMentions.none(), "view": view_of(page)}


def view_of(page: DiscordMessage) -> discord.ui.View | None:
    """Return a message's buttons as a fresh view, None where it has none."""
    if not page.components:
        return None
    view = discord.ui.View(timeout=None)
    for number, row in enumerate(page.components):
        for each in row["components"]:
            style = discord.ButtonStyle(each["style"])
            view.add_item(PressButton(each["custom_id"], label=each["label"], style=style, row=number))
    return view


async def shown(card: Card, show: Callable[[Pages], Awaitable[T]]) -> T:
    """Show a card; where Discord takes no picture, show it with the charts in words. Raises what `show` raises."""
    drawn = await asyncio.to_thread(pages, card)
    try:
        return await show(drawn)
    except discord.HTTPException as error:
        if not any(page.files for page in drawn) or not is_about_pictures(error):
            raise
        logger.info("pictures refused error=%s", named(error))
    return await show(rendered.render(card, lambda _: None))


async def post(place: Any, card: Card, nonce: Callable[[int], str]) -> discord.Message:
    """Post a card; each of its messages has a nonce of its own, so that posting it again soon changes nothing.

    Once the first message stands nothing is raised any more. It is free to show embeds even where it has none: an edit
    may bring some.
    """

    async def show(drawn: Pages) -> tuple[discord.Message, DiscordMessage, Pages]:
        return await place.send(nonce=nonce(0), **new(drawn[0]) | {"suppress_embeds": False}), drawn[0], drawn[1:]

    message, first, others = await shown(card, show)
    await confess(message, first)
    await send_rest(message, others, card, nonce)
    return message


async def reply_to(asked: discord.Message, made: Callable[[], dict[str, Any]]) -> discord.Message:
    """Reply to a message; where it is gone, or its history may not be read, say it without the reference."""
    try:
        reference = asked.to_reference(fail_if_not_exists=False)
        return await asked.channel.send(reference=reference, mention_author=False, **made())
    except discord.HTTPException as error:
        if error.code != NO_HISTORY:
            raise
    return await asked.channel.send(**made())


async def confess(message: discord.Message, page: DiscordMessage) -> None:
    """Say what is missing where Discord left out a message's embeds, as it does without the right to embed links."""
    if message.embeds or not page.embeds:
        return
    await _tried("embeds left out", lambda: message.edit(
        content=shortened(f"{message.content}\n{UNSHOWN}", DISCORD_CONTENT_LETTERS)))


async def send_rest(message: discord.Message, others: Pages, card: Card, nonce: Callable[[int], str] | None = None) -> None:
    """Send what did not fit into the first message: to a thread of it where one can be made, else beneath it.

    What fails is tried once more, where a nonce keeps it from standing there twice, and then left to the log.
    """
    if others:
        for _ in range(2 if nonce else 1):
            if await _tried("rest of a card not posted", lambda: _rest(message, others, card, nonce)):
                return


async def _rest(message: discord.Message, others: Pages, card: Card, nonce: Callable[[int], str] | None) -> None:
    place = await _beneath(message, plain(card.title))
    for number, page in enumerate(others, 1):
        await send_page(place, page, {"nonce": nonce(number)} if nonce else {})


async def send_page(place: Any, page: DiscordMessage, more: dict[str, Any]) -> None:
    """Send one page; where Discord takes no picture of it, with what that shows in words. Raises what sending raises."""
    try:
        await place.send(**more, **new(page))
    except discord.HTTPException as error:
        if not page.files or not is_about_pictures(error):
            raise
        await place.send(**more, **new(_in_words(page)))


def _in_words(page: DiscordMessage) -> DiscordMessage:
    """Return a page with what its pictures show in words, in their place."""
    words = "\n".join(line for each in page.files for line in small_lines(each.alt))
    embeds = [{name: value for name, value in each.items() if name != "image"} for each in page.embeds]
    return DiscordMessage(shortened(words, DISCORD_CONTENT_LETTERS), [each for each in embeds if each.keys() - {"color"}],
                          page.components)


async def _beneath(message: discord.Message, title: str) -> Any:
    """Return where the rest of a card goes; a thread that was begun before is gone on with."""
    if not isinstance(message.channel, discord.TextChannel) or not _may_thread(message.channel):
        return message.channel
    name = shortened(one_line(title), DISCORD_THREAD_NAME_LETTERS) or "More"
    try:
        return await message.create_thread(name=name)
    except discord.HTTPException as error:
        if error.code == THREAD_EXISTS:
            return await message.fetch_thread()
        logger.info("no thread error=%s", named(error))
        return message.channel


def _may_thread(channel: discord.TextChannel) -> bool:
    """Tell whether a thread may be made and written to; one that can't be written to would stay empty."""
    may = channel.permissions_for(channel.guild.me)
    return may.create_public_threads and may.send_messages_in_threads


async def _tried(what: str, work: Callable[[], Awaitable[object]]) -> bool:
    try:
        await work()
    except FAILED as error:
        logger.warning("%s error=%s", what, named(error))
        return False
    return True


def _embeds(page: DiscordMessage) -> list[discord.Embed]:
    return [discord.Embed.from_dict(each) for each in page.embeds]


def _files(page: DiscordMessage) -> list[discord.File]:
    return [discord.File(BytesIO(each.png), filename=each.filename, description=each.alt) for each in page.files]
