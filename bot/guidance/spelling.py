"""Repair of misspelt words over the words the guidance knows.

A word that is known, in any of its forms, is never touched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from bot.guidance.words import stem

SMALL = 2_000
"""Up to this many known words each is compared; beyond, only those that share trigrams (measured, see the
README's search section)."""

_SHORTEST = 4
_ANAGRAM_FROM = 5
_TWO_FAULTS_FROM = 7


class Speller:
    """Knows a vocabulary. Its tables are made when the first unknown word comes, since most questions have
    none."""

    def __init__(self, known: Iterable[str], common: frozenset[str] = frozenset(), foreign: Iterable[str] = ()) -> None:
        """known: what a word may be repaired to; common: those of them that win a tie; foreign: words that
        are no slips either, but nothing is repaired to them."""
        self._known = frozenset(word for word in known if word.isalpha())
        self._foreign = frozenset(foreign)
        self._common = common
        self._stems = frozenset(stem(word) for word in self._known | self._foreign)

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        table: dict[int, list[str]] = defaultdict(list)
        for word in sorted(self._known):
            table[len(word)].append(word)
        return table

    @cached_property
    def _by_trigram(self) -> dict[str, list[str]]:
        table: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._known) if len(self._known) > SMALL else ():
            for trigram in _trigrams(word):
                table[trigram].append(word)
        return table

    def repair(self, word: str) -> tuple[str, int]:
        """Name the known word nearest to a misspelt one, and its number of faults; the word itself and 0
        where nothing is to be done.

        One fault (a letter left out, put in, changed, or two swapped) from four letters on, two from seven
        letters on, or from five where the letters are the same ones; a short word keeps its first letter,
        since most short words that differ there are other words and no slips.
        """
        if (
            word in self._known
            or word in self._foreign
            or stem(word) in self._stems
            or not word.isalpha()
            or len(word) < _SHORTEST
            or len(word) > 30
        ):
            return word, 0
        allowed = 2 if len(word) >= _ANAGRAM_FROM else 1
        letters = sorted(word)
        best: tuple[int, bool, bool, int, str] | None = None
        for candidate in self._candidates(word, allowed):
            faults = _distance(word, candidate, allowed)
            if faults == 2 and len(word) < _TWO_FAULTS_FROM and sorted(candidate) != letters:
                continue
            if faults <= allowed and (candidate[0] == word[0] or (faults == 1 and len(word) >= _TWO_FAULTS_FROM)):
                rank = (faults, candidate[0] != word[0], candidate not in self._common, -len(candidate), candidate)
                best = rank if best is None or rank < best else best
        return (best[4], best[0]) if best else (word, 0)

    def _candidates(self, word: str, allowed: int) -> Iterable[str]:
        near = range(max(3, len(word) - allowed), len(word) + allowed + 1)
        if not self._by_trigram:
            return (candidate for length in near for candidate in self._by_length.get(length, ()))
        shared: set[str] = set()
        for trigram in _trigrams(word):
            shared.update(found for found in self._by_trigram.get(trigram, ()) if len(found) in near)
        return sorted(shared)


def _trigrams(word: str) -> set[str]:
    padded = f" {word} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}


def _distance(a: str, b: str, limit: int) -> int:
    """Count the faults between two words (a swap of neighbours is one), giving up beyond the limit."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        older, before, row = before, row, [i]
        for j, y in enumerate(b, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]
