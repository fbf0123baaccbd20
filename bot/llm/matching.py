"""Whether a figure in a sentence is borne out by a fact: same value, same unit, same subject, same window."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.llm.evidence import Evidence, Fact
from bot.llm.figures import Figure
from bot.llm.rounding import is_rounding
from bot.llm.stems import stem
from bot.llm.subjects import Reading, Subject, narrows

_MUST_SAY = ("status", "timing", "label", "kind", "quality", "outcome", "statistic", "way", "part")
"""What narrows a fact and must be said: without it the figure would pass for the whole."""
_OPEN = ("network", "account", "format")
"""What need not be said while nothing else could be meant."""
_UNSAID = {"status": frozenset({"needed"}), "part": frozenset({"progress"})}
"""What goes without saying."""
_SIDE = frozenset({"post", "people", "lead"})
_CASE_CUE = re.compile(
    r"(?:\bn\s*=?\s*|\bof\s+(?:the\s+|your\s+|all\s+)?|\bfrom\s+|\bacross\s+|\bbased on\s+|\bover\s+"
    r"|\brests? on\s+|\bcounting\s+|\bamong\s+|\bin\s+|\()$", re.IGNORECASE)
_SUPERLATIVE = re.compile(r"\b(?:best|most|highest|largest|biggest|top|strongest|longest)\b", re.IGNORECASE)
_LEAST = re.compile(r"\b(?:worst|fewest|lowest|smallest|weakest|least)\b(?!\s+\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """One figure of a sentence with its subject, its sentence and what was said in the sentence before."""

    figure: Figure
    subject: Subject
    reading: Reading
    before: Reading


def bearing(said: Said, evidence: Evidence) -> list[Fact]:
    """Return the facts that bear a figure out; empty where none does."""
    found = [fact for fact in evidence.facts if _is_borne(said, fact, evidence)]
    if not found and _CASE_CUE.search(said.reading.text[:said.figure.start]):
        found = [fact for fact in evidence.cases if _is_borne(said, fact, evidence)]
    return found


def _is_borne(said: Said, fact: Fact, evidence: Evidence) -> bool:
    return (_same_value(said, fact) and _same_metric(said, fact) and _same_narrowing(said, fact, evidence)
            and _same_window(said, fact, evidence) and _is_extreme(said, fact, evidence))


def _same_value(said: Said, fact: Fact) -> bool:
    figure, subject = said.figure, said.subject
    units = {"count": ("count", "people", "posts"), "business hours": ("business hours",)}.get(figure.unit, (figure.unit,))
    if fact.unit not in units:
        return False
    growth = "growth" in fact.concepts
    if fact.is_change != subject.is_change and fact.unit not in ("points", "times") and not growth:
        return False
    value = fact.value
    if (fact.is_change or fact.unit == "points") and value < 0 and figure.value > 0:
        if subject.direction >= 0:
            return False
        value = -value
    elif (fact.is_change or fact.unit == "points") and value > 0 and (subject.direction < 0 or figure.value < 0):
        return False
    return is_rounding(figure, value)


def _same_metric(said: Said, fact: Fact) -> bool:
    subject = said.subject
    if subject.noun and stem(subject.noun) not in fact.stems and fact.unit not in _GENERIC.get(subject.noun, ()):
        return False
    if subject.head and not subject.head <= fact.concepts:
        return False
    needed = fact.concepts - _SIDE if len(fact.concepts) > 1 else fact.concepts
    said_of = said.reading.concepts | said.before.concepts
    if not subject.head and fact.concepts and not said.reading.concepts & fact.concepts:
        return fact.concepts <= said.before.concepts
    return needed <= said_of or (bool(subject.noun) and not fact.concepts)


_GENERIC = {"people": ("people", "count"), "accounts": ("people",), "users": ("people",), "persons": ("people",)}


def _same_narrowing(said: Said, fact: Fact, evidence: Evidence) -> bool:
    subject = said.subject
    for dim, values in subject.dims.items():
        if fact.unit == "times" and len(fact.dims.get(dim, ())) == 2:
            if not _is_right_way_up(said, fact, dim):
                return False
            continue
        if (subject.is_whole and (dim in _MUST_SAY or dim not in fact.dims)) or not narrows(dim, fact.concepts):
            continue
        known = fact.dims.get(dim, frozenset())
        if values == known or (dim == "status" and known == {"needed"} and dim in subject.loose):
            continue
        open_or_late = "outcome" in subject.dims or "timing" in fact.dims
        if dim == "status" and values == {"waiting"} and dim not in fact.dims and open_or_late:
            continue
        return False
    return all(_is_said(said, fact, dim, evidence) for dim in fact.dims if dim not in subject.dims)


def _is_right_way_up(said: Said, fact: Fact, dim: str) -> bool:
    """Whether a ratio's two sides are both named, the one above first."""
    named = [mention.dims[dim] for mention in said.reading.mentions if dim in mention.dims]
    return frozenset(named) == fact.dims[dim] and named[0] == fact.first.get(dim)


