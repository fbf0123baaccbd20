"""A card as Discord messages: the first carries the title and the buttons, the others what did not fit.

Pure but for the picture of a chart, which `draw` makes. No value is ever markup or pings, and no message passes a limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, assert_never

from bot.model.card import Card, Chart, Fields, Item, Items, Paragraph, Part, Quote, plain, shown
from bot.render.addresses import address_alone
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
    DISCORD_FIELD_NAME_LETTERS,
    DISCORD_FIELD_VALUE_LETTERS,
    DISCORD_LABEL_LETTERS,
    DISCORD_ROWS,
    ROW_BUTTONS,
    apart,
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
"""A longer footer stands among the other lines; Discord would take 2,048."""
_TITLE_LETTERS = 900
"""Of a title in the message's own line, so that it fits with every letter escaped; the rest begins the embed."""
_GOES_ON = Line("-# Goes on in the next message.", gap=True)


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


def render(card: Card, draw: Draw = draw_chart) -> tuple[DiscordMessage, ...]:
    """Return a card as one message or more; the buttons are in the first as far as they fit.

    `draw` makes a chart's picture or gives None, then the chart stands there in words. Raises ValueError for a button whose
    key no front can carry.
    """
    labels, rows = _buttons(card)
    head, *more = apart(one_line(plain(card.title)), _TITLE_LETTERS) or [""]
    footer = inert(plain(card.footer)).strip() if card.footer else ""
    body: list[Piece] = [*_as_lines(line for piece in more for line in bold_line(piece)), *_parts(card, draw), *labels]
    if size(footer) > _FOOTER_LETTERS:
        body, footer = [*body, *_as_lines(small_lines(footer))], ""
    kept = size(footer) + size(_GOES_ON.words) + 2
    pages = filled(body, Page(COLOURS[card.tone], kept, 1))
    pages[0].free_the_end()
    groups = [rows[start:start + DISCORD_ROWS] for start in range(0, len(rows), DISCORD_ROWS)] or [[]]
    if len(pages) > 1 or len(groups) > 1:
        pages[0].takes(_GOES_ON)
    if footer:
        _put_footer(pages[0], footer)
    first, *others = pages
    content = bold_line(head)[0] if head else None if first.embeds else "…"
    messages = [_message(content, first, groups[0]), *(_message(None, page, []) for page in others)]
    return (*messages, *(DiscordMessage("More buttons:", [], group) for group in groups[1:]))


def _message(content: str | None, page: Page, rows: list[Json]) -> DiscordMessage:
    return DiscordMessage(content, page.embeds, rows, tuple(page.files))


def _put_footer(page: Page, footer: str) -> None:
    if page.embeds:
        page.embeds[-1]["footer"] = {"text": footer}
    else:
        for line in small_lines(footer):
            page.takes(Line(line))


def _parts(card: Card, draw: Draw) -> Iterator[Piece]:
    charts = 0
    for part in card.parts:
        charts += isinstance(part, Chart)
        yield from _part(part, draw, f"chart-{charts}.png")


def _part(part: Part, draw: Draw, filename: str) -> Iterator[Piece]:
    match part:
        case Paragraph():
            address = address_alone(part.text)
            yield from _as_lines(link_line(address) if address else lines(part.text))
        case Quote():
            by = small_lines(f"— {one_line(part.by)}") if part.by and part.by.strip() else []
            yield from _as_lines([*quote_lines(part.words), *by])
        case Fields():
            for label, value in part.pairs:
                yield from _field(one_line(label), inert(shown(value)).strip())
        case Items():
            for number, item in enumerate(part.items, 1):
                yield from _as_lines(_item(number, item))
        case Chart():
            yield from _chart(part, draw(part), filename)
        case _:
            assert_never(part)


def _field(label: str, value: str) -> Iterator[Piece]:
    name, words = escaped(label), "\n".join(plain_lines(value))
    if name and words and size(name) <= DISCORD_FIELD_NAME_LETTERS and size(words) <= DISCORD_FIELD_VALUE_LETTERS:
        yield Fact(name, words)
    else:
        yield from _as_lines([*bold_line(label), *plain_lines(value)])


def _item(number: int, item: Item) -> Iterator[str]:
    yield from lines(item.headline, f"{number}. ")
    if item.words is not None:
        yield from quote_lines(item.words)
    if item.why:
        yield from small_lines(plain(item.why))
    if item.url:
        yield from link_line(item.url)


def _chart(chart: Chart, picture: Picture | None, filename: str) -> Iterator[Piece]:
    if picture is None:
        yield from _as_lines([*bold_line(one_line(chart.title)), *plain_lines(in_words(chart)), *small_lines(chart.alt)])
        return
    if size(picture.alt) > DISCORD_ALT_LETTERS:
        yield from _as_lines(small_lines(picture.alt))
    yield File(filename, picture.png, shortened(picture.alt, DISCORD_ALT_LETTERS))


def _as_lines(words: Iterable[str]) -> Iterator[Line]:
    """Return lines with a gap above the first; lines without a letter are left out."""
    kept = (each for each in words if each.strip().removeprefix("-#"))
    yield from (Line(each, gap=number == 0) for number, each in enumerate(kept))


def _buttons(card: Card) -> tuple[list[Line], list[Json]]:
    """Return the labels too long for a button, whole, and the buttons in rows; those behind the others begin a row."""
    labels: list[Line] = []
    first: list[Json] = []
    more: list[Json] = []
    for number, button in enumerate(checked(card.buttons), 1):
        label = one_line(button.label) or one_line(button.action) or str(number)
        if size(label) > DISCORD_LABEL_LETTERS:
            label = f"{number}. {label}"
            labels += _as_lines(plain_lines(label))
        style = _PRIMARY if number == 1 and card.tone == "ask" else _SECONDARY
        (more if button.is_more else first).append(
            {"type": 2, "style": style, "label": shortened(label, DISCORD_LABEL_LETTERS), "custom_id": button.key})
    rows = [found[start:start + ROW_BUTTONS] for found in (first, more) for start in range(0, len(found), ROW_BUTTONS)]
    return labels, [{"type": 1, "components": row} for row in rows]
