"""The coach's buttons in Discord: what a press does stands in the button's own id, so it works after any restart.

A press is dealt with where all interactions arrive, in the client, whatever discord.py remembers of the message.
"""

from __future__ import annotations

import re
from typing import Any, Self

import discord


class PressButton(discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=r"[a-z0-9-]+:.*:[0-9]+"):
    """One button. Its id is action:subject:version. A dynamic item, so that discord.py keeps nothing of a message."""

    def __init__(self, key: str, *, label: str = "…", style: discord.ButtonStyle = discord.ButtonStyle.secondary,
                 row: int | None = None) -> None:
        super().__init__(discord.ui.Button(custom_id=key, label=label, style=style), row=row)

    @classmethod
    async def from_custom_id(cls, _interaction: discord.Interaction, item: discord.ui.Item[Any], _found: re.Match[str],
                             /) -> Self:
        """Make the button that was pressed from what Discord sent of it."""
        return cls(str(getattr(item, "custom_id", "")))

    async def callback(self, _interaction: discord.Interaction[Any]) -> None:
        """Do nothing: the client deals with the press."""
