"""A finding as the card of a nudge. At most 60 words of ours stand before the buttons; quoted words do not count.

What must stand is the first line, the items and what they rest on; the next step, the ask and why each item matters come
in, in this order, as far as the words reach. What is left out stands in Why this?.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.coach.figures.phrases import halves, lowered, raised
from bot.coach.figures.post_names import without_post
from bot.model.card import Button, Card, Item, Items, Paragraph, Part, Quote, Text, behind, plain, say
from bot.model.networks import as_said
from bot.model.rule import CaseItem, Finding
from bot.model.tagged_links import quotable
from bot.model.words import rests_on

WORDS_AT_MOST = 60
ITEMS_AT_MOST = 5
QUOTED_LETTERS = 280
AND_MORE_WORDS = 3
_SLOT = re.compile(r"\{(\w+)\}")
_QUOTED = re.compile("“[^”]*”")
_AGAIN = "Next: "


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a card will stand: its id, the zone of its channel, and the first line of the post before it there."""

    card_id: str
    zone: str
    last_opening: str = ""


def nudge_card(finding: Finding, standing: Standing) -> Card:
    """Return the card of a finding: the ask on the first line, then the items, what to do next, and what it rests on."""
    title, foot = opening(finding.headline, standing.last_opening), footer(finding, standing.zone)
    items, left = _items(finding, WORDS_AT_MOST - _words(title) - _words(foot))
    step, left = _fitting([_narrow(finding.next_step)], left)
    ask, left = _fitting([_narrow(finding.ask)], left)
    why, _ = _fitting([item.why for item in items], left)
    parts: list[Part] = [Paragraph(words) for words in ask if words]
    if items:
        parts.append(Items(tuple(replace(item, why=reason) for item, reason in zip(items, why, strict=True))))
        unlisted = len(finding.case.items) - len(items)
        parts += [say("and {n} more", n=unlisted)] if unlisted else []
    elif finding.case.words:
        parts.append(Quote(quotable(finding.case.words, QUOTED_LETTERS)))
    parts += [Paragraph(words) for words in step if words]
    if finding.case.url and not items:
        parts.append(say("{url}", url=finding.case.url))
    return Card(title, tuple(parts), buttons(standing.card_id, finding), foot, "ask")


def buttons(card_id: str, finding: Finding | None = None) -> tuple[Button, ...]:
    """Return what every nudge can be answered with, and what a finding's own comments can."""
    several = finding is None or len(finding.case.items) > 1
    every = (
        Button("I'll take these" if several else "I'll take this", "take", card_id),
        Button("Done", "done", card_id),
        Button("Snooze", "snooze", card_id),
        Button("Not needed", "not-needed", card_id),
        Button("Why this?", "why-this", card_id),
    )
    return (*every, *behind(*_for_comments(card_id, finding))) if finding else every


def _for_comments(card_id: str, finding: Finding) -> Iterator[Button]:
    """Yield the buttons that ask which of a card's comments is meant; a comment that asks for no answer gets none."""
    listed = [item for item in finding.case.items[:ITEMS_AT_MOST] if item.ref.kind == "comment"]
    if listed and finding.measured_by == "answers":
        yield Button("Draft reply", "draft-item", card_id)
        if any(str(item.facts.get("label", "")).casefold() == "complaint" for item in listed):
            yield Button("Moved to DM", "moved-item", card_id)
            yield Button("Resolved offline", "resolved-item", card_id)


def opening(headline: Text, last_opening: str) -> Text:
    """Return a first line that does not begin as the post before it did: the second fact comes first, else "Next:".

    >>> plain(opening(Text("Answer {n}: the oldest has waited {age}", {"n": 2, "age": "1 day"}), "Answer 5 comments"))
    'The oldest has waited 1 day: answer 2'
    """
    words = _narrow(headline)
    if not last_opening or _first_word(plain(words)) != _first_word(last_opening):
        return words
    found = halves(words)
    if found:
        turned = raised(Text(f"{found[1].template}: {lowered(found[0])}", words.values))
        if _first_word(plain(turned)) != _first_word(last_opening):
            return turned
    return Text(f"{_AGAIN}{lowered(words.template)}", words.values)


def footer(finding: Finding, zone: str) -> Text:
    """Return what a card rests on: the window, how many of what were looked at, and when the data is from in a zone."""
    facts = finding.facts
    as_of = facts.get("as_of")
    moment = as_of if isinstance(as_of, str) and len(as_of) == 20 else None
    return Text("{rests_on}", {"rests_on": rests_on(str(facts.get("window", "")), finding.counted, moment, zone)})


def _item(item: CaseItem) -> Item:
    words = quotable(item.words, QUOTED_LETTERS) if item.words is not None else None
    said = as_said(item.facts)
    why = _narrow(Text(item.why, said)) if item.why else None
    return Item(_narrow(Text(item.headline, said)), words, why, item.url)


def _items(finding: Finding, left: int) -> tuple[list[Item], int]:
    """Return the items that fit into the words left, at least one, and the words left then.

    Before one is dropped, items stop naming the post they stand under, the last of them first.
    """
    chosen, in_all = list(finding.case.items[:ITEMS_AT_MOST]), len(finding.case.items)
    items = [_item(each) for each in chosen]
    for place in reversed(range(len(chosen))):
        if _needed(items, in_all) > left:
            items[place] = _item(without_post(chosen[place]))
    while len(items) > 1 and _needed(items, in_all) > left:
        items.pop()
    return items, left - _needed(items, in_all)


def _needed(items: list[Item], in_all: int) -> int:
    return sum(_words(item.headline) for item in items) + (AND_MORE_WORDS if len(items) < in_all else 0)


def _fitting(wanted: list[Text | None], left: int) -> tuple[list[Text | None], int]:
    """Return the texts if all of them fit into the words left, else none of them, and the words left then."""
    needed = sum(_words(words) for words in wanted if words)
    if needed > left:
        return [None] * len(wanted), left
    return [words if words and plain(words) else None for words in wanted], left - needed


def _narrow(words: Text) -> Text:
    """Return a text with the values of its own slots alone, each a letter or a number."""
    return Text(words.template, _used(words.template, words.values))


def _used(template: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(values[name]) for name in _SLOT.findall(template)}


def _value(value: Any) -> str | int | float:
    return value if isinstance(value, str | int | float) else str(value)


def _words(words: Text) -> int:
    return len(_QUOTED.sub("", plain(words)).split())


def _first_word(words: str) -> str:
    return words.casefold().split(maxsplit=1)[0].strip(".,:;") if words.split() else ""
