"""A card, form or home tab as the HTML of each front, made of what the real renderers give."""

from __future__ import annotations

from functools import reduce

from bot.chat.discord.forms import FormModal
from bot.chat.discord.names import with_names
from bot.model.card import Card
from bot.model.form import Form
from bot.render import discord, slack, terminal
from bot.render.chart import draw
from bot.render.discord import Draw
from bot.render.slack_form import modal
from tests.pictures import discord_page, slack_page, terminal_page
from tests.pictures.week import Shown

FRONTS = ("slack", "discord", "terminal")
STYLES = {"slack": slack_page.STYLE, "discord": discord_page.STYLE, "terminal": terminal_page.STYLE}
COLUMNS = 80
"""Of the terminal in the pictures."""


def on_front(front: str, card: Card, drawing: Draw = draw) -> str:
    """Return a card as a front shows it, all its messages one beneath another. `drawing` makes Discord's charts."""
    match front:
        case "slack":
            return "".join(slack_page.message(each.blocks) for each in slack.render(card))
        case "discord":
            return "".join(discord_page.message(each) for each in discord.render(with_names(card, _named), drawing))
        case _:
            return terminal_page.screen(terminal.render(card, terminal.Screen(width=COLUMNS, colours=True)))


def _named(words: str) -> str:
    """Return words with the channel's name, as Discord's front puts it in."""
    return reduce(lambda said, each: said.replace(each[0], f"#{each[1]}"), slack_page.CHANNELS.items(), words)


def form_on(front: str, form: Form) -> str:
    """Return a form as a chat opens it."""
    return slack_page.modal(modal(form)) if front == "slack" else discord_page.modal(FormModal(form).to_dict())


def everything(front: str, shown: Shown) -> dict[str, str]:
    """Return the HTML of all that a front shows, by kind; a terminal has neither forms nor a home tab."""
    found = {kind: on_front(front, card) for kind, card in shown.cards.items()}
    if front != "terminal":
        found |= {kind: form_on(front, form) for kind, form in shown.forms.items()}
    return found | ({"home": slack_page.home(shown.home)} if front == "slack" else {})
