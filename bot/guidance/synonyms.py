"""The field's words that mean the same, and the words of subjects the guidance does not treat. Read from a text file, never coded.

A word may stand in several groups; a group is one concept, so a question that says a thing in two words has said it once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.errors import GuidanceError
from bot.guidance.words import is_stop, raw_words, stem


@dataclass(frozen=True, slots=True)
class Synonyms:
    """`terms`: each group's terms as written. `groups`: stems of a term -> numbers of its groups.
    `elsewhere`: stems of a term -> the subject the guidance does not treat, its words in `foreign_words`.
    `longest`: first stem of a term of either kind -> how many stems the longest such term has."""

    terms: tuple[tuple[str, ...], ...]
    groups: dict[tuple[str, ...], frozenset[int]]
    elsewhere: dict[tuple[str, ...], str]
    longest: dict[str, int]
    foreign_words: frozenset[str]

    def words(self) -> frozenset[str]:
        """List every single word of the groups, not stemmed."""
        return frozenset(word for group in self.terms for term in group for word in raw_words(term))

    def concepts(self, stems: list[str]) -> list[tuple[int, int, frozenset[int]]]:
        """Find the groups' terms in a run of stems: (first position, length, groups), longest at each position first."""
        found = []
        for start, first in enumerate(stems):
            for length in range(min(self.longest.get(first, 0), len(stems) - start), 0, -1):
                groups = self.groups.get(tuple(stems[start : start + length]))
                if groups:
                    found.append((start, length, groups))
        return found

    def foreign(self, stems: list[str]) -> dict[int, int]:
        """Find what names a subject the guidance does not treat: first position in a run of stems -> length, the longest."""
        found: dict[int, int] = {}
        for start, first in enumerate(stems):
            for length in range(1, min(self.longest.get(first, 0), len(stems) - start) + 1):
                if tuple(stems[start : start + length]) in self.elsewhere:
                    found[start] = length
        return found


def stemmed(text: str) -> list[str]:
    """Cut a text into stems, in order, function words kept so that phrases stay whole."""
    return [stem(word) for word in raw_words(text)]


def read_synonyms(path: Path) -> Synonyms:
    """Read the file of synonyms; a missing file means none. Raises GuidanceError naming file and line of every fault."""
    lines = _lines(path) if path.is_file() else ()
    terms: list[tuple[str, ...]] = []
    groups: dict[tuple[str, ...], set[int]] = {}
    elsewhere: dict[tuple[str, ...], str] = {}
    strange: set[str] = set()
    faults: list[str] = []
    for number, line in lines:
        head, colon, rest = line.partition(":")
        subject = head.removeprefix("elsewhere ").strip() if colon and head.startswith("elsewhere ") else ""
        found = tuple(term.strip() for term in (rest if subject else line).split(",") if term.strip())
        if subject:
            elsewhere.update((tuple(stemmed(term)), subject) for term in found)
            strange.update(word for term in found for word in raw_words(term))
        elif len(found) < 2:
            faults.append(f"{path.name} line {number}: '{line}' names one term; a group needs two or more")
        else:
            _add(groups, found, len(terms))
            terms.append(found)
    if faults:
        raise GuidanceError("\n".join(faults))
    longest: dict[str, int] = {}
    for key in (*groups, *elsewhere):
        longest[key[0]] = max(longest.get(key[0], 0), len(key))
    return Synonyms(tuple(terms), {key: frozenset(value) for key, value in groups.items()}, elsewhere, longest, frozenset(strange))


def _lines(path: Path) -> Iterable[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise GuidanceError(f"{path.name}: not UTF-8 at byte {fault.start}; save it as UTF-8") from fault
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line.strip()


def _add(groups: dict[tuple[str, ...], set[int]], terms: tuple[str, ...], number: int) -> None:
    for term in terms:
        stems = stemmed(term)
        if len(stems) > 1 or stems and not is_stop(raw_words(term)[0]):
            groups.setdefault(tuple(stems), set()).add(number)
