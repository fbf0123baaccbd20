"""An address that is a paragraph by itself can be followed where a front knows links; in other words it stays letters."""

from __future__ import annotations

import json

import pytest

from bot.model.card import Card, Text, say, text
from bot.render import discord, slack, terminal
from bot.render.addresses import address_alone

ADDRESS = "https://example.com/p/1"


def carried(card: Card) -> tuple[str, str]:
    """Return what Slack and Discord are sent of a card."""
    return json.dumps(slack.render(card)[0].blocks), str(discord.render(card)[0].embeds)


def test_an_address_that_stands_alone_is_a_link_on_both_chats() -> None:
    on_slack, on_discord = carried(Card(text("Rework a post"), (say("{url}", url=ADDRESS),)))
    assert json.dumps({"type": "link", "url": ADDRESS, "text": "Open on example.com"}) in on_slack
    assert f"[Open on example.com](<{ADDRESS}>)" in on_discord


def test_the_terminal_shows_the_whole_address() -> None:
    assert ADDRESS in terminal.render(Card(text("Rework a post"), (say("{url}", url=ADDRESS),)))


def test_an_address_that_cannot_be_followed_is_shown_as_letters() -> None:
    on_slack, on_discord = carried(Card(text("Rework a post"), (say("{url}", url="javascript:alert(1)"),)))
    assert '"link"' not in on_slack
    assert "](<" not in on_discord


@pytest.mark.parametrize("template", ["See {url}", "{words}", "{url}{url}", ""])
def test_an_address_among_other_words_stays_letters(template: str) -> None:
    assert address_alone(Text(template, {"url": ADDRESS, "words": ADDRESS})) is None
