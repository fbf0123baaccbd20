"""What the tree of commands asks of the client that hears them, so that neither has to know the other's file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol, cast

import discord

Interaction = discord.Interaction[Any]
Suggest = Callable[..., Iterable[tuple[str, str]]]


class Listener(Protocol):
    """Takes what people use. Nothing of it waits for the work that it begins, but for suggestions."""

    def call(self, interaction: Interaction, name: str, given: dict[str, Any]) -> None:
        """Begin to run a command."""
        ...

    def log_as_commitment(self, interaction: Interaction, words: str) -> None:
        """Begin to open the form of a commitment with a message's words in it."""
        ...

    def tell(self, interaction: Interaction, sentence: str) -> None:
        """Begin to say one sentence to the one who asked."""
        ...

    def told_of(self, error: BaseException) -> str:
        """Keep a fault of ours where it can be looked up, and return the sentence for the one who met it."""
        ...

    async def suggestions(self, interaction: Interaction, suggest: Suggest, typed: str) -> list[tuple[str, str]]:
        """Return what a person may mean while they type: values and labels, best first."""
        ...


def listener_of(interaction: Interaction) -> Listener:
    """Return who hears an interaction."""
    return cast(Listener, interaction.client)
