"""Whether a figure in a sentence is borne out by a fact: same value, same unit, same subject, same window."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.llm.evidence import Evidence, Fact
from bot.llm.figure_patterns import IMPERATIVES
from bot.llm.figures import Figure
from bot.llm.rounding import is_rounding
from bot.llm.stems import stem
from bot.llm.subjects import Reading, Subject, narrows
from bot.llm.windows import WindowMention

_MUST_SAY = ("status", "timing", "label", "kind", "quality", "outcome", "statistic", "way", "part")
"""What narrows a fact and must be said: without it the figure would pass for the whole."""
_OF_POSTS = frozenset({"lead", "reach", "save", "click", "sharing", "engagement", "impression", "yield"})
_STATES = {"status": frozenset({"waiting"}), "outcome": frozenset({"open"}), "timing": frozenset({"late"})}
"""What tells of now, whatever window it was looked for in."""
_UNSAID = {"status": frozenset({"needed"}), "part": frozenset({"progress"})}
"""What goes without saying."""
_YOURS = re.compile(r"\b(?:you|your|we|our|in all|in total|together)\b", re.IGNORECASE)
_OTHER_POST = re.compile(
    r"\b(?:another|others?|second\s+(?:post|one|video|reel)|one that|one which|one with|a post|posts)\b", re.IGNORECASE)
_OF_ONE_POST = re.compile(
    r"\b(?:the|this|that|one|another)\s+(?:[\w-]+\s+){0,2}(?:post|video|reel|carousel|clip)\b(?:(?!\byou\b)[^,;])*\b"
    r"(?:brought|reached|got|had|has|drew|led|earned|received|gave|won|generated)\b(?:(?!\byou\b)[^,;])*$", re.IGNORECASE)
"""A part of a sentence that tells of one post, so that a figure of all posts is none of it."""
_CLAUSE = re.compile(r"\b(?:while|whereas|but|yet|although|though)\b|;", re.IGNORECASE)
_SIDE = frozenset({"post", "people", "lead"})
_CASE_CUE = re.compile(
    r"(?:\bn\s*=?\s*|\bof\s+(?:the\s+|your\s+|all\s+)?|\bfrom\s+|\bacross\s+|\bbased on\s+|\bover\s+"
    r"|\brests? on\s+|\bcounting\s+|\bamong\s+|\bin\s+|\()$", re.IGNORECASE)
_SUPERLATIVE = re.compile(
    r"\b(?:best|most|highest|largest|biggest|top|strongest|longest|(?:more|higher|better)\s+(?:\w+\s+)?than\s+any(?:\s+other)?)\b",
    re.IGNORECASE)
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
            and _same_window(said, fact, evidence) and _is_extreme(said, fact, evidence) and not _is_of_all(said, fact))


def _is_of_all(said: Said, fact: Fact) -> bool:
    """Whether a figure of all posts is told of one post, which the sentence does not even name."""
    told = said.reading.text[said.subject.segment[0]:said.figure.start]
    return "post" not in fact.dims and bool(fact.concepts & _OF_POSTS) and bool(_OF_ONE_POST.search(told))


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
    if fact.unit == said.figure.unit == "business hours":
        return True
    needed = fact.concepts - _SIDE if len(fact.concepts) > 1 else fact.concepts
    said_of = said.reading.concepts | said.before.concepts
    if subject.noun in _GENERIC and subject.dims.get("status") == frozenset({"waiting"}):
        return fact.concepts == {"comment"}
    if not subject.head and fact.concepts and not said.reading.concepts & fact.concepts:
        return fact.concepts <= said.before.concepts
    return needed <= said_of or (bool(subject.noun) and not fact.concepts)


_GENERIC = {"people": ("people", "count"), "accounts": ("people",), "users": ("people",), "persons": ("people",)}


def _same_narrowing(said: Said, fact: Fact, evidence: Evidence) -> bool:
    subject = said.subject
    for dim, values in subject.dims.items():
        if dim == "commitment" and dim not in fact.dims:
            continue
        if values == {"target"} and "objective" not in fact.concepts and dim not in subject.loose:
            return False
        if (dim == "part" and dim in subject.loose) or (dim == "format" and _is_but_a_name(fact, evidence)):
            continue
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
    if dim == "status" and fact.dims[dim] == {"waiting"} and _is_imperative(said.reading.text):
        return True
    if dim in _MUST_SAY:
        return said.subject.is_whole and dim == "part"
    if dim == "post":
        return _is_the_post(said, fact)
    return not any(_rivals(fact, other, dim) for other in evidence.facts)


def _is_imperative(text: str) -> bool:
    """Whether a sentence tells somebody what to do: then the comments it speaks of are those that wait."""
    opening = re.match(r"[\W\d]*(?:then\s+|so\s+|next\s+step:?\s*|first,?\s+)?([A-Za-z]+)", text, re.IGNORECASE)
    return opening is not None and opening[1].lower() in IMPERATIVES


def _is_but_a_name(fact: Fact, evidence: Evidence) -> bool:
    """Whether "video" or "photo" only calls one post something: no figure is told by format."""
    return "post" in fact.dims and not any("format" in other.dims for other in evidence.facts)


def _is_the_post(said: Said, fact: Fact) -> bool:
    """Whether a figure of a post that its part of the sentence does not name can be meant."""
    named, before = said.reading.values("post"), said.before.values("post")
    start, end = said.subject.segment
    if len(named) == 1 and not _YOURS.search(said.reading.text[start:end]):
        return fact.dims["post"] <= named
    if not named and len(before) == 1 and not _OTHER_POST.search(said.reading.text):
        return fact.dims["post"] <= before
    return said.subject.names_a_post


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
    if mention is not None and (_is_when_to_do(mention, said.reading.text) or _is_of_another_part(mention, said, fact)):
        mention = None
        if fact.dims.keys() & _STATES:
            return True
    if mention is None and not said.reading.windows:
        mention = said.before.windows[-1] if len(said.before.windows) == 1 and not role else None
    if role == "before":
        return offset == 1 or (offset == 0 and not _has_earlier(fact, evidence))
    if role == "after" and mention is None:
        return offset == 0 or not _has_later(fact, evidence)
    if mention is None:
        return offset == 0 or not _has_later(fact, evidence)
    return mention.is_of(days) and mention.offset == offset


def _is_when_to_do(mention: WindowMention, text: str) -> bool:
    """Whether "today" says when somebody should do something, and not which days a figure is of."""
    return _is_imperative(text) and text[mention.start:mention.end].lower() in ("today", "this week", "now")


def _is_of_another_part(mention: WindowMention, said: Said, fact: Fact) -> bool:
    """Whether a window stands in another part of the sentence than a figure that says how things stand now."""
    start, end = said.subject.segment
    is_now = any(fact.dims.get(dim, frozenset()) & values for dim, values in _STATES.items())
    return is_now and not start <= mention.start < end


def _has_earlier(fact: Fact, evidence: Evidence) -> bool:
    alike = [other.span for other in evidence.facts if other.metric == fact.metric and other.dims == fact.dims]
    return any(span and fact.span and span.until < fact.span.since for span in alike)


def _has_later(fact: Fact, evidence: Evidence) -> bool:
    alike = [other.span for other in evidence.facts if other.metric == fact.metric and other.dims == fact.dims]
    return any(span and fact.span and span.until > fact.span.until for span in alike)


def _is_extreme(said: Said, fact: Fact, evidence: Evidence) -> bool:
    """Whether "best" and "fewest" beside a post's or network's figure are true among those in the evidence."""
    told = said.reading.text[:said.figure.end]
    begins = max((hit.end() for hit in _CLAUSE.finditer(told)), default=0)
    clause = told[max(begins, len(told) - 60):]
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