def _is_said(said: Said, fact: Fact, dim: str, evidence: Evidence) -> bool:
    """Whether a narrowing that the sentence does not name goes without saying."""
    if fact.dims[dim] <= said.before.values(dim) or fact.dims[dim] <= _UNSAID.get(dim, frozenset()):
        return True
    if dim in _MUST_SAY:
        return said.subject.is_whole and dim == "part"
    if dim in _OPEN:
        return not any(_rivals(fact, other, dim) for other in evidence.facts)
    return said.subject.names_a_post if dim == "post" else not any(_rivals(fact, other, dim) for other in evidence.facts)


def _rivals(fact: Fact, other: Fact, dim: str) -> bool:
    """Whether two facts differ in this dimension and in their value alone."""
    mine = {name: values for name, values in fact.dims.items() if name != dim}
    others = {name: values for name, values in other.dims.items() if name != dim}
    return (fact.concepts == other.concepts and fact.unit == other.unit and fact.is_change == other.is_change
            and mine == others and fact.dims.get(dim) != other.dims.get(dim) and fact.value != other.value)


def _same_window(said: Said, fact: Fact, evidence: Evidence) -> bool:
    if fact.span is None or fact.is_change or fact.unit in ("times", "points"):
        return True
    days, offset = evidence.offsets.get((fact.span.since, fact.span.until), (0, 0))
    mention, role = said.subject.window, said.subject.role
    if mention is None and not said.reading.windows:
        mention = said.before.windows[-1] if len(said.before.windows) == 1 and not role else None
    if role == "before":
        return offset == 1 or (offset == 0 and not _has_later(fact, evidence))
    if mention is None:
        return offset == 0 or not _has_later(fact, evidence)
    return mention.is_of(days) and mention.offset == offset


def _has_later(fact: Fact, evidence: Evidence) -> bool:
    alike = [other.span for other in evidence.facts if other.metric == fact.metric and other.dims == fact.dims]
    return any(span and fact.span and span.until > fact.span.until for span in alike)


def _is_extreme(said: Said, fact: Fact, evidence: Evidence) -> bool:
    """Whether "best" and "fewest" beside a post's or network's figure are true among those in the evidence."""
    clause = said.reading.text[:said.figure.end][-60:]
    clause = clause[said.subject.segment[0]:] if len(said.reading.text[:said.figure.end]) <= 60 else clause
    most, least = bool(_SUPERLATIVE.search(clause)), bool(_LEAST.search(clause))
    if most == least or not {"post", "network", "account"} & set(fact.dims) or "most recent" in clause.lower():
        return True
    alike = [other.value for other in evidence.facts if other.concepts == fact.concepts and other.unit == fact.unit
             and set(other.dims) == set(fact.dims) and other.span == fact.span]
    said_of = _metric_of_superlative(said.reading.text)
    if said_of and not said_of & fact.concepts:
        return True
    return fact.value >= max(alike) if most else fact.value <= min(alike)


def _metric_of_superlative(text: str) -> frozenset[str]:
    """The metric in "the most leads" or "best-reaching post", empty where it is open."""
    hit = re.search(r"\b(?:most|highest|largest|biggest|fewest|lowest|smallest|least)\s+(\w+)", text, re.IGNORECASE)
    if not hit:
        return frozenset()
    from bot.llm.lexicon import mentions

    return frozenset().union(*(each.concepts for each in mentions(hit[1])))


def share_a_post(groups: Iterable[Sequence[Fact]]) -> bool:
    """Tell whether figures of one part of a sentence that names no post can all be of the same one."""
    common: frozenset[str] | None = None
    for facts in groups:
        posts = frozenset().union(*(fact.dims["post"] for fact in facts if "post" in fact.dims))
        if not posts or any("post" not in fact.dims for fact in facts):
            continue
        common = posts if common is None else common & posts
    return common is None or bool(common)
