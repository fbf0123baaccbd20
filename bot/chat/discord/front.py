"""Discord as a front of the outbox: a card is posted or edited. Called by the sender, from its own thread.

Each message of a card carries a nonce made of its outbox id, so sending the card again within Discord's memory gives the
same messages.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Awaitable, Callable, Collection
from datetime import timedelta
from functools import partial
from typing import Any, cast

import aiohttp
import discord

from bot.chat.bridge import Bridge
from bot.chat.discord.names import channel_names, with_names
from bot.chat.discord.posting import Pages, changed, post, shown
from bot.chat.discord.refusals import ARCHIVED, GONE, UNKNOWN_MESSAGE, named
from bot.clock import Clock
from bot.errors import AnswerLost, CannotRead, ChannelGone, CoachError, TryLater
from bot.model.card import Card
from bot.model.times import from_text

logger = logging.getLogger(__name__)

TIMEOUT_S = 45
NONCE_LETTERS = 25
NONCE_S = 120
"""Seconds in which the same nonce gives the same message: "the past few minutes", says
https://docs.discord.com/developers/resources/message#create-message, so no longer than two."""


class DiscordFront:
    """One client, for one team's outbox. `servers`: the team's, whose channels are called by their names."""

    platform = "discord"

    def __init__(self, client: discord.Client, bridge: Bridge, clock: Clock, servers: Collection[int] = ()) -> None:
        self._client = client
        self._named = channel_names(client, servers)
        self._bridge = bridge
        self._clock = clock

    def deliver(self, channel: str, card: Card, outbox_id: str) -> str:
        """Post a card and return its message id. Raises TryLater, ChannelGone, AnswerLost and CoachError."""
        named = with_names(card, self._named)
        return str(self._do(lambda: self._deliver(channel, named, outbox_id)))

    def edit(self, channel: str, message_id: str, card: Card) -> None:
        """Replace what was posted before; what went to its thread stays as it was, and so does a message that is gone."""
        named = with_names(card, self._named)
        self._do(lambda: self._edit(channel, message_id, named))

    def find(self, channel: str, outbox_id: str, tried_at: str) -> str | None:
        """Return None while Discord still knows the nonce: sent again it stays one message. Raises CannotRead later."""
        if self._clock() - from_text(tried_at) < timedelta(seconds=NONCE_S):
            return None
        raise CannotRead(f"Discord has forgotten the nonce of {outbox_id} in {channel}.")

    def _do(self, work: Callable[[], Awaitable[Any]]) -> Any:
        try:
            return self._bridge.wait(understood(work), timeout_s=TIMEOUT_S)
        except TimeoutError as error:
            raise AnswerLost("Discord did not answer in time.") from error

    async def _deliver(self, channel: str, card: Card, outbox_id: str) -> str:
        return str((await post(await self._place(channel), card, partial(nonce_of, outbox_id))).id)

    async def _edit(self, channel: str, message_id: str, card: Card) -> None:
        message = (await self._place(channel)).get_partial_message(int(message_id))

        async def replace(drawn: Pages) -> None:
            await message.edit(**changed(drawn[0]))

        try:
            await shown(card, replace)
        except discord.HTTPException as error:
            if error.code not in (UNKNOWN_MESSAGE, ARCHIVED):
                raise
            logger.info("nothing to edit channel=%s error=%s", channel, named(error))

    async def _place(self, channel: str) -> Any:
        """Return the channel to post to: a person's id stands for the direct messages with them."""
        _, colon, person = channel.partition(":")
        own_id = int(person if colon else channel) if (person if colon else channel).isdigit() else None
        if own_id is None:
            raise ChannelGone(f"{channel!r} is no channel of Discord; copy its id with Copy Channel ID.")
        if colon:
            user = self._client.get_user(own_id) or await self._client.fetch_user(own_id)
            return user.dm_channel or await user.create_dm()
        return cast(Any, self._client.get_channel(own_id)) or self._client.get_partial_messageable(own_id)


def nonce_of(outbox_id: str, page: int = 0) -> str:
    """Return the nonce of one message of an outbox entry, the same each time; Discord takes 25 letters."""
    return hashlib.sha256((f"{outbox_id}/{page}" if page else outbox_id).encode()).hexdigest()[:NONCE_LETTERS]


async def understood(work: Callable[[], Awaitable[Any]]) -> Any:
    """Do something at Discord; what goes wrong becomes one of the coach's errors, certain or lost."""
    try:
        return await work()
    except discord.RateLimited as error:
        raise TryLater("Discord asks to wait.", retry_after_s=error.retry_after) from error
    except discord.DiscordServerError as error:
        raise AnswerLost(f"Discord failed ({error.status}).") from error
    except discord.HTTPException as error:
        raise _refusal(error) from error
    except aiohttp.ClientConnectorError as error:
        raise TryLater("Discord cannot be reached.") from error
    except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
        raise AnswerLost("Discord's answer was lost.") from error


def _refusal(error: discord.HTTPException) -> CoachError:
    if error.status == 429:
        return TryLater("Discord asks to wait.")
    if error.status in (403, 404) and error.code in GONE:
        return ChannelGone(f"Discord says {error.text or error.status}.")
    return CoachError(f"Discord refused it: {error.text or error.status} ({error.code}).")
