"""How one request is answered in Discord: an interaction to the one who made it, a message in the open.

Where the way of answering is closed (its fifteen minutes are over, the channel is gone) the asker gets it directly; where
that is closed too, the log says so.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import discord

from bot.chat.discord.forms import FormModal
from bot.chat.discord.kept_forms import KeptForms
from bot.chat.discord.names import channel_names, with_names
from bot.chat.discord.posting import Pages, confess, new, pages, reply_to, send_page, send_rest, shown
from bot.chat.discord.refusals import FAILED, is_answered, is_ours, named
from bot.chat.discord.servers import NOWHERE, Home
from bot.chat.discord.writing import PAUSE_S, Acknowledgement, Beneath, Writing
from bot.chat.papers import as_card
from bot.chat.ports import Household
from bot.model.card import Card, quoted
from bot.model.command import Asker, Audience, File
from bot.model.form import Form

logger = logging.getLogger(__name__)

WHOLE = "Ask whoever runs the coach for the rest."
LATE = "This took longer than Discord waits for a form; it is ready now."


@dataclass
class InteractionOutlet:
    """A slash command, a press or a form. Answered to the one who made it alone. `home` is found after it arrived."""

    interaction: discord.Interaction[Any]
    household: Household
    forms: KeptForms
    home: Home = NOWHERE
    pause_s: float = PAUSE_S
    platform: str = "discord"
    _answering: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def workspace(self) -> str:
        """Discord's id of the server whose team it is, found for a direct message too."""
        return self.home.server

    @property
    def channel(self) -> str:
        """Discord's id of the channel, for a thread the one it belongs to; empty directly and in a server of others."""
        here = self.interaction.guild_id is not None and self.home.is_here
        return _channel_of(self.interaction.channel, self.interaction.channel_id) if here else ""

    @property
    def nobodys(self) -> str:
        """What is said where no team is at home."""
        return self.home.nobodys

    async def acknowledge(self) -> None:
        """Tell Discord that the answer comes; it waits fifteen minutes from then on."""
        await self.is_open()

    async def is_open(self) -> bool:
        """Acknowledge, and tell whether Discord takes an answer: not when it is too late, or another process gave one."""
        async with self._answering:
            if not self.interaction.response.is_done():
                return await self._first(lambda: self.interaction.response.defer(ephemeral=True, thinking=True))
        return True

    async def asker(self) -> Asker:
        """Return who asks."""
        return _asker(self.household, self.interaction.user, self.channel, self.home)

    async def is_stranger(self) -> bool:
        """Return False: a server is a team's or nobody's."""
        return False

    async def has_outsiders(self) -> bool:
        """Return False: only the one who asks sees the answer."""
        return False

    async def answer(self, card: Card) -> None:
        """Show a card to the one who asked."""
        card = with_names(card, channel_names(self.interaction.client, self.home.servers))
        try:
            if await self.is_open():
                for page in await asyncio.to_thread(pages, card):
                    await send_page(self.interaction.followup, page, {"ephemeral": True})
                return
        except FAILED as error:
            if is_ours(error):
                raise
            logger.info("answered directly interaction=%s error=%s", self.interaction.id, named(error))
        await directly(self.interaction.user, card)

    async def give(self, file: File) -> None:
        """Give a file to the one who asked."""
        try:
            if await self.is_open():
                await self.interaction.followup.send(ephemeral=True, **attached(file))
                return
        except FAILED as error:
            if is_ours(error):
                raise
            logger.info("file given directly interaction=%s error=%s", self.interaction.id, named(error))
        await give_directly(self.interaction.user, file)

    async def tell(self, sentence: str) -> None:
        """Say one sentence to the one who asked."""
        await self.answer(Card(quoted(sentence), tone="warning"))

    async def open_form(self, form: Form) -> None:
        """Open a form; where Discord takes none any more, show a button that opens it."""
        async with self._answering:
            if not self.interaction.response.is_done():
                await self._first(lambda: self.interaction.response.send_modal(FormModal(form)))
                return
        await self.offer(form, LATE, "Open the form")

    async def offer(self, form: Form, sentence: str, label: str) -> None:
        """Say a sentence and show a button that opens a form."""
        await self.answer(self.forms.offer(self.interaction.user.id, form, sentence, label))

    async def think(self, *, is_slow: bool) -> None:
        """Do nothing: the acknowledgement says that an answer comes."""

    def writing(self) -> Writing:
        """Return the acknowledgement, which grows into the answer."""
        sheet = Acknowledgement(self.interaction, channel_names(self.interaction.client, self.home.servers))
        return Writing(sheet, pause_s=self.pause_s)

    async def _first(self, answer: Callable[[], Any]) -> bool:
        """Give the first answer, and tell whether it was taken. Raises what Discord refuses for its own shape."""
        try:
            await answer()
        except FAILED as error:
            if is_ours(error):
                raise
            level = logging.INFO if is_answered(error) else logging.WARNING
            logger.log(level, "interaction not answered id=%s error=%s", self.interaction.id, named(error))
            return False
        return True


