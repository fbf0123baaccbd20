"""Whether a figure in a sentence is a level or a change, which way it went, and which of two figures came first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from bot.llm.figures import Figure

Role = Literal["", "before", "after"]
_CHANGE_BEFORE = re.compile(
    r"\b(?:(?<!seen\s)(?<!viewed\s)(?<!reached\s)(?<!watched\s)by|(?<!make\s)(?<!made\s)(?<!makes\s)up|down|rose|fell|grew|dropped|increased|decreased"
    r"|declined|climbed|slipped|sank|rise of|growth of|fall of|drop of|increase of|decrease of|decline of"
    r"|change of|gain of|loss of)\s+(?:about\s+|around\s+|roughly\s+|some\s+|nearly\s+|almost\s+"
    r"|only\s+)?$", re.IGNORECASE)
_CHANGE_AFTER = re.compile(
    r"^\s*(?:\w+\s+)?(?:more|fewer|less|higher|lower|up|down|better|worse|growth|increase|decrease|drop"
    r"|rise|decline|change|above|below|ahead|behind)\b", re.IGNORECASE)
_UP = re.compile(
    r"\b(?:rose|rise|risen|rising|grew|grow|growth|growing|grown|gained|gain|up|increased?|increase of"
    r"|climbed|more|higher|better|ahead|above|added|jumped|improved|doubled|tripled)\b", re.IGNORECASE)
_DOWN = re.compile(
    r"\b(?:fell|fall|fallen|falling|dropped|drop|down|decreased?|declined?|shrank|shrunk|lost|fewer|less"
    r"|lower|worse|behind|below|slipped|sank|halved|slid)\b", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s+(?:about\s+|around\s+|roughly\s+)?$", re.IGNORECASE)
_TO = re.compile(r"\bto\s+(?:about\s+|around\s+|roughly\s+|only\s+|a\s+)?$", re.IGNORECASE)
_MOVES = re.compile(r"\b(?:to|up|down|rose|fell|grew|dropped|climbed|increased|decreased)\b", re.IGNORECASE)
_MORE_THAN = re.compile(r"\s*more\s+than", re.IGNORECASE)


def is_change(figure: Figure, text: str) -> bool:
    """Tell whether a figure says by how much something changed or differs, and not where it stands."""
    before, after = text[:figure.start], text[figure.end:]
    if figure.unit == "points" or (_CHANGE_BEFORE.search(before) and not _FROM.search(before)):
        return True
    return bool(_CHANGE_AFTER.match(after)) and not _MORE_THAN.match(after)


def direction(clause: str) -> int:
    """Return 1 where a part of a sentence speaks of more, -1 of less, 0 of neither or both."""
    up, down = bool(_UP.search(clause)), bool(_DOWN.search(clause))
    return 0 if up == down else 1 if up else -1


def role(figure: Figure, text: str, figures: Iterable[Figure]) -> Role:
    """Return whether a figure stands before or after a change, as in "from 12 to 20" and "up from 12"."""
    if _FROM.search(text[:figure.start]):
        return "before" if _MOVES.search(text) else ""
    earlier = [each for each in figures if each.end <= figure.start]
    return "after" if _TO.search(text[:figure.start]) and any(_FROM.search(text[:each.start]) for each in earlier) else ""
