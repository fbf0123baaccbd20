"""What a turn's answer may rest on: the figures its tools gave, the passages it was handed, the moments and links in both.

Nothing is evidence that the coach did not put there itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from bot.llm.lexicon import mentions
from bot.llm.stems import stems
from bot.model.answers import Source
from bot.model.measured import Measured, Span, Unit
from bot.model.times import from_text, local

_UNIT_WORDS = {"people": "people reached", "per 1,000 reached": "leads per 1,000 reached"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure with its subject: the metrics it is of, what narrows it, its window. `is_change`: a difference or growth.

    `first`: of dimensions with several values the one that a ratio puts above. `stems` are the words by which it may be
    called beside those of the lexicon.
    """

    metric: str
    value: float
    unit: Unit
    concepts: frozenset[str]
    dims: Mapping[str, frozenset[str]]
    stems: frozenset[str]
    span: Span | None = None
    n: int | None = None
    cases: str = ""
    is_change: bool = False
    id: str = ""
    first: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, measured: Measured, span: Span | None, *, number: str = "", is_change: bool = False) -> Fact:
        """Read a figure's subject from its metric's name and what it is about."""
        found = mentions(measured.metric)
        dims: dict[str, frozenset[str]] = {}
        for mention in found:
            for name, value in mention.dims.items():
                dims[name] = dims.get(name, frozenset()) | {value}
        for name, value in measured.about.items():
            dims[name] = frozenset(part.strip().lower() for part in value.split(" + "))
        concepts = frozenset().union(*(mention.concepts for mention in found)) if found else frozenset()
        words = stems(" ".join((measured.metric, *measured.about.values())))
        return cls(measured.metric, measured.value, measured.unit, concepts, dims, words, measured.span or span,
                   measured.n, measured.cases, is_change or "growth" in concepts, number,
                   {name: value.split(" + ")[0].strip().lower() for name, value in measured.about.items()})

    def case_fact(self) -> Fact | None:
        """Return the number of cases behind the figure as a fact of its own; None where it is not told."""
        if self.n is None or not self.cases:
            return None
        counted = Fact.of(Measured(self.cases, self.n, "count"), self.span)
        shared = {name: values for name, values in self.dims.items() if name in ("network", "account", "format", "post")}
        return replace(counted, dims={**counted.dims, **shared})


@dataclass(frozen=True)
class Evidence:
    """What one turn may say. `moments`: times in UTC text that results named; `texts`: outside texts it may quote.

    `names`: for posts, accounts and objectives the words by which they may be called. `zone`: the team's.
    """

    facts: tuple[Fact, ...] = ()
    passages: tuple[Source, ...] = ()
    moments: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()
    ids: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    names: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    zone: str = "UTC"

    @cached_property
    def cases(self) -> tuple[Fact, ...]:
        """The numbers of cases behind the facts, as facts."""
        return tuple(fact for fact in (each.case_fact() for each in self.facts) if fact is not None)

    @cached_property
    def offsets(self) -> Mapping[tuple[str, str], tuple[int, int]]:
        """Each window as its length in days and how many of that length are newer; both ends are its key."""
        spans = {(each.span.since, each.span.until) for each in self.facts if each.span}
        found: dict[tuple[str, str], tuple[int, int]] = {}
        for since, until in sorted(spans, key=lambda ends: ends[1], reverse=True):
            days = round((from_text(until) - from_text(since)).total_seconds() / 86_400)
            found[since, until] = (days, sum(length == days for length, _ in found.values()))
        return found

    @cached_property
    def dates(self) -> frozenset[str]:
        """Every date (`YYYY-MM-DD`, `MM-DD`, `YYYY`) and clock time (`HH:MM`) that may be named, here and in UTC."""
        moments = self.moments | {end for ends in self.offsets for end in ends}
        both = [at for moment in moments for at in (from_text(moment), local(moment, self.zone))]
        return frozenset(word for at in both for word in _said(at))


def _said(at: datetime) -> Iterable[str]:
    return (f"{at:%Y-%m-%d}", f"{at:%m-%d}", f"{at:%Y}", f"{at:%H:%M}")
