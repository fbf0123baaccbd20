"""A card's words as Slack's rich text: letters in `text` elements, which Slack never reads as markup.

Where only plain text is possible, words go in that hold nothing Slack might read; all others become rich text.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, Literal

from bot.model.card import Text, slotted
from bot.render.limits import SLACK_PLAIN_LETTERS, apart, link_of, size
from bot.render.safe import inert

Json = dict[str, Any]

PIECE_LETTERS = 1500
BLOCK_LETTERS = 4000
"""Of one rich text block as JSON, so that two of them and the buttons go into one message."""
_READ_BY_SLACK = re.compile(r"[&<>\n]|:[^\s:]+:")
_CHANNEL = re.compile(r"[CG][A-Z0-9]{6,20}")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of rich text: ours, or a quotation of somebody else."""

    elements: tuple[Json, ...]
    kind: Literal["section", "quote"] = "section"


def line(words: Text, *, style: str | None = None) -> Line:
    """Return a text as a line; `bold` and `quiet` come from its template, `style` is laid over all of it.

    The value of the slot `channel` is shown by the channel's name where it is the id of one.
    """
    runs = [(letters, styles | ({style} if style else frozenset()), names_channel(slot, letters))
            for letters, styles, slot in slotted(words)]
    return Line(tuple(element for (styles, is_channel), same in groupby(runs, key=itemgetter(1, 2))
                      for element in _elements([letters for letters, *_ in same], styles, is_channel=is_channel)))


def names_channel(slot: str, letters: str) -> bool:
    """Tell whether a slot's value is the id of a channel, which Slack shows by the channel's name."""
    return slot == "channel" and bool(_CHANNEL.fullmatch(letters))


def _elements(runs: list[str], styles: frozenset[str], *, is_channel: bool) -> tuple[Json, ...]:
    if not is_channel:
        return letter_elements("".join(runs), styles)
    return tuple({"type": "channel", "channel_id": each, **_styled(styles)} for each in runs)


def plain_line(words: str, *, style: str | None = None) -> Line:
    """Return somebody else's words, or ours without markup, as a line."""
    return Line(letter_elements(words, frozenset({style} if style else ())))


def quote(words: str) -> Line:
    """Return somebody else's words as a quotation."""
    return Line(letter_elements(words, frozenset()), "quote")


def link_line(url: str) -> Line:
    """Return an address as a link labelled with its host, or as words when it cannot be followed."""
    link = link_of(url)
    return Line(({"type": "link", "url": link.url, "text": link.label},)) if link else plain_line(url)


def letter_elements(words: str, styles: frozenset[str]) -> tuple[Json, ...]:
    """Return letters as text elements, none of them long or empty."""
    styled = _styled(styles)
    return tuple({"type": "text", "text": piece, **styled} for piece in apart(inert(words), PIECE_LETTERS))


def _styled(styles: frozenset[str]) -> Json:
    style = {name: True for mark, name in (("bold", "bold"), ("quiet", "italic")) if mark in styles}
    return {"style": style} if style else {}


def rich_blocks(lines: list[Line]) -> list[Json]:
    """Return lines as rich text blocks, as few as their length allows; lines without a letter are left out."""
    blocks: list[Json] = []
    for each in lines:
        if not "".join(element.get("text") or element["channel_id"] for element in each.elements).strip():
            continue
        for number, element in enumerate(each.elements):
            _put(blocks, element, each.kind, is_first=number == 0)
    return blocks


def quiet_blocks(words: str) -> list[Json]:
    """Return words in small grey letters, or in italics where Slack would read something into them."""
    shown = inert(words).strip()
    if not shown:
        return []
    if is_plain(shown) and size(shown) <= SLACK_PLAIN_LETTERS:
        return [{"type": "context", "elements": [plain_text(shown)]}]
    return rich_blocks([plain_line(shown, style="quiet")])


def plain_text(words: str) -> Json:
    """Return a plain text object in which colons are no emoji."""
    return {"type": "plain_text", "text": words, "emoji": False}


def is_plain(words: str) -> bool:
    """Whether plain text shows these letters and no others: no entity, no angle bracket, no `:name:`, one line."""
    return not _READ_BY_SLACK.search(words)


def escaped(words: str) -> str:
    """Return words for a field that Slack reads as mrkdwn: no mention, link or entity is left in them.

    >>> escaped("<!channel> &lt;")
    '&lt;!channel&gt; &amp;lt;'
    """
    return re.sub("[&<>]", lambda found: _ESCAPES[found.group()], words)


def written(blocks: list[Json]) -> int:
    """Return the length of blocks as they travel, in UTF-16 units."""
    return size(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")))


def _put(blocks: list[Json], element: Json, kind: str, *, is_first: bool) -> None:
    """Add an element to the last block or to a new one: to its last group where that is of the same kind."""
    name = f"rich_text_{kind}"
    if not blocks or written([blocks[-1], element]) > BLOCK_LETTERS:
        blocks.append({"type": "rich_text", "elements": []})
    groups = blocks[-1]["elements"]
    if not groups or groups[-1]["type"] != name:
        groups.append({"type": name, "elements": []})
    elif is_first:
        groups[-1]["elements"].append({"type": "text", "text": "\n"})
    groups[-1]["elements"].append(element)
