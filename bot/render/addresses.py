"""Paragraphs that are nothing but an address: fronts that know links show them as one, since letters can't be followed."""

from __future__ import annotations

from bot.model.card import Text


def address_alone(words: Text) -> str | None:
    """Return the address that a text consists of, None where its template is more or other than the slot `url`.

    >>> address_alone(Text("{url}", {"url": "https://example.com/p"}))
    'https://example.com/p'
    """
    return str(words.values["url"]) if words.template == "{url}" else None
