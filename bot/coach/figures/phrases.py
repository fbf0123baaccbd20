"""The first lines of rules within other sentences: lowered after a colon, or as two sentences. Values stay values."""

from __future__ import annotations

import re

from bot.model.card import Text

_SLOT = re.compile(r"\{(\w+)\}")
_MARKS = re.compile(r"\*\*|__")


def raised(words: Text) -> Text:
    """Return a text that begins with a capital letter, whether its template or a slot's value stands first."""
    slot = _SLOT.match(words.template)
    if slot is None:
        return Text(f"{words.template[:1].upper()}{words.template[1:]}", words.values)
    value = words.values[slot.group(1)]
    first = f"{value[:1].upper()}{value[1:]}" if isinstance(value, str) else value
    return Text(words.template, {**words.values, slot.group(1): first})


def lowered(template: str) -> str:
    """Lower the first letter of a phrase that moves into a sentence; names in capitals and slots stay."""
    return template[:1].lower() + template[1:] if template[1:2].islower() else template


def halves(words: Text) -> tuple[str, Text] | None:
    """Return the template of what is asked and the reason after its colon, None where a text has no such parts."""
    first, colon, second = words.template.partition(": ")
    return (first, Text(second, words.values)) if colon and not _MARKS.search(first) else None


def in_two(words: Text) -> Text:
    """Return an ask with its reason as two sentences.

    >>> in_two(Text("Answer {n}: {which} has waited {age}", {"n": 2, "which": "the oldest", "age": "1 day"})).template
    'Answer {n}. {which} has waited {age}'
    """
    found = halves(words)
    if found is None:
        return words
    reason = raised(found[1])
    return Text(f"{found[0]}. {reason.template}", reason.values)
