"""A card: what the coach says, as data that every front renders in its own way.

A template may hold markup (`**bold**`, `__quiet__`) and slots; a value never does, whatever it contains.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Value = str | int | float
Tone = Literal["ask", "good", "warning", "plain"]


@dataclass(frozen=True)
class Text:
    """Our own words with slots, and the values for them. Whole numbers are shown with thousands separators."""

    template: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of our words."""

    text: Text


@dataclass(frozen=True)
class Quote:
    """Somebody else's words, shown as theirs: a comment, a post, a passage. `by` says whose they are."""

    words: str
    by: str | None = None


@dataclass(frozen=True)
class Fields:
    """Short facts side by side: label and value, in order."""

    pairs: tuple[tuple[str, Value], ...]


@dataclass(frozen=True)
class Item:
    """One thing to look at: a headline of ours, the words in question, why it matters, a link."""

    headline: Text
    words: str | None = None
    why: Text | None = None
    url: str | None = None


@dataclass(frozen=True)
class Items:
    """A list of things, in the order in which they should be taken."""

    items: tuple[Item, ...]


@dataclass(frozen=True)
class Chart:
    """One series over time, oldest first; None is a gap. `alt` says in words what the picture shows."""

    title: str
    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    alt: str


Part = Paragraph | Quote | Fields | Items | Chart


@dataclass(frozen=True)
class Button:
    """A thing to press. `action` and `subject` travel with it and still work after a restart.

    `is_more`: it stands behind the others, in a menu or a row of its own; such buttons come last on a card.
    """

    label: str
    action: str
    subject: str = ""
    version: int = 1
    is_more: bool = False

    @property
    def key(self) -> str:
        """The text that a front sends back when the button is pressed: action:subject:version."""
        return f"{self.action}:{self.subject}:{self.version}"


@dataclass(frozen=True)
class Card:
    """What is said at one time. `title` is the one line that stands alone in a notification."""

    title: Text
    parts: tuple[Part, ...] = ()
    buttons: tuple[Button, ...] = ()
    footer: Text | None = None
    tone: Tone = "plain"


def text(template: str, **values: Value) -> Text:
    """Return a Text from a template and its values."""
    return Text(template, values)


def say(template: str, **values: Value) -> Paragraph:
    """Return a paragraph from a template and its values."""
    return Paragraph(Text(template, values))


def quoted(words: str) -> Text:
    """Return somebody else's words as a Text in which nothing is markup."""
    return Text("{words}", {"words": words})


def behind(*buttons: Button) -> tuple[Button, ...]:
    """Return buttons that stand behind a card's others."""
    return tuple(replace(each, is_more=True) for each in buttons)


def plain(words: Text) -> str:
    """Return a Text without its markup, its values in their places: for scripts, logs and notifications.

    >>> plain(text("**Answer {n} comments** from {who}", n=1200, who="**everyone**"))
    'Answer 1,200 comments from **everyone**'
    """
    return "".join(piece for piece, _ in pieces(words))


def pieces(words: Text) -> list[tuple[str, frozenset[str]]]:
    """Return a Text as runs of letters with the styles (`bold`, `quiet`) each is under; markup comes from the
    template alone. Raises KeyError when a slot has no value."""
    return [(letters, styles) for letters, styles, _ in slotted(words)]


def slotted(words: Text) -> list[tuple[str, frozenset[str], str]]:
    """Return the runs of `pieces`, each with the name of the slot whose value it is, empty for the template's letters.

    >>> slotted(text("**{channel}** is on", channel="C1"))
    [('C1', frozenset({'bold'}), 'channel'), (' is on', frozenset(), '')]
    """
    runs: list[tuple[str, frozenset[str], str]] = []
    styles: frozenset[str] = frozenset()
    for mark, slot, letters in _MARKUP.findall(words.template):
        if mark:
            styles = styles ^ {_STYLES[mark]}
        else:
            runs.append((shown(words.values[slot]) if slot else letters, styles, slot))
    return runs


def shown(value: Value) -> str:
    """Return a value as people read it: whole numbers with thousands separators, others as they are."""
    return f"{value:,}" if isinstance(value, int) else str(value)


_STYLES = {"**": "bold", "__": "quiet"}
_MARKUP = re.compile(r"(\*\*|__)|\{(\w+)\}|([^*_{]+|[*_{])")
