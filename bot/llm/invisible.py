"""Takes out what is in a text but cannot be seen: zero-width signs, direction marks, tag letters, controls."""

from __future__ import annotations

import unicodedata

_GONE = frozenset({"Cf", "Cc", "Co", "Cs", "Cn"})
_STAYS = frozenset("\n\t")
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5")
"""Letters by their class that show as nothing."""


def visible(text: str) -> str:
    """Return only what a reader sees, with new lines and tabs; emoji lose their joiners.

    >>> visible("pa\\u200bss\\u202e")
    'pass'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        letter for letter in text.replace("\r\n", "\n").replace("\u2028", "\n")
        if letter in _STAYS or (letter not in _BLANK and unicodedata.category(letter) not in _GONE
                                and not 0xFE00 <= ord(letter) <= 0xFE0F)
    )
