"""One network a file, found by folder: how long it lets a business answer in private. A network without one is unknown."""

from __future__ import annotations

from functools import cache
from types import ModuleType

from bot.model.folder import Folder
from bot.model.reply_window import UNKNOWN, ReplyWindow


@cache
def networks() -> Folder[ReplyWindow]:
    """Return the reply window of every network that has a file here, by the network's name."""
    return Folder(__name__, __path__, _window)


def window_of(network: str) -> ReplyWindow:
    """Return a network's reply window; one of which nothing is known for a network without a file."""
    return networks().get(network, UNKNOWN)


def _window(_: str, module: ModuleType) -> ReplyWindow:
    window: ReplyWindow = module.WINDOW
    return window
