"""Other people's letters made harmless: what could steer a screen or hide in a line comes out as visible letters."""

from __future__ import annotations

import re
import unicodedata

_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"          # C0 and C1 controls, escape among them; tab and line feed stay
    "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"  # bidi and zero-width steering
    "\U000e0000-\U000e007f\ud800-\udfff]"   # tags and lone surrogates
)


def inert(words: str) -> str:
    r"""Return words in which no letter steers: controls, bidi marks and zero-width letters become `\x1b`-like text.

    Joiners inside emoji and scripts (U+200C, U+200D) stay, since families of emoji and Persian need them.

    >>> inert("red \x1b[31m alert")
    'red \\x1b[31m alert'
    """
    return _CONTROL.sub(lambda found: _named(found.group()), words.replace("\r\n", "\n"))


def one_line(words: str) -> str:
    """Return inert words on a single line."""
    return " ".join(inert(words).split())


def columns(words: str) -> int:
    """Return how many columns of a terminal the words take: wide letters two, combining marks none."""
    return sum(_width(letter) for letter in words)


def _width(letter: str) -> int:
    if unicodedata.combining(letter) or letter in "\u200c\u200d\ufe0e\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _named(letter: str) -> str:
    code = ord(letter)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
