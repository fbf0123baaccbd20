"""The field's words that mean the same, and the words of subjects the guidance does not treat.

They are read from a text file, never coded.

A word may stand in several groups; a group is one concept, so a question that says a thing in two words has
said it once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from bot.errors import GuidanceError
from bot.guidance.words import is_stop, raw_words, stem


@dataclass(frozen=True, slots=True)
class Synonyms:
    """`terms`: each group's terms, lower-cased. `groups`: stems of a term -> numbers of its groups.
    `elsewhere`: stems of a term -> the subject the guidance does not treat.
    `longest`: first stem of a term of either kind -> how many stems the longest such term has.
    `single`: the stem of a term of one word -> its groups; `phrases`: first stem of a longer one -> second stem -> lengths.
    `words`, `foreign_words`: every single word of the groups, and of the subjects not treated."""

    terms: tuple[tuple[str, ...], ...]
    groups: dict[tuple[str, ...], frozenset[int]]
    elsewhere: dict[tuple[str, ...], str]
    longest: dict[str, int]
    single: dict[str, frozenset[int]]
    phrases: dict[str, dict[str, tuple[int, ...]]]
    words: frozenset[str]
    foreign_words: frozenset[str]

    def groups_in(self, stems: list[str]) -> frozenset[int]:
        """Return every group that a run of stems speaks of."""
        single, phrases, known = self.single, self.phrases, self.groups
        distinct = frozenset(stems)
        found = set[int]().union(*map(single.__getitem__, distinct & single.keys()))
        starts = phrases.keys() & distinct
        if starts:
            for start, (first, second) in enumerate(pairwise(stems)):
                if first in starts and second in phrases[first]:
                    for length in phrases[first][second]:
                        found |= known.get(tuple(stems[start : start + length]), frozenset())
        return frozenset(found)

    def concepts(self, stems: list[str]) -> list[tuple[int, int, frozenset[int]]]:
        """Find the groups' terms in a run of stems: (first position, length, groups), longest at each
        position first."""
        found = []
        longest, known = self.longest, self.groups
        for start, first in enumerate(stems):
            if first in longest:
                for length in range(min(longest[first], len(stems) - start), 0, -1):
                    groups = known.get(tuple(stems[start : start + length]))
                    if groups:
                        found.append((start, length, groups))
        return found

    def foreign(self, stems: list[str]) -> dict[int, int]:
        """Find what names a subject the guidance does not treat: first position in a run of stems -> length,
        the longest."""
        found: dict[int, int] = {}
        for start, first in enumerate(stems):
            for length in range(1, min(self.longest.get(first, 0), len(stems) - start) + 1):
                if tuple(stems[start : start + length]) in self.elsewhere:
                    found[start] = length
        return found


def read_synonyms(path: Path) -> Synonyms:
    """Read the file of synonyms; a missing file means none. Raises GuidanceError naming file and line of
    every fault."""
    terms: list[tuple[str, ...]] = []
    groups: dict[tuple[str, ...], set[int]] = {}
    elsewhere: dict[tuple[str, ...], str] = {}
    words: tuple[set[str], set[str]] = set(), set()
    faults: list[str] = []
    for number, line in _lines(path) if path.is_file() else ():
        head, colon, rest = line.partition(":")
        subject = head.removeprefix("elsewhere ").strip() if colon and head.startswith("elsewhere ") else ""
        cut = [(" ".join(found), found) for term in (rest if subject else line).split(",") if (found := raw_words(term))]
        words[bool(subject)].update(word for _, found in cut for word in found)
        if subject:
            elsewhere.update((tuple(map(stem, found)), subject) for _, found in cut)
        elif len(cut) < 2:
            faults.append(f"{path.name} line {number}: '{line}' names one term; a group needs two or more")
        else:
            for _, found in cut:
                if len(found) > 1 or not is_stop(found[0]):
                    groups.setdefault(tuple(map(stem, found)), set()).add(len(terms))
            terms.append(tuple(term for term, _ in cut))
    if faults:
        raise GuidanceError("\n".join(faults))
    frozen = {key: frozenset(value) for key, value in groups.items()}
    single = {key[0]: value for key, value in frozen.items() if len(key) == 1}
    return Synonyms(
        tuple(terms), frozen, elsewhere, _longest((*groups, *elsewhere)), single, _phrases(frozen),
        frozenset(words[0]), frozenset(words[1]),
    )


def _longest(keys: Iterable[tuple[str, ...]]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for key in keys:
        longest[key[0]] = max(longest.get(key[0], 0), len(key))
    return longest


def _phrases(keys: Iterable[tuple[str, ...]]) -> dict[str, dict[str, tuple[int, ...]]]:
    lengths: dict[str, dict[str, tuple[int, ...]]] = {}
    for first, second, length in sorted({(key[0], key[1], len(key)) for key in keys if len(key) > 1}):
        seconds = lengths.setdefault(first, {})
        seconds[second] = (*seconds.get(second, ()), length)
    return lengths


def _lines(path: Path) -> Iterable[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise GuidanceError(f"{path.name}: not UTF-8 at byte {fault.start}; save it as UTF-8") from fault
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line.strip()