@dataclass
class MessageOutlet:
    """A mention, a reply to the coach or a direct message. Answered where it was said."""

    message: discord.Message
    household: Household
    client: discord.Client
    home: Home = NOWHERE
    pause_s: float = PAUSE_S
    platform: str = "discord"

    @property
    def workspace(self) -> str:
        """Discord's id of the server whose team it is, found for a direct message too."""
        return self.home.server

    @property
    def channel(self) -> str:
        """Discord's id of the channel, for a thread the one it belongs to; empty directly."""
        return _channel_of(self.message.channel, self.message.channel.id) if self.message.guild is not None else ""

    @property
    def nobodys(self) -> str:
        """What is said where no team is at home."""
        return self.home.nobodys

    async def acknowledge(self) -> None:
        """Do nothing: a message waits for no acknowledgement."""

    async def asker(self) -> Asker:
        """Return who asks; a thread that the coach made goes on with the talk of its channel."""
        place: Any = self.message.channel
        is_own = isinstance(place, discord.Thread) and place.owner_id == place.guild.me.id
        return _asker(self.household, self.message.author, self.channel, self.home,
                      thread=self.channel if is_own else str(place.id), audience="everyone")

    async def is_stranger(self) -> bool:
        """Return False: a server is a team's or nobody's."""
        return False

    async def has_outsiders(self) -> bool:
        """Return False: Discord has no channels of two companies."""
        return False

    async def answer(self, card: Card) -> None:
        """Reply with a card."""
        card = with_names(card, channel_names(self.client, self.home.servers))
        try:
            await shown(card, lambda drawn: self._show(drawn, card))
        except FAILED as error:
            if is_ours(error):
                raise
            logger.info("answered directly message=%s error=%s", self.message.id, named(error))
            await directly(self.message.author, card)

    async def give(self, file: File) -> None:
        """Give a file to the one who asked, directly."""
        await give_directly(self.message.author, file)

    async def tell(self, sentence: str) -> None:
        """Say one sentence; in the open, since a message cannot be answered to one person alone."""
        await self.answer(Card(quoted(sentence), tone="warning"))

    async def open_form(self, form: Form) -> None:
        """Say how to do it: a message opens no form."""
        await self.tell(f"{form.title}: say it with its words, or write / and pick it from the list.")

    async def think(self, *, is_slow: bool) -> None:  # noqa: ARG002  typing is shown for every question
        """Show that the coach is typing."""
        try:
            await self.message.channel.typing()
        except FAILED as error:
            logger.info("no typing error=%s", named(error))

    def writing(self) -> Writing:
        """Return a reply that grows."""
        return Writing(Beneath(self.message, channel_names(self.client, self.home.servers)), pause_s=self.pause_s)

    async def _show(self, drawn: Pages, card: Card) -> None:
        said = await reply_to(self.message, lambda: new(drawn[0]))
        await confess(said, drawn[0])
        await send_rest(said, drawn[1:], card)


async def directly(person: discord.User | discord.Member, card: Card) -> None:
    """Show somebody a card in direct messages; one who takes none gets nothing, and the log says so."""
    try:
        for page in await asyncio.to_thread(pages, card):
            await send_page(person, page, {})
    except FAILED as error:
        logger.warning("answer not shown error=%s", named(error))


async def give_directly(person: discord.User | discord.Member, file: File) -> None:
    """Give somebody a file in direct messages; where Discord takes none, what it says."""
    try:
        await person.send(**attached(file))
    except FAILED as error:
        logger.info("no file given error=%s", named(error))
        await directly(person, as_card(file, WHOLE))


def attached(file: File) -> dict[str, Any]:
    """Return what `send` takes of a file; nobody is pinged."""
    return {"file": discord.File(BytesIO(file.words.encode()), filename=file.name),
            "allowed_mentions": discord.AllowedMentions.none()}


def _channel_of(place: Any, own_id: int | None) -> str:
    return str(place.parent_id if isinstance(place, discord.Thread) else own_id or "")


def _asker(household: Household, user: discord.User | discord.Member, channel: str, home: Home, *,
           thread: str = "", audience: Audience = "alone") -> Asker:
    """Return who asks; where no channel of the team's is, their direct messages are it.

    Discord tells nobody's time zone, so the channel's holds.
    """
    person = household.person("discord", str(user.id))
    return Asker(person=person, name=user.display_name, channel=channel or f"discord:{user.id}", zone="",
                 is_admin=home.is_admin or household.is_admin(person), platform="discord", thread=thread,
                 audience=audience if channel else "direct")
