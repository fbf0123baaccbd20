"""Which words of a comment speak for what: the word lists of `languages/`, read once, on first use.

A cue is a group of words of all languages that mean the same for triage ("price", "thanks", "late").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from bot.triage.folding import level

LANGUAGES = Path(__file__).parent / "languages"
_INSIDE = "inside.txt"
_LONGEST_PHRASE = 4
_SHORTEST_STEM = 3
_LONGEST_INSIDE = 10
_ARTICLES = ("\u0648\u0627\u0644", "\u0627\u0644", "\u0628", "\u0648", "\u0644")

Cues = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lists:
    """All word lists together: each word, stem, phrase or piece of text to its cues."""

    words: dict[str, Cues] = field(default_factory=dict)
    stems: dict[str, Cues] = field(default_factory=dict)
    phrases: dict[str, Cues] = field(default_factory=dict)
    inside: dict[str, Cues] = field(default_factory=dict)
    stem_openings: set[str] = field(default_factory=set)
    phrase_openings: set[str] = field(default_factory=set)


class Hit(NamedTuple):
    """Words at a place in a sentence that stand for a cue."""

    cue: str
    words: str
    place: int


@cache
def lists() -> Lists:
    """Read the word lists of every language; the files are in UTF-8, one cue a line."""
    found = Lists()
    for path in sorted(LANGUAGES.glob("*.txt")):
        for cue, term in terms(level(path.read_text(encoding="utf-8"))):
            if path.name == _INSIDE:
                _put(found.inside, cue, term)
            else:
                _sort_in(found, cue, term)
    return found


def terms(pack: str) -> Iterator[tuple[str, str]]:
    """Yield (cue, word or phrase) of one word list.

    >>> list(terms("price: how much, cost*"))
    [('price', 'how much'), ('price', 'cost*')]
    """
    for line in pack.splitlines():
        cue, colon, rest = line.partition(": ")
        if colon and not line.startswith("#"):
            for term in rest.split(", "):
                yield cue, term


def hits(sentence: tuple[str, ...]) -> list[Hit]:
    """Find the cues of one sentence of levelled words; the words of a phrase count by themselves as well."""
    known = lists()
    found: list[Hit] = []
    for place, word in enumerate(sentence):
        found += [Hit(cue, word, place) for cue in _of_word(known, word)]
        if word in known.phrase_openings:
            phrase = word
            for following in sentence[place + 1 : place + _LONGEST_PHRASE]:
                phrase = f"{phrase} {following}"
                found += [Hit(cue, phrase, place) for cue in known.phrases.get(phrase, ())]
    return found


def hits_inside(text: str) -> list[Hit]:
    """Find the cues of a text in a script without spaces, at any place of it."""
    inside = lists().inside
    found: list[Hit] = []
    for start in range(len(text)):
        for end in range(start + 1, min(start + _LONGEST_INSIDE, len(text)) + 1):
            for cue in inside.get(text[start:end], ()):
                found.append(Hit(cue, text[start:end], start))
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
    return ()


def _sort_in(found: Lists, cue: str, term: str) -> None:
    if term[-1] == "*":
        _put(found.stems, cue, term[:-1])
        found.stem_openings.add(term[:_SHORTEST_STEM])
    elif " " in term:
        _put(found.phrases, cue, term)
        found.phrase_openings.add(term.partition(" ")[0])
    else:
        _put(found.words, cue, term)


def _put(table: dict[str, Cues], cue: str, term: str) -> None:
    cues = table.get(term)
    if cues is None:
        table[term] = (cue,)
    elif cue not in cues:
        table[term] = (*cues, cue)
