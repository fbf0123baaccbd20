"""Channels by their names: people know #social, the coach knows the number that Discord gave it.

Only our own words are changed; what somebody else said stays as it was said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any, assert_never

import discord

from bot.model.card import Button, Card, Chart, Fields, Item, Items, Paragraph, Part, Quote, Text, Value

NameOf = Callable[[str], str]
_NUMBER = re.compile(r"(?<![\d:])\d{17,20}(?!\d)")


def channel_names(client: discord.Client, servers: Collection[int]) -> NameOf:
    """Return what puts the names of channels in the place of their numbers; of other servers than these nothing is told."""

    def name_of(found: re.Match[str]) -> str:
        channel: Any = client.get_channel(int(found.group()))
        guild = getattr(channel, "guild", None)
        return f"#{channel.name}" if guild is not None and guild.id in servers else found.group()

    return lambda words: _NUMBER.sub(name_of, words)


def with_names(card: Card, named: NameOf) -> Card:
    """Return a card that calls channels by their names."""
    return replace(card, title=_text(card.title, named), parts=tuple(_part(each, named) for each in card.parts),
                   buttons=tuple(_button(each, named) for each in card.buttons),
                   footer=_text(card.footer, named) if card.footer else None)


def _part(part: Part, named: NameOf) -> Part:
    match part:
        case Paragraph():
            return Paragraph(_text(part.text, named))
        case Fields():
            return Fields(tuple((named(label), _value(value, named)) for label, value in part.pairs))
        case Items():
            return Items(tuple(_item(each, named) for each in part.items))
        case Quote() | Chart():
            return part
        case _:
            assert_never(part)


def _item(item: Item, named: NameOf) -> Item:
    return replace(item, headline=_text(item.headline, named), why=_text(item.why, named) if item.why else None)


def _button(button: Button, named: NameOf) -> Button:
    return replace(button, label=named(button.label))


def _text(words: Text, named: NameOf) -> Text:
    return replace(words, values={slot: _value(value, named) for slot, value in words.values.items()})


def _value(value: Value, named: NameOf) -> Value:
    return named(value) if isinstance(value, str) else value
