"""Repair of misspelt words over the words the guidance knows.

A word that is known, in any of its forms, is never touched.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property

from bot.guidance.words import stem, stems_of

SMALL = 2_000
"""Up to this many known words each one is compared; beyond, those that share most trigrams (measured on chat questions)."""

_COMPARED = 60
_REMEMBERED = 10_000
_SHORTEST, _LONGEST = 4, 30
_ANAGRAM_FROM = 5
_TWO_FAULTS_FROM = 7


class Speller:
    """Knows a vocabulary. Its tables are made when the first unknown word comes, since most questions have none."""

    def __init__(self, known: Iterable[str], common: frozenset[str] = frozenset(), foreign: Iterable[str] = ()) -> None:
        """known: what a word may be repaired to; common: those of them that win a tie; foreign: words that are no
        slips either, but nothing is repaired to them."""
        self._known = frozenset(word for word in known if word.isalpha())
        self._foreign = frozenset(foreign)
        self._common = common
        self._remembered: dict[str, tuple[str, int]] = {}

    def repair(self, word: str) -> tuple[str, int]:
        """Name the known word nearest to a misspelt one, and its number of faults; the word and 0 where none is near.

        One fault (a letter left out, put in, changed, or two swapped) from four letters on, two from seven letters
        on, or from five where the letters are the same ones; a short word keeps its first letter, since most short
        words that differ there are other words and no slips.
        """
        if word in self._known or word in self._foreign or not word.isalpha() or stem(word) in self._stems:
            return word, 0
        if not _SHORTEST <= len(word) <= _LONGEST:
            return word, 0
        if word not in self._remembered:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered = {}
            self._remembered[word] = self._nearest(word)
        return self._remembered.get(word, (word, 0))

    def _nearest(self, word: str) -> tuple[str, int]:
        allowed = 2 if len(word) >= _ANAGRAM_FROM else 1
        letters = sorted(word)
        ranked: list[tuple[int, bool, bool, int, str]] = []
        for candidate in self._candidates(word, allowed):
            faults = _distance(word, candidate, allowed)
            same_start = candidate[0] == word[0]
            slight = faults == 1 or len(word) >= _TWO_FAULTS_FROM or sorted(candidate) == letters
            if faults <= allowed and slight and (same_start or (faults == 1 and len(word) >= _TWO_FAULTS_FROM)):
                ranked.append((faults, not same_start, candidate not in self._common, -len(candidate), candidate))
        if not ranked:
            return word, 0
        best = min(ranked)
        return best[4], best[0]

    def _candidates(self, word: str, allowed: int) -> list[str]:
        near = range(max(3, len(word) - allowed), len(word) + allowed + 1)
        if len(self._known) <= SMALL:
            return [candidate for length in near for candidate in self._by_length.get(length, ())]
        shared: Counter[str] = Counter()
        for trigram in _trigrams(word):
            shared.update(self._by_trigram.get(trigram, ()))
        close = sorted((-count, found) for found, count in shared.items() if len(found) in near)
        return [found for _, found in close[:_COMPARED]]

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(stems_of(self._known | self._foreign))

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        table: dict[int, list[str]] = defaultdict(list)
        for word in self._known:
            table[len(word)].append(word)
        return table

    @cached_property
    def _by_trigram(self) -> dict[str, list[str]]:
        table: dict[str, list[str]] = defaultdict(list)
        for word in self._known:
            for trigram in _trigrams(word):
                table[trigram].append(word)
        return table


def _trigrams(word: str) -> set[str]:
    padded = f" {word} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}


def _distance(a: str, b: str, limit: int) -> int:
    """Count the faults between two words (a swap of neighbours is one), giving up beyond the limit."""
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
