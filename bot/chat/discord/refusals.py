"""What Discord's refusals mean, by their codes: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json"""

from __future__ import annotations

import aiohttp
import discord

UNKNOWN_MESSAGE = 10008
TOO_LARGE = 40005
ANSWERED = 40060
NO_PERMISSION = 50013
BAD_BODY = 50035
ARCHIVED = 50083
NO_HISTORY = 160002
THREAD_EXISTS = 160004
GONE = {10003, 10004, 10013, 50001, 50007, NO_PERMISSION, ARCHIVED, 50278}
"""Unknown channel, server or person; missing access or permissions; direct messages closed, or no server shared; thread
archived. Other refusals, such as a proxy's own page, say nothing of the channel."""
FAILED = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, TimeoutError, OSError)
"""Whatever discord.py raises when a request did not succeed."""


def is_ours(error: BaseException) -> bool:
    """Tell whether Discord refused what was sent because of its own shape: a fault of ours, whatever the place."""
    return isinstance(error, discord.HTTPException) and error.code == BAD_BODY


def is_answered(error: BaseException) -> bool:
    """Tell whether an interaction was answered already, by another process of the coach or by this one."""
    return isinstance(error, discord.HTTPException) and error.code == ANSWERED


def is_about_pictures(error: discord.HTTPException) -> bool:
    """Tell whether the same without its files might be taken: they are too large, or may not be attached."""
    return error.status == 413 or error.code in (TOO_LARGE, NO_PERMISSION)


def named(error: BaseException) -> str:
    """Return an error for the log: its kind and codes, and nothing of what was sent."""
    if isinstance(error, discord.HTTPException):
        return f"{type(error).__name__} {error.status}/{error.code}"
    return type(error).__name__
