"""A card as Slack messages: the first carries the title and the buttons, the others what did not fit, for its thread.

Pure: the same card gives the same messages. No value is ever markup, and no message passes a limit of Slack.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from bot.model.card import (
    Button,
    Card,
    Chart,
    Fields,
    Item,
    Items,
    Paragraph,
    Part,
    Quote,
    Text,
    pieces,
    plain,
    shown,
    slotted,
)
from bot.render.addresses import address_alone
from bot.render.chart import in_words
from bot.render.limits import (
    ROW_BUTTONS,
    SLACK_BLOCKS,
    SLACK_CHARTS,
    SLACK_HEADER_LETTERS,
    SLACK_LABEL_LETTERS,
    SLACK_MENU_OPTIONS,
    SLACK_MESSAGE_LETTERS,
    SLACK_TEXT_LETTERS,
    checked,
    shortened,
    size,
)
from bot.render.safe import one_line
from bot.render.slack_chart import chart_block
from bot.render.slack_text import (
    Json,
    Line,
    escaped,
    is_plain,
    letter_elements,
    line,
    link_line,
    names_channel,
    plain_line,
    plain_text,
    quiet_blocks,
    quote,
    rich_blocks,
    written,
)

GOES_ON = "Goes on in the next message."
_TAIL_LETTERS = 5000
"""Of the footer and the buttons in the first message as JSON; the rest of it is left to what they belong to."""


@dataclass(frozen=True, slots=True)
class SlackMessage:
    """One message: its blocks, and the same in words for notifications and screen readers, escaped for mrkdwn."""

    text: str
    blocks: list[Json]

    @property
    def arguments(self) -> Json:
        """What chat.postMessage takes of it; no address in it is unfurled."""
        return {"text": self.text, "blocks": self.blocks, "unfurl_links": False, "unfurl_media": False}


def render(card: Card, *, draws_charts: bool = True) -> tuple[SlackMessage, ...]:
    """Return a card as one message or more; the buttons are in the first as far as they fit.

    `draws_charts` False gives charts in words, for a workspace that refuses chart blocks. Raises ValueError for a button
    whose key no front can carry.
    """
    labels, rows = _buttons(card)
    body = [*_title(card.title), *(block for part in card.parts for block in _part(part, draws_charts))]
    body += rich_blocks(labels)
    tail = quiet_blocks(plain(card.footer)) if card.footer else []
    if written(tail) > _TAIL_LETTERS // 2:
        body, tail = body + tail, []
    while rows and (not tail or written([*tail, rows[0]]) <= _TAIL_LETTERS):
        tail.append(rows.pop(0))
    return tuple(SlackMessage(_spoken(blocks), blocks) for blocks in _pages(body, tail, rows))


def _title(title: Text) -> list[Json]:
    words = one_line(plain(title))
    if any(names_channel(slot, letters) for letters, _, slot in slotted(title)):
        return rich_blocks([line(title, style="bold")])
    if words and is_plain(words) and size(words) <= SLACK_HEADER_LETTERS:
        return [{"type": "header", "text": plain_text(words)}]
    return rich_blocks([plain_line(words, style="bold")])


def _part(part: Part, draws_charts: bool) -> list[Json]:
    match part:
        case Paragraph():
            if address := address_alone(part.text):
                return rich_blocks([link_line(address)])
            runs = [styles for letters, styles in pieces(part.text) if letters.strip()]
            is_quiet = bool(runs) and all("quiet" in styles for styles in runs)
            return quiet_blocks(plain(part.text)) if is_quiet else rich_blocks([line(part.text)])
        case Quote():
            by = [plain_line(f"— {one_line(part.by)}", style="quiet")] if part.by and part.by.strip() else []
            return rich_blocks([quote(part.words), *by])
        case Fields():
            return rich_blocks([_field(label, shown(value)) for label, value in part.pairs])
        case Items():
            return [block for number, item in enumerate(part.items, 1) for block in rich_blocks(_item(number, item))]
        case Chart():
            return _chart(part, draws_charts)
        case _:
            assert_never(part)


def _field(label: str, value: str) -> Line:
    return Line((*letter_elements(one_line(label), frozenset({"bold"})), *letter_elements(f"  {value}", frozenset())))


def _item(number: int, item: Item) -> list[Line]:
    mark = letter_elements(f"{number}. ", frozenset())
    lines = [Line((*mark, *line(item.headline).elements))]
    if item.words is not None:
        lines.append(quote(item.words))
    if item.why:
        lines.append(line(item.why, style="quiet"))
    if item.url:
        lines.append(link_line(item.url))
    return lines


def _chart(chart: Chart, draws_charts: bool) -> list[Json]:
    drawn = chart_block(chart) if draws_charts else None
    if drawn:
        block, gaps = drawn
        alt = " ".join(filter(None, (chart.alt.strip(), gaps)))
        return [block, *quiet_blocks(alt)]
    return [*rich_blocks([plain_line(one_line(chart.title), style="bold"), plain_line(in_words(chart))]),
            *quiet_blocks(chart.alt)]


def _buttons(card: Card) -> tuple[list[Line], list[Json]]:
    """Return the labels too long for a button, whole, and the buttons in rows; those behind the others are in a menu that
    ends the last row."""
    labels: list[Line] = []
    row: list[Json] = []
    more: list[Json] = []
    for number, button in enumerate(checked(card.buttons), 1):
        label = one_line(button.label) or one_line(button.action) or str(number)
        if size(label) > SLACK_LABEL_LETTERS:
            label = f"{number}. {label}"
            labels.append(plain_line(label))
        label = shortened(label, SLACK_LABEL_LETTERS)
        if button.is_more:
            more.append({"text": plain_text(label), "value": button.key})
        else:
            row.append(_button(button, label, number, leads=number == 1 and card.tone == "ask"))
    rows = [row[start:start + ROW_BUTTONS] for start in range(0, len(row), ROW_BUTTONS)] or [[]]
    rows[-1] = [*rows[-1], *_menus(more)]
    return labels, [{"type": "actions", "elements": each} for each in rows if each]


def _menus(options: list[Json]) -> list[Json]:
    """Return the menus of buttons that stand behind the others, one where a menu can hold them all."""
    starts = range(0, len(options), SLACK_MENU_OPTIONS)
    return [{"type": "overflow", "action_id": f"coach:more:{number}", "options": options[start:start + SLACK_MENU_OPTIONS]}
            for number, start in enumerate(starts, 1)]


def _button(button: Button, label: str, number: int, *, leads: bool) -> Json:
    style = {"style": "primary"} if leads else {}
    return {"type": "button", "text": plain_text(label), "action_id": f"coach:{button.action}:{number}",
            "value": button.key, **style}


def _pages(body: list[Json], tail: list[Json], rows: list[Json]) -> list[list[Json]]:
    """Return the blocks of each message; the tail ends the first, which says so when there is another.

    `rows` are the buttons for which the first message has no room; they end the last.
    """
    note = quiet_blocks(GOES_ON)
    if body and not _fits([], body[0], [*note, *tail]):
        body, tail, rows = body, [], [*tail, *rows]
    pages: list[list[Json]] = [[]]
    for number, block in enumerate([*body, *rows]):
        after = [] if len(pages) > 1 else [*note, *tail]
        if (tail and number == len(body) and len(pages) == 1) or not _fits(pages[-1], block, after):
            pages.append([])
        pages[-1].append(block)
    if len(pages) > 1:
        pages[0] += note
    pages[0] += tail
    return pages if pages[0] else [rich_blocks([plain_line("…")])]


def _fits(page: list[Json], block: Json, after: list[Json]) -> bool:
    every = [*page, block, *after]
    charts = sum(each["type"] == "data_visualization" for each in every)
    return len(every) <= SLACK_BLOCKS and charts <= SLACK_CHARTS and written(every) <= SLACK_MESSAGE_LETTERS


def _spoken(blocks: list[Json]) -> str:
    """Return what blocks say as plain lines; blocks of buttons alone give their labels."""
    said = "\n".join(filter(None, (words.strip() for words in _words(blocks))))
    labels = (each["text"]["text"] for block in blocks for element in block["elements"]
              for each in element.get("options", [element])) if not said else ()
    return shortened(escaped(said or " · ".join(labels)), SLACK_TEXT_LETTERS)


def _words(blocks: list[Json]) -> Iterator[str]:
    for block in blocks:
        match block["type"]:
            case "header":
                yield block["text"]["text"]
            case "context":
                yield from (element["text"] for element in block["elements"])
            case "data_visualization":
                yield block["title"]
            case "rich_text":
                yield from map(_group_words, block["elements"])


def _group_words(group: Json) -> str:
    words = "".join(map(_element_words, group["elements"]))
    return f"“{words}”" if group["type"] == "rich_text_quote" else words


def _element_words(element: Json) -> str:
    match element["type"]:
        case "link":
            return str(element["url"])
        case "channel":
            return "the channel"
        case _:
            return str(element["text"])
