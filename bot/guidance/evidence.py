"""How far a passage speaks to a question.

Evidence is made of shares, so that it means the same in a small corpus and in a large one. A word of the
question that no passage knows counts against every passage; a synonym proves less than the word itself.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.guidance.spelling import Speller
from bot.guidance.synonyms import Synonyms
from bot.guidance.words import LIGHT, MAX_CHARACTERS, STOP, is_stop, raw_words, stem, stems_of

SYNONYM = 0.7
"""What a synonym proves where the word itself would prove 1 (tuned on the development questions, as are the
weights below)."""
REPAIRED = (1.0, 0.9, 0.6)
"""What a word proves that was repaired, by its number of faults."""
_COVERED, _HEADED, _MASS, _TOPICS, _LIKE = 1.0, 0.9, 1.2, 1.2, 0.8
_UNKNOWN, _FOREIGN = 1.3, 1.2
_LIGHT_WEIGHT = 0.3
_FOREIGN_WEIGHT = 1.4
_LEAST_WEIGHT = 0.15
MAX_TERMS = 60
"""How many words of a question are weighed; a longer one is a text and not a question."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What a text speaks of: its stems and the groups of synonyms they stand in."""

    stems: frozenset[str]
    groups: frozenset[int]


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase of a question. `words`: as the index is asked. `share`: 1, or less for an earlier
    message."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    groups: frozenset[int]
    share: float
    light: bool
    foreign: bool
    faults: int


def mark(words: Sequence[str], synonyms: Synonyms) -> Marks:
    """Mark what a run of words, as `raw_words` cuts them, speaks of."""
    return Marks(frozenset(stems_of(set(words) - STOP)), synonyms.groups_in(stems_of(words)))


def join(marks: Iterable[Marks]) -> Marks:
    """Join what several texts speak of."""
    all_marks = list(marks)
    stems = frozenset[str]().union(*(each.stems for each in all_marks))
    return Marks(stems, frozenset[int]().union(*(each.groups for each in all_marks)))


def terms_of(question: str, synonyms: Synonyms, speller: Speller, share: float = 1.0) -> list[Term]:
    """Cut a question into its terms in order, phrases of the synonyms kept whole, misspelt words repaired."""
    words, repaired = _repaired(raw_words(question[:MAX_CHARACTERS])[: 4 * MAX_TERMS], speller)
    stems = [stem(word) for word in words]
    terms: list[Term] = []
    after = 0
    for start, length, groups, foreign in _spans(stems, synonyms):
        empty = length == 1 and (is_stop(words[start]) or len(words[start]) == 1)
        if empty or start < after or len(terms) == MAX_TERMS:
            continue
        after = start + length
        span = range(start, after)
        kept = [i for i in span if not is_stop(words[i])] or list(span)
        light = length == 1 and words[start] in LIGHT
        slip = max(repaired.get(i, 0) for i in span)
        asked = tuple(words[i] for i in span)
        terms.append(Term(asked, tuple(stems[i] for i in kept), groups, share, light, foreign, slip))
    return terms


def _spans(stems: list[str], synonyms: Synonyms) -> list[tuple[int, int, frozenset[int], bool]]:
    """List the terms a run of stems could be cut into, longest first: (position, length, groups, not treated)."""
    spans = [(place, 1, frozenset[int](), False) for place in range(len(stems))]
    spans += [(start, length, groups, False) for start, length, groups in synonyms.concepts(stems)]
    foreign = synonyms.foreign(stems)
    spans += [(start, length, frozenset[int](), True) for start, length in foreign.items() if length > 1]
    single = {start for start, length in foreign.items() if length == 1}
    return sorted(
        ((start, length, groups, strange or (length == 1 and start in single)) for start, length, groups, strange in spans),
        key=lambda span: (span[0], -span[1], not span[3], -len(span[2])),
    )


def _repaired(words: list[str], speller: Speller) -> tuple[list[str], dict[int, int]]:
    fixed: list[str] = []
    faults: dict[int, int] = {}
    for place, word in enumerate(words):
        better, count = speller.repair(word)
        if count:
            faults[place] = count
        fixed.append(better)
    return fixed, faults


def repaired_text(question: str, speller: Speller) -> str:
    """Write a question again with its misspelt words repaired, its marks and its order kept."""
    text = question[:MAX_CHARACTERS]
    return re.sub(r"[A-Za-z]{4,}", lambda found: speller.repair(found[0].lower())[0], text)


