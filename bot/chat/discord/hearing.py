"""What a message says to the coach: its line without the mention, its files, and whether it is meant for the coach at all.

Without the message-content intent Discord hands out the words of mentions and direct messages alone.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.chat.turns import Fetch, Turn
from bot.coach.answers.threads import listens
from bot.errors import IntakeError

if TYPE_CHECKING:
    from bot.chat.discord.outlet import MessageOutlet

SAID = (discord.MessageType.default, discord.MessageType.reply)
"""The kinds of messages that people write."""
UNREADABLE = ("I can't read this message: Discord shows me only those that mention me. Mention me by name, or reply with "
              "the @ left on.")
_MB = 1_000_000


def line_of(message: discord.Message, own_id: int) -> str:
    """Return what is said, without the mention of the coach or of its role."""
    role = message.guild.self_role if message.guild is not None else None
    own = rf"<@!?{own_id}>|<@&{role.id}>" if role is not None else rf"<@!?{own_id}>"
    return re.sub(own, " ", message.content).strip()


def files_of(turn: Turn[MessageOutlet]) -> list[Fetch]:
    """Return what fetches each of a message's files."""
    most = turn.desk.settings.imports.max_chat_file_mb
    return [partial(_fetched, each, most) for each in turn.outlet.message.attachments]


def may_be_meant(message: discord.Message, own_id: int) -> bool:
    """Tell whether a message without a mention seems to be for the coach: a reply to it, or a mention of its role."""
    return _names_role(message) or _replies_to(message, own_id)


def is_to_another(message: discord.Message) -> bool:
    """Tell whether a message that does not name the coach is for somebody else: it names them, or replies to them."""
    return bool(message.mentions or message.role_mentions or message.reference is not None)


async def say_unreadable(turn: Turn[MessageOutlet]) -> None:
    """Say how to be heard: to who named the coach's role, and to who goes on with a talk; nobody else meant the coach."""
    if _names_role(turn.outlet.message) or await turn.turns.bridge.call(listens, turn.desk, turn.asker):
        await turn.outlet.tell(UNREADABLE)


def _names_role(message: discord.Message) -> bool:
    return message.guild is not None and message.guild.self_role in message.role_mentions


def _replies_to(message: discord.Message, own_id: int) -> bool:
    before = message.reference.resolved if message.reference is not None else None
    return isinstance(before, discord.Message) and before.author.id == own_id


async def _fetched(attachment: discord.Attachment, most_mb: int) -> tuple[str, bytes]:
    if attachment.size > most_mb * _MB:
        raise IntakeError(f"{attachment.filename!r} is larger than {most_mb} MB; import it at the terminal: "
                          "python -m bot import FILE")
    try:
        return attachment.filename, await attachment.read()
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError) as error:
        raise IntakeError(f"Discord does not give out {attachment.filename!r}; drop it here again.") from error
