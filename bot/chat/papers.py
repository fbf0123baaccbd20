"""A file for somebody where no file can be given: what it says as a card, in parts, and how much of it that is."""

from __future__ import annotations

from bot.model.card import Card, Part, Quote, say, text
from bot.model.command import File

PART_LETTERS = 2_500
"""Of one part: what every chat shows as one quote."""
MOST_LETTERS = 30_000
"""More would take dozens of messages to show."""


def as_card(file: File, step: str) -> Card:
    """Return what a file says as a card. `step`: what helps to get the whole of a longer one, a sentence of ours."""
    shown = file.words[:MOST_LETTERS]
    parts: list[Part] = [Quote(each) for each in pieces(shown)]
    if len(shown) < len(file.words):
        parts.append(say("These are the first {shown} of {n} letters. {step}", shown=len(shown), n=len(file.words),
                         step=step))
    return Card(text("{name}, in parts: no file can be given here", name=file.name), tuple(parts), tone="warning")


def pieces(words: str) -> list[str]:
    """Cut a text into parts, at the ends of lines where there are any; together they are the text.

    >>> pieces("a\\nb")
    ['a\\nb']
    """
    found: list[str] = []
    rest = words
    while len(rest) > PART_LETTERS:
        end = rest.rfind("\n", 1, PART_LETTERS) + 1 or PART_LETTERS
        found.append(rest[:end])
        rest = rest[end:]
    return [*found, rest] if rest else found
