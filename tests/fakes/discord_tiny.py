"""The smallest client that has one of everything Discord offers: for tests of the fakes themselves."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

NETWORKS = ("facebook", "instagram", "tiktok")


class Done(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"done:(?P<subject>\w+)"):
    """A button that outlives its client."""

    def __init__(self, subject: str) -> None:
        super().__init__(discord.ui.Button(label="Done", custom_id=f"done:{subject}"))
        self.subject = subject

    @classmethod
    async def from_custom_id(cls, _: discord.Interaction[Any], __: discord.ui.Item[Any], match: re.Match[str], /) -> Done:
        """Return the button of a message."""
        return cls(match["subject"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Change the message."""
        await interaction.response.edit_message(content=f"{self.subject} is done", view=None)


class Promise(discord.ui.Modal, title="Log as commitment"):
    """A modal with one field."""

    def __init__(self, words: str) -> None:
        super().__init__(custom_id="promise")
        self.words: discord.ui.TextInput[Any] = discord.ui.TextInput(custom_id="words", default=words, max_length=200)
        self.add_item(discord.ui.Label(text="What will you do?", component=self.words))

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        """Say what was promised."""
        await interaction.response.send_message(f"Promised: {self.words.value}")


class Tiny(commands.Bot):
    """The client. `before_answer` and `work` are called before and after /coach slow is acknowledged."""

    def __init__(self, intents: discord.Intents | None = None, **options: Any) -> None:
        super().__init__(commands.when_mentioned, intents=intents or discord.Intents.default(),
                         allowed_mentions=discord.AllowedMentions.none(), **options)
        self.before_answer: Callable[[], object] = lambda: None
        self.work: Callable[[], object] = lambda: None
        self.resumed = 0

    async def setup_hook(self) -> None:
        """Tell Discord of the commands."""
        self.tree.add_command(_coach(self))
        self.tree.add_command(app_commands.ContextMenu(name="Log as commitment", callback=_log))
        self.add_dynamic_items(Done)
        await self.tree.sync()

    async def on_message(self, message: discord.Message, /) -> None:
        """Repeat what can be read of a message."""
        if message.author != self.user:
            names = "".join([f" with {each.filename} of {len(await each.read())}" for each in message.attachments])
            await message.reply(f"You said {message.content!r}{names}.")

    async def on_resumed(self) -> None:
        """Count."""
        self.resumed += 1


def _coach(client: Tiny) -> app_commands.Group:
    coach = app_commands.Group(name="coach", description="Ask the coach")
    leads = app_commands.Group(name="leads", description="Leads", parent=coach)

    @leads.command(name="quality", description="Say how good the leads are")
    async def quality(interaction: discord.Interaction[Tiny], network: str, days: app_commands.Range[int, 1, 90] = 7) -> None:
        embed = discord.Embed(title="Leads", description=f"of {days} days").add_field(name="Good", value="5").set_footer(text="n=9")
        view = discord.ui.View(timeout=None).add_item(Done("lead1"))
        await interaction.response.send_message(network, embed=embed, view=view)

    @quality.autocomplete("network")
    async def networks(interaction: discord.Interaction[Tiny], typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=each.title(), value=each) for each in NETWORKS if typed in each]

    @coach.command(name="slow", description="Think first")
    @app_commands.choices(how=[app_commands.Choice(name="at length", value="long")])
    async def slow(interaction: discord.Interaction[Tiny], how: app_commands.Choice[str] | None = None) -> None:
        client.before_answer()
        await interaction.response.defer(thinking=True, ephemeral=True)
        client.work()
        await interaction.followup.send("Thought.", ephemeral=True)

    return coach


async def _log(interaction: discord.Interaction[Any], message: discord.Message) -> None:
    await interaction.response.send_modal(Promise(message.content))
