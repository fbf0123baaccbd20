"""The terminal as a front: a card is printed, an edit is printed as an update. What scrolled by can't be asked for."""

from __future__ import annotations

from collections.abc import Callable

from bot.errors import CannotRead
from bot.model.card import Card
from bot.render.terminal import Screen, render


class Terminal:
    """A front that writes lines with `write`. The id of a message is that of its outbox entry."""

    platform = "terminal"

    def __init__(self, write: Callable[[str], None], screen: Screen | None = None) -> None:
        self._write = write
        self._screen = screen or Screen()

    def deliver(self, channel: str, card: Card, outbox_id: str) -> str:
        """Print a card beneath the name of its channel; the person at the terminal is there too."""
        self._write(f"\n[{channel.partition(':')[0]}]\n{render(card, self._screen)}\n")
        return outbox_id

    def edit(self, channel: str, _message_id: str, card: Card) -> None:
        """Print what a card shows now beneath the name of its channel."""
        self._write(f"\n[{channel.partition(':')[0]}, updated]\n{render(card, self._screen)}\n")

    def find(self, channel: str, outbox_id: str, _tried_at: str) -> str | None:
        """Raise CannotRead: nobody knows what a screen has shown."""
        raise CannotRead(f"The terminal keeps no record of what {channel} showed; look whether {outbox_id} is there.")
