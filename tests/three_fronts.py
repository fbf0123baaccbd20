"""A card's words as each front shows them, for tests that hold all three to the same."""

from __future__ import annotations

import json

from bot.model.card import Card
from bot.render import discord, slack, terminal
from tests.test_render_discord import read

FRONTS = ("terminal", "slack", "discord")
WIDTH = 90


def words_on(front: str, card: Card) -> str:
    """Return what people read of a card; letters a front would read as markup make it fail on Discord."""
    match front:
        case "terminal":
            return terminal.render(card, terminal.Screen(width=WIDTH))
        case "slack":
            return "\n".join(message.text for message in slack.render(card))
        case _:
            return "\n".join(_on_discord(message) for message in discord.render(card, lambda _: None))


def labels(card: Card) -> list[str]:
    """Return the labels of a card's buttons as every front carries them; fails where one cannot."""
    sent = json.dumps([message.payload["components"] for message in discord.render(card)])
    blocks = json.dumps([message.blocks for message in slack.render(card)])
    found = [button.label for button in card.buttons]
    assert all(json.dumps(label)[1:-1] in sent and json.dumps(label)[1:-1] in blocks for label in found)
    return found


def _on_discord(message: discord.DiscordMessage) -> str:
    marked = [message.content or ""]
    for embed in message.embeds:
        marked += [embed.get("description", ""), *(each[key] for each in embed.get("fields", ()) for key in ("name", "value"))]
    footers = [embed.get("footer", {}).get("text", "") for embed in message.embeds]
    return "\n".join([*map(read, marked), *footers])
