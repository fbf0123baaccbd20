"""Which words of a comment speak for what: the word lists of `languages/`, as compiled into lists.txt, read on first use.

A cue is a group of words of all languages that mean the same for triage ("price", "thanks", "late").
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

LISTS = Path(__file__).parent / "lists.txt"
KINDS = ("words", "stems", "phrases", "inside")
_LONGEST_PHRASE = 4
_SHORTEST_STEM = 3
_LONGEST_INSIDE = 10
_ARTICLES = ("\u0648\u0627\u0644", "\u0627\u0644", "\u0628", "\u0648", "\u0644")

Cues = str
"""Names of cues, parted by spaces."""


@dataclass(frozen=True, slots=True)
class Lists:
    """All word lists together: each word, stem, phrase or piece of text to its cues."""

    words: dict[str, Cues]
    stems: dict[str, Cues]
    phrases: dict[str, Cues]
    inside: dict[str, Cues]
    stem_openings: frozenset[str]
    phrase_openings: frozenset[str]


class Hit(NamedTuple):
    """Words at a place in a sentence that stand for a cue."""

    cue: str
    words: str
    place: int


@cache
def lists() -> Lists:
    """Read the compiled word lists; tests/training/word_lists.py makes the file from `languages/`."""
    words, stems, phrases, inside = (_table(part) for part in LISTS.read_text(encoding="utf-8").split("\n\n"))
    return Lists(
        words, stems, phrases, inside,
        stem_openings=frozenset(stem[:_SHORTEST_STEM] for stem in stems),
        phrase_openings=frozenset(phrase.partition(" ")[0] for phrase in phrases),
    )


def hits(sentence: tuple[str, ...]) -> list[Hit]:
    """Find the cues of one sentence of levelled words; the words of a phrase count by themselves as well."""
    known = lists()
    found: list[Hit] = []
    for place, word in enumerate(sentence):
        found += [Hit(cue, word, place) for cue in _of_word(known, word).split()]
        if word in known.phrase_openings:
            phrase = word
            for following in sentence[place + 1 : place + _LONGEST_PHRASE]:
                phrase = f"{phrase} {following}"
                found += [Hit(cue, phrase, place) for cue in known.phrases.get(phrase, "").split()]
    return found


def hits_inside(text: str) -> list[Hit]:
    """Find the cues of a text in a script without spaces, at any place of it."""
    inside = lists().inside
    found: list[Hit] = []
    for start in range(len(text)):
        for end in range(start + 1, min(start + _LONGEST_INSIDE, len(text)) + 1):
            found += [Hit(cue, text[start:end], start) for cue in inside.get(text[start:end], "").split()]
    return found


def _of_word(known: Lists, word: str) -> Cues:
    cues = known.words.get(word)
    if cues is not None:
        return cues
    if word[:_SHORTEST_STEM] in known.stem_openings:
        for length in range(len(word), _SHORTEST_STEM - 1, -1):
            cues = known.stems.get(word[:length])
            if cues is not None:
                return cues
    if "\u0600" <= word[0] <= "\u06ff":
        for article in _ARTICLES:
            if word.startswith(article) and (cues := known.words.get(word[len(article) :])):
                return cues
    return ""


def _table(part: str) -> dict[str, Cues]:
    pieces = part.replace("\n", "\t").split("\t")
    return dict(zip(pieces[::2], pieces[1::2], strict=True))
