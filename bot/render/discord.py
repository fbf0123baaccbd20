"""A card as Discord messages: the first carries the title and the buttons, the others what did not fit.

Pure but for the picture of a chart, which `draw` makes. No value is ever markup or pings, and no message passes a limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, assert_never

from bot.model.card import Button, Card, Chart, Fields, Item, Items, Paragraph, Part, Quote, plain, shown
from bot.render.chart import Picture, in_words
from bot.render.chart import draw as draw_chart
from bot.render.discord_pages import Fact, File, Line, Page, Piece, filled
from bot.render.discord_text import (
    bold_line,
    escaped,
    lines,
    link_line,
    plain_lines,
    quote_lines,
    small_lines,
)
from bot.render.limits import (
    DISCORD_ALT_LETTERS,
    DISCORD_CONTENT_LETTERS,
    DISCORD_FIELD_NAME_LETTERS,
    DISCORD_FIELD_VALUE_LETTERS,
    DISCORD_FOOTER_LETTERS,
    DISCORD_LABEL_LETTERS,
    DISCORD_ROWS,
    ROW_BUTTONS,
    checked,
    shortened,
    size,
)
from bot.render.safe import inert, one_line

Json = dict[str, Any]
Draw = Callable[[Chart], Picture | None]

COLOURS = {"ask": 0x0072B2, "good": 0x009E73, "warning": 0xE69F00, "plain": 0x999999}
"""The bar beside a card; of the palette by Okabe and Ito, told apart with every kind of colour blindness."""
_PRIMARY, _SECONDARY = 1, 2
_FOOTER_LETTERS = 1000
"""A longer footer stands among the other lines."""


@dataclass(frozen=True, slots=True)
class DiscordMessage:
    """One message: its first line, its embeds, its rows of buttons, and the pictures its embeds refer to."""

    content: str | None
    embeds: list[Json]
    components: list[Json]
    files: tuple[File, ...] = ()

    @property
    def payload(self) -> Json:
        """The body of Discord's create-message request, but for the bytes of the files; nobody is pinged."""
        return {
            "content": self.content, "embeds": self.embeds, "components": self.components,
            "attachments": [{"id": str(number), "filename": each.filename, "description": each.alt}
                            for number, each in enumerate(self.files)],
            "allowed_mentions": {"parse": []},
        }
