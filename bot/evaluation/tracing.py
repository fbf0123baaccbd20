"""Which figures of an answer come from nowhere. A judge of its own, without a line of the check that lets answers out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_CITED = re.compile(r"\[\d{1,3}\]")
_BULLET = re.compile(r"^\s*\d{1,2}[.)]\s+", re.MULTILINE)
_FIGURE = re.compile(r"(?<![\w.,])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s?(%|percent\b|k\b)?", re.IGNORECASE)
_WORDS = {"four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12}
"""Smaller numbers in words ("two things") are part of plain speech and claim nothing."""
_SPOKEN = re.compile(rf"\b({'|'.join(_WORDS)})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as it is written: its value, how many decimals it shows, whether it is a percentage."""

    value: float
    decimals: int = 0
    is_percent: bool = False


def figures(text: str) -> list[Figure]:
    """Return the figures of a text in order; numbers of sources and of list items are none.

    >>> figures("1. We got 1,204 of 3.5k [2], that is 42%.")
    [Figure(value=1204.0, decimals=0, is_percent=False), Figure(value=3500.0, decimals=1, is_percent=False), \
Figure(value=42.0, decimals=0, is_percent=True)]
    """
    bare = _BULLET.sub("", _CITED.sub(" ", text))
    found = []
    for whole, rest, unit in _FIGURE.findall(bare):
        value = float(whole.replace(",", "") + rest)
        unit = unit.lower()
        found.append(Figure(value * 1000 if unit == "k" else value, max(0, len(rest) - 1), unit in ("%", "percent")))
    return found + [Figure(float(_WORDS[word.lower()])) for word in _SPOKEN.findall(bare)]


def untraceable(text: str, seen: Iterable[str], values: Iterable[float] = ()) -> list[Figure]:
    """Return the figures of an answer that stand in no text it may rest on and are no rounding of a value it was given."""
    known = {each.value for words in seen for each in figures(words)}
    given = list(values)
    return [each for each in figures(text) if each.value not in known and not any(_is_of(each, value) for value in given)]


def _is_of(figure: Figure, value: float) -> bool:
    """Tell whether a figure is a value as written: rounded to as many places as it shows, a share also as a percentage."""
    sizes = [value, 100 * value] if figure.is_percent else [value]
    return any(abs(abs(size) - figure.value) <= 0.5 * 10 ** -figure.decimals + 1e-9 for size in sizes)
