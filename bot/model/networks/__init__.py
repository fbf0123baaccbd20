"""One network a file, found by folder: how it spells its name, how long it lets a business answer in private, and whether
its exports hold what a post says or its title alone.

A network without a file is unknown: its name is shown as it was given, and no window of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

from bot.model.folder import Folder
from bot.model.reply_window import UNKNOWN, ReplyWindow


@dataclass(frozen=True, slots=True)
class Known:
    """What a network's file tells: the name in the network's own spelling, its reply window, and whether the text of
    a post is no more than a title."""

    name: str
    window: ReplyWindow
    has_titles_only: bool


@cache
def networks() -> Folder[Known]:
    """Return what is known of every network that has a file here, by the network's word in the data."""
    return Folder(__name__, __path__, _known)


def window_of(network: str) -> ReplyWindow:
    """Return a network's reply window; one of which nothing is known for a network without a file."""
    found = networks().get(network)
    return found.window if found else UNKNOWN


def has_titles_only(network: str) -> bool:
    """Tell whether a network's exports give a title where others give what the post says."""
    found = networks().get(network)
    return found is not None and found.has_titles_only


def network_name(network: str | None) -> str:
    """Return a network's name as people write it; one without a file with a capital letter, else as given.

    >>> network_name("tiktok"), network_name("x"), network_name("my space"), network_name(None)
    ('TikTok', 'X', 'My Space', '')
    """
    found = networks().get(network or "")
    return found.name if found else " ".join(word[:1].upper() + word[1:] for word in (network or "").split())


def as_said(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts as a sentence says them: a `network` among them by its name. For words alone; scripts get the word of
    the data.

    >>> as_said({"n": 2, "network": "linkedin"})
    {'n': 2, 'network': 'LinkedIn'}
    """
    named = {"network": network_name(facts["network"])} if isinstance(facts.get("network"), str) else {}
    return {**facts, **named}


def _known(_: str, module: ModuleType) -> Known:
    return Known(module.NAME, getattr(module, "WINDOW", UNKNOWN), getattr(module, "HAS_TITLES_ONLY", False))