class Scales:
    """Weighs terms by how rare they are among the passages; built once an index, then only read.

    `beside`: the passages of another collection that count too, as everyday words of the field: a team's few documents
    know few words, and one that they lack proves little against them. What they do have is no foreign subject to them.
    """

    def __init__(self, marks: Sequence[Marks], beside: Sequence[Marks] = ()) -> None:
        self._here = frozenset(s for each in marks for s in each.stems) if beside else frozenset()
        both = (*marks, *beside)
        self._stems = Counter(s for each in both for s in each.stems)
        self._groups = Counter(g for each in both for g in each.groups)
        self._size = max(1, len(both))
        self._most = math.log(1 + self._size / 0.5)

    def weight(self, term: Term) -> float:
        """Weigh a term, from 0.05 (everywhere, everyday) to 1 (nowhere) or more (a subject not treated)."""
        counts = [self._stems[s] for s in term.stems if self._stems[s]]
        if not counts and term.groups:
            counts = [max(self._groups[g] for g in term.groups)]
        count = min(counts, default=0)
        rare = max(_LEAST_WEIGHT, math.log(1 + self._size / (count or 0.5)) / self._most)
        if term.light:
            return term.share * rare * _LIGHT_WEIGHT
        strange = term.foreign and (not count or len(term.stems) > 1) and not self.treats(term)
        return term.share * rare * (_FOREIGN_WEIGHT if strange else 1.0)

    def treats(self, term: Term) -> bool:
        """Tell whether a subject that our own guidance does not treat is one that this collection does."""
        return bool(self._here) and self._here.issuperset(term.stems)

    def knows(self, term: Term) -> bool:
        """Tell whether any passage has the term or a synonym of it."""
        return any(self._stems[s] for s in term.stems) or any(self._groups[g] for g in term.groups)


def credit(term: Term, marks: Marks) -> float:
    """Say how far a text has a term: 1 for its words, less for a synonym or part of a phrase, 0 for nothing."""
    if len(term.stems) == 1:
        same = 1.0 if term.stems[0] in marks.stems else 0.0
    elif term.foreign:
        return 0.0
    else:
        same = sum(s in marks.stems for s in term.stems) / len(term.stems)
    if same < 1:
        same = SYNONYM if not term.groups.isdisjoint(marks.groups) else same / 2
    return same * REPAIRED[term.faults]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A question's terms, each with its weight, and their sum; `unknown` and `foreign` are the parts of that
    sum that no passage has a word for and that name a subject not treated."""

    terms: tuple[tuple[Term, float], ...]
    total: float
    unknown: float
    foreign: float

    def coverage(self, marks: Marks) -> float:
        """Say which share of the question's weight a text covers, 0 to 1."""
        return sum(weight * credit(term, marks) for term, weight in self.terms) / self.total if self.total else 0.0

    def topics(self, marks: Marks) -> int:
        """Count the question's topics that a text has; two words of one group are one, everyday words none."""
        words: set[str] = set()
        groups: set[int] = set()
        count = 0
        for term, _ in self.terms:
            if not term.light and credit(term, marks):
                count += not (term.groups & groups or words.issuperset(term.stems))
                words.update(term.stems)
                groups |= term.groups
        return count

    def likeness(self, other: Marks, weigh: float) -> float:
        """Compare with a stored question: the share covered, lowered where much of the stored one is left over.

        weigh: how many content words the stored question has.
        """
        credits = [(weight, credit(term, other)) for term, weight in self.terms]
        if not self.total or not weigh:
            return 0.0
        covered = sum(weight * got for weight, got in credits) / self.total
        return covered * (0.5 + 0.5 * min(1.0, sum(got for _, got in credits) / weigh))


def weigh(terms: Sequence[Term], scales: Scales) -> Weighed:
    """Weigh a question's terms by the passages at hand."""
    weighed = tuple((term, scales.weight(term)) for term in terms)
    return Weighed(
        weighed,
        total=sum(weight for _, weight in weighed),
        unknown=sum(weight for term, weight in weighed if not scales.knows(term)),
        foreign=sum(weight for term, weight in weighed if term.foreign and not scales.treats(term)),
    )


def strength(weighed: Weighed, head: Marks, whole: Marks, like: float) -> float:
    """Join what speaks for a piece and against it into one figure: 1 at most, below 0 where it mostly does not.

    For it: the share of the question that the piece covers, that its headings cover, how much that is, how
    many topics it is, and how like its best stored question is (`like`). Against it: words that nothing
    knows, and subjects not treated.
    """
    if not weighed.total:
        return 0.0
    covered = weighed.coverage(whole)
    speaks_for = (
        _COVERED * covered
        + _HEADED * weighed.coverage(head)
        + _MASS * min(1.0, covered * weighed.total / 2)
        + _TOPICS * min(1.0, weighed.topics(whole) / 4)
        + _LIKE * like
    )
    against = _UNKNOWN * weighed.unknown / weighed.total + _FOREIGN * min(1.0, weighed.foreign / 2)
    return (speaks_for - against) / (_COVERED + _HEADED + _MASS + _TOPICS + _LIKE)
