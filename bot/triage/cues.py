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
_LONG_WORD = 4
_NEAR = 0.6
_OWN_GRAMMAR = frozenset({"qword", "qopen", "neg", "you", "i"})
_ARTICLES = ("\u0648\u0627\u0644", "\u0627\u0644", "\u0628", "\u0648", "\u0644")

Cues = str
"""Cues with their languages, parted by spaces: "price.english price.french"."""

COMMON = "common"
"""The cue of the words that tell a language and nothing else."""


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
    language: str
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


def hits(sentence: tuple[str, ...], number: int) -> list[Hit]:
    """Find the cues of one sentence of levelled words; the words of a phrase count by themselves as well.

    `number` is the sentence's place in the comment; a hit's place is 100 times that, and its word's place in it.
    """
    known = lists()
    found: list[Hit] = []
    for place, word in enumerate(sentence, 100 * number):
        if cues := _of_word(known, word):
            found += _hits(cues, word, place)
        if word in known.phrase_openings:
            phrase, start = word, place - 100 * number
            for following in sentence[start + 1 : start + _LONGEST_PHRASE]:
                phrase = f"{phrase} {following}"
                if cues := known.phrases.get(phrase, ""):
                    found += _hits(cues, phrase, place)
    return found


def hits_inside(text: str) -> list[Hit]:
    """Find the cues of a text in a script without spaces, at any place of it."""
    inside = lists().inside
    found: list[Hit] = []
    for start in range(len(text)):
        for end in range(start + 1, min(start + _LONGEST_INSIDE, len(text)) + 1):
            if cues := inside.get(text[start:end], ""):
                found += _hits(cues, text[start:end], start)
    return found


def in_its_language(found: list[Hit]) -> list[Hit]:
    """Keep the hits that belong to the language of the comment, and English words of content, which all borrow.

    A word is evidence for its language when it is one of the common ones or has four letters; the language with most of
    it counts, and those that come near.
    """
    told: dict[str, set[str]] = {}
    for hit in found:
        if hit.cue == COMMON or len(hit.words) >= _LONG_WORD:
            told.setdefault(hit.language, set()).add(hit.words)
    least = _NEAR * max(map(len, told.values()), default=0)
    far = {hit.language for hit in found if len(told.get(hit.language, ())) < least}
    return [hit for hit in found if hit.cue != COMMON and (hit.language not in far or _is_borrowed(hit))]


def _is_borrowed(hit: Hit) -> bool:
    return hit.language == "english" and hit.cue not in _OWN_GRAMMAR and len(hit.words) >= _LONG_WORD


def _hits(cues: Cues, words: str, place: int) -> list[Hit]:
    named = (cue.partition(".") for cue in cues.split(" "))
    return [Hit(cue, language, words, place) for cue, _, language in named]


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
