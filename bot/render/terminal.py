"""A card as terminal text. Pure: the same card and width give the same letters; no value steers the screen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import assert_never

from bot.model.card import Card, Chart, Fields, Item, Items, Paragraph, Part, Quote, Text, pieces, shown
from bot.render.safe import columns, inert, one_line

SPARKS = "▁▂▃▄▅▆▇█"
_SGR = {"bold": "\x1b[1m", "quiet": "\x1b[2m"}
_TONES = {"ask": "\x1b[36m", "good": "\x1b[32m", "warning": "\x1b[33m", "plain": ""}
_RESET = "\x1b[0m"
_HELD = "\ue000"
"""Stands for a space at which no line breaks, while lines are made; of the letters that nobody uses."""
_PIECES = re.compile(r"[ \n]|[^ \n]+")


@dataclass(frozen=True, slots=True)
class Screen:
    """What the terminal can show: its width in columns, and whether it takes colours."""

    width: int = 78
    colours: bool = False


def render(card: Card, screen: Screen | None = None) -> str:
    """Return a card as lines of text, without a line feed at the end."""
    screen = screen or Screen()
    bar = _painted("▌", _TONES[card.tone], screen)
    lines = [f"{bar} {line}" for line in _wrapped(_bold(card.title), screen, indent=2)]
    for part in card.parts:
        lines += ["", *(f"  {line}" if line else "" for line in _part(part, screen))]
    if card.footer:
        quiet = [(letters, styles | {"quiet"}) for letters, styles in _runs(card.footer)]
        lines += ["", *(f"  {line}" for line in _wrapped(quiet, screen, indent=2))]
    if card.buttons:
        lines += ["", *(f"  {line}" for line in _buttons(card, screen))]
    return "\n".join(line.rstrip() for line in lines)


def spark_line(values: tuple[float | None, ...]) -> str:
    """Return one block a value, from lowest to highest; a gap is a dot, equal values are all in the middle.

    >>> spark_line((1, None, 3, 2))
    '▁·█▅'
    """
    known = [value for value in values if value is not None]
    if not known:
        return "·" * len(values)
    low, high = min(known), max(known)
    if low == high:
        return "".join("·" if value is None else SPARKS[3] for value in values)
    step = (len(SPARKS) - 1) / (high - low)
    return "".join("·" if value is None else SPARKS[int((value - low) * step + 0.5)] for value in values)


Run = tuple[str, frozenset[str]]


def _part(part: Part, screen: Screen) -> list[str]:
    match part:
        case Paragraph():
            return _wrapped(_runs(part.text), screen, indent=2)
        case Quote():
            by = _plain(f"— {one_line(part.by)}", screen, indent=4) if part.by else []
            return [f"│ {line}" for line in _plain(inert(part.words), screen, indent=4)] + [f"  {line}" for line in by]
        case Fields():
            return _fields(part, screen)
        case Items():
            return [line for number, item in enumerate(part.items, 1) for line in _item(number, item, screen)]
        case Chart():
            first, last = (part.labels[0], part.labels[-1]) if part.labels else ("", "")
            line = f"{one_line(part.title)}  {spark_line(part.values)}  {one_line(first)} to {one_line(last)}"
            return [*_plain(line, screen, indent=2), *_wrapped([(inert(part.alt), frozenset({"quiet"}))], screen, indent=2)]
        case _:
            assert_never(part)


def _fields(part: Fields, screen: Screen) -> list[str]:
    label_width = max((columns(one_line(label)) for label, _ in part.pairs), default=0)
    lines = []
    for label, value in part.pairs:
        name = one_line(label)
        pad = " " * (label_width - columns(name) + 2)
        first, *rest = _wrapped([(one_line(shown(value)), frozenset())], screen, indent=4 + label_width) or [""]
        lines += [_painted(name, _SGR["quiet"], screen) + pad + first]
        lines += [" " * (label_width + 2) + line for line in rest]
    return lines


def _item(number: int, item: Item, screen: Screen) -> list[str]:
    mark = f"{number}. "
    lines = _wrapped(_runs(item.headline), screen, indent=2 + len(mark))
    if item.words is not None:
        lines += [f"“{line}" if index == 0 else f" {line}" for index, line in
                  enumerate(_wrapped([(one_line(item.words) + "”", frozenset())], screen, indent=4 + len(mark)))]
    if item.why:
        lines += _wrapped([(letters, styles | {"quiet"}) for letters, styles in _runs(item.why)], screen, indent=5)
    if item.url:
        lines.append(one_line(item.url))
    return [(mark if index == 0 else " " * len(mark)) + line for index, line in enumerate(lines)]


def _buttons(card: Card, screen: Screen) -> list[str]:
    """Return the buttons, those behind the others on a line of their own; a line breaks between two of them, and within
    one only where it is longer than a line."""
    first: list[Run] = []
    more: list[Run] = []
    for number, button in enumerate(card.buttons, 1):
        label = f"[{number}]\u00a0{one_line(button.label)}"
        kept = label.replace(" ", _HELD) if columns(label) <= screen.width - 2 else label
        styles: frozenset[str] = frozenset() if button.is_more else frozenset({"bold"})
        (more if button.is_more else first).extend([(kept, styles), ("   ", frozenset())])
    lines = [line for runs in (first, more) if runs for line in _wrapped(runs[:-1], screen, indent=2)]
    return [line.replace(_HELD, " ") for line in lines]


def _plain(words: str, screen: Screen, *, indent: int) -> list[str]:
    return _wrapped([(words, frozenset())], screen, indent=indent)


def _runs(words: Text) -> list[Run]:
    return [(inert(letters), styles) for letters, styles in pieces(words)]


def _bold(words: Text) -> list[Run]:
    return [(letters, styles | {"bold"}) for letters, styles in _runs(words)]


def _wrapped(runs: list[Run], screen: Screen, *, indent: int) -> list[str]:
    """Break runs at spaces to the screen's width; a line feed in them is kept; a word too long for a line is split."""
    width = max(20, screen.width - indent)
    lines: list[list[Run]] = [[]]
    used = 0
    for word in _words(runs):
        size = sum(columns(letters) for letters, _ in word)
        if word[0][0] == "\n" or (used and used + size > width and word[0][0] != " "):
            lines.append([])
            used = 0
        if word[0][0] == "\n" or (word[0][0] == " " and not used):
            continue
        for letters, styles in word:
            while used + columns(letters) > width:
                head = _head(letters, width - used)
                lines[-1].append((head, styles))
                lines.append([])
                letters, used = letters[len(head):], 0
            lines[-1].append((letters, styles))
            used += columns(letters)
    return ["".join(_styled(letters, styles, screen) for letters, styles in line).rstrip() for line in lines]


def _words(runs: list[Run]) -> list[list[Run]]:
    """Return the runs cut into words, single spaces and line feeds; a word may go over several runs."""
    found: list[list[Run]] = []
    for letters, styles in runs:
        for piece in _PIECES.findall(letters.replace("\t", "  ")):
            if piece not in (" ", "\n") and found and found[-1][0][0] not in (" ", "\n"):
                found[-1].append((piece, styles))
            else:
                found.append([(piece, styles)])
    return found


def _head(word: str, width: int) -> str:
    """Return as much of a word as fits, at least one letter."""
    used = 0
    for index, letter in enumerate(word):
        used += columns(letter)
        if used > width:
            return word[: max(1, index)]
    return word


def _styled(word: str, styles: frozenset[str], screen: Screen) -> str:
    if not screen.colours or not styles or word.isspace():
        return word
    return "".join(_SGR[style] for style in sorted(styles)) + word + _RESET


def _painted(word: str, code: str, screen: Screen) -> str:
    return f"{code}{word}{_RESET}" if screen.colours and code else word
