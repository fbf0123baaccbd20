"""Events that Discord sent in a shape nobody expects: each is told to whoever runs the coach, and the next is heard.

Without this discord.py ends the whole client at the first of them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

import discord

logger = logging.getLogger(__name__)

Parse = Callable[[Any], None]


def outlive_garbled_events(client: discord.Client, told_of: Callable[[BaseException], str]) -> None:
    """Let a client go on after an event that it cannot read. `told_of` keeps what was wrong with it, never what it said.

    discord.py has no other place for this than the functions that read each kind of event.
    """
    parsers = client._connection.parsers
    for event, parse in list(parsers.items()):
        parsers[event] = partial(_read, event, parse, told_of)


def _read(event: str, parse: Parse, told_of: Callable[[BaseException], str], payload: Any) -> None:
    try:
        parse(payload)
    except Exception as error:
        logger.warning("event not understood, passed over event=%s error=%s", event, type(error).__name__)
        told_of(error)
