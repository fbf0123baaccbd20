"""Cutting a piece of guidance into passages. Every word of the body stands in exactly one passage."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.guidance.corpus import Piece

SHORTEST = 40
LONGEST = 120
"""Words in a passage that is fit to be quoted (measured on chat questions over the shipped texts)."""

_HEADING = re.compile(r"#{1,6}\s+(.+?)\s*#*")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9])")
_BULLET = re.compile(r"\s*(?:[-*+]|\d{1,2}[.)])\s+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of a piece's text. `heading` is the section's, empty before the first heading; `number` counts
    within the piece."""

    piece: Piece
    heading: str
    text: str
    number: int


def cut(piece: Piece) -> tuple[Passage, ...]:
    """Cut a piece at its headings: short sections join the one before, long ones are split at sentence ends,
    nothing overlaps."""
    joined: list[tuple[str, str]] = []
    for heading, text in _sections(piece):
        if joined and (_length(text) < SHORTEST or _length(joined[-1][1]) < SHORTEST):
            before, earlier = joined.pop()
            lead = f"{heading}\n\n" if heading else ""
            joined.append((before, f"{earlier}\n\n{lead}{text}"))
        else:
            joined.append((heading, text))
    parts = [(heading, part) for heading, text in joined for part in _split(text)]
    return tuple(Passage(piece, heading, text, number) for number, (heading, text) in enumerate(parts))


def sentences(text: str) -> list[str]:
    """List a passage's sentences in order; a list's item is a sentence, its mark left out, broken lines
    joined.

    >>> sentences("Ask first. Then tell:\\n- one\\n- two parts. Here.")
    ['Ask first.', 'Then tell:', 'one', 'two parts.', 'Here.']
    """
    found: list[str] = []
    for block in _blocks(text):
        found.extend(part.strip() for part in _SENTENCE_END.split(block) if part.strip())
    return found


def _blocks(text: str) -> list[str]:
    """Join broken lines into paragraphs and list items."""
    blocks: list[str] = []
    open_block = False
    for line in text.splitlines():
        bullet = _BULLET.match(line)
        if not line.strip():
            open_block = False
        elif bullet or not open_block:
            blocks.append(line[bullet.end() :].strip() if bullet else line.strip())
            open_block = True
        else:
            blocks[-1] += " " + line.strip()
    return blocks


def _length(text: str) -> int:
    return len(text.split())


def _sections(piece: Piece) -> list[tuple[str, str]]:
    sections: list[tuple[str, list[str]]] = [("", [])]
    for line in piece.body.splitlines():
        heading = _HEADING.fullmatch(line.strip())
        if heading:
            sections.append((heading[1], []))
        else:
            sections[-1][1].append(line)
    texts = [(heading, "\n".join(lines).strip()) for heading, lines in sections]
    return [(heading if heading != piece.title else "", text) for heading, text in texts if text]


def _split(text: str) -> list[str]:
    """Split a long text into parts of about equal length, at the ends of lines and sentences only where it
    can."""
    if _length(text) <= LONGEST:
        return [text]
    units = [unit for line in text.splitlines() for unit in _units(line)]
    wanted = -(-_length(text) // LONGEST)
    goal = _length(text) / wanted
    parts: list[list[str]] = [[]]
    for unit in units:
        so_far = sum(_length(each) for each in parts[-1])
        if (so_far and so_far + _length(unit) / 2 > goal) or (so_far + _length(unit) > LONGEST and so_far):
            parts.append([])
        parts[-1].append(unit)
    return ["\n".join(part) for part in parts]


def _units(line: str) -> list[str]:
    """Cut a line at its sentence ends, and a sentence without an end in sight every LONGEST words."""
    units: list[str] = []
    for sentence in _SENTENCE_END.split(line):
        words = sentence.split()
        units += [" ".join(words[i : i + LONGEST]) for i in range(0, len(words), LONGEST)] or [""]
    return units
