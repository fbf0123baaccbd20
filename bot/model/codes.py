"""Short codes that people read aloud and type: no letter that looks or sounds like a figure, and no vowel, so no word."""

from __future__ import annotations

from collections.abc import Callable

LETTERS = "cdfghjkmnpqrtvwx"
SIGNS = LETTERS + "23456789"
SHORTEST = 4
"""Signs of a code: 221,184 of them begin with a letter, so that no spreadsheet takes one for a number."""


def new_code(draw: Callable[[int], int], signs: int = SHORTEST) -> str:
    """Return a code of so many signs; `draw(n)` gives a whole number from 0 to n - 1.

    >>> new_code(lambda n: n - 1)
    'x999'
    """
    return LETTERS[draw(len(LETTERS))] + "".join(SIGNS[draw(len(SIGNS))] for _ in range(signs - 1))


def is_code(words: str) -> bool:
    """Tell whether words have the form of a code, letter case aside.

    >>> is_code("K7mp"), is_code("k7m0"), is_code("7kmp")
    (True, False, False)
    """
    low = words.lower()
    return len(low) >= SHORTEST and low[0] in LETTERS and set(low) <= set(SIGNS)
