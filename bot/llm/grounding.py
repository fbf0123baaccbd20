"""Checks one sentence of the model's against what it may rest on; what is not borne out is withheld, whole.

Each figure must equal, or be the plain rounding of, a figure of the same unit and subject; each citation must fit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.llm.citations import bears_figure, cited, is_borne, spread
from bot.llm.evidence import Evidence, Fact
from bot.llm.figures import Figure, figures
from bot.llm.matching import Said, bearing, share_a_post
from bot.llm.stems import stem
from bot.llm.subjects import Reading, Subject, read, subject_of

_EMPTY = Reading("", (), (), ())
_ABOUT_US = re.compile(
    r"\b(?:you|we)(?:['’]ve|\s+have)?\s+(?:had|have|got|get|received|reached|lost|gained|brought|answered|posted|made|kept|missed)\b"
    r"|\byour\s+(?:\w+\s+){0,2}(?:posts?|comments?|leads?|reach|followers?|accounts?|videos?|team|engagement|page|conversations?)"
    r"\s+(?:\w+\s+){0,2}(?:is|are|was|were|had|has|have|got|reached|brought|rose|fell|grew|stands?|wait)\b", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“”«»]([^\"“”«»]{3,300})[\"“”«»]")
_COMPARED = re.compile(
    r"\b(?P<more>more|higher|better|greater|further|faster|beats?|above|ahead)\b|\b(?P<less>fewer|less"
    r"|lower|worse|behind|below)\b", re.IGNORECASE)
_OF_IT = re.compile(r"\s+(?:out\s+)?of\s+(?:the\s+|your\s+|all\s+|these\s+)*", re.IGNORECASE)
_PART = re.compile(r"\b(?:another|the other|others?|while|whereas|second|next)\b|;", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence may be shown. `reason`: what is not borne out, for the log, without the sentence itself.

    `of_figures`: it is a figure that stands in no source, or is told of the wrong thing.
    """

    ok: bool
    reason: str = ""
    of_figures: bool = False


def check(sentence: str, evidence: Evidence, before: str = "") -> Verdict:
    """Check a sentence. `before`: the sentences shown just before it in the same part of the answer."""
    sentence = spread(sentence)
    numbers = cited(sentence)
    if any(not 1 <= number <= len(evidence.passages) for number in numbers):
        return Verdict(False, "cites a source that is not there")
    if any(not is_borne(sentence, number, evidence.passages) for number in numbers):
        return Verdict(False, "the cited source does not say so")
    claimed = [each for each in figures(sentence) if not _is_quoted(each, sentence, evidence)]
    if not claimed:
        return Verdict(True)
    return _figures_borne(sentence, claimed, evidence, before)


def _figures_borne(sentence: str, claimed: Sequence[Figure], evidence: Evidence, before: str) -> Verdict:
    reading = read(sentence, evidence.names)
    earlier = read(before, evidence.names) if before else _EMPTY
    borne: list[tuple[Figure, Subject, list[Fact]]] = []
    towards = _towards_a_goal(sentence, claimed, evidence)
    for figure in claimed:
        if figure in towards:
            continue
        subject = subject_of(figure, reading, claimed)
        facts = [] if figure.key else bearing(Said(figure, subject, reading, earlier), evidence)
        if facts:
            borne.append((figure, subject, facts))
        elif not _is_moment_or_window(figure, reading, evidence) and not _in_passage(figure, sentence, evidence):
            return Verdict(False, f"{figure.words.strip()!r} is not borne out", of_figures=True)
    if not _of_one_post(sentence, borne, reading):
        return Verdict(False, "figures of different posts are told as one", of_figures=True)
    if any(subject.is_whole and part.unit == whole.unit and part.value > whole.value
           for (part, _, _), (whole, subject, _) in pairwise(borne)):
        return Verdict(False, "a part is larger than its whole", of_figures=True)
    if any(subject.is_whole and part.unit == whole.unit and _OF_IT.fullmatch(sentence[part.end:whole.start])
           and all(fact in of_whole for fact in of_part)
           for (part, _, of_part), (whole, subject, of_whole) in pairwise(borne)):
        return Verdict(False, "a whole is told as its own part", of_figures=True)
    if not _rightly_compared(sentence, borne):
        return Verdict(False, "the comparison runs the other way", of_figures=True)
    return Verdict(True)


def _towards_a_goal(sentence: str, claimed: Sequence[Figure], evidence: Evidence) -> list[Figure]:
    """Return the figures of "1 of 40 leads" where that is how far an objective is."""
    found: list[Figure] = []
    for done, whole in pairwise(claimed):
        if done.unit == whole.unit == "count" and _OF_IT.fullmatch(sentence[done.end:whole.start]):
            goals = [{next(iter(fact.dims.get("part", ())), ""): fact.value for fact in evidence.facts
                      if fact.dims.get("objective") == name and whole.noun and stem(whole.noun) in fact.stems}
                     for name in {fact.dims["objective"] for fact in evidence.facts if "objective" in fact.dims}]
            found += [done, whole] if {"progress": done.value, "target": whole.value} in goals else []
    return found


def _is_quoted(figure: Figure, sentence: str, evidence: Evidence) -> bool:
    """Whether a figure stands inside a quotation that is, letter for letter, in a text the answer may quote."""
    for hit in _QUOTED.finditer(sentence):
        if hit.start(1) <= figure.start and figure.end <= hit.end(1):
            quote = " ".join(hit[1].split()).casefold().strip(" .…")
            return any(quote in " ".join(text.split()).casefold() for text in evidence.texts)
    return False


def _is_moment_or_window(figure: Figure, reading: Reading, evidence: Evidence) -> bool:
    if figure.unit in ("date", "clock"):
        return figure.key in evidence.dates
    if figure.unit == "id":
        return figure.key in evidence.ids
    for window in reading.windows:
        if window.start <= figure.start and figure.end <= window.end:
            return any(window.is_of(days) for days, _ in evidence.offsets.values() if window.days is not None)
    return False


def _in_passage(figure: Figure, sentence: str, evidence: Evidence) -> bool:
    """Whether a cited passage holds the figure; what the guidance counts is never told as the team's own."""
    if _ABOUT_US.search(sentence):
        return False
    return any(bears_figure(figure, sentence, evidence.passages[number - 1]) for number in cited(sentence))


def _of_one_post(sentence: str, borne: Sequence[tuple[Figure, Subject, list[Fact]]], reading: Reading) -> bool:
    if reading.values("post"):
        return True
    ends = [hit.start() for hit in _PART.finditer(sentence)] + [len(sentence)]
    start = 0
    for end in ends:
        if not share_a_post(facts for figure, _, facts in borne if start <= figure.start < end):
            return False
        start = end
    return True


def _rightly_compared(sentence: str, borne: Sequence[tuple[Figure, Subject, list[Fact]]]) -> bool:
    """Whether "more ... than" and "up from" agree with the two figures they stand between."""
    levels = [(figure, subject) for figure, subject, facts in borne if not facts[0].is_change and not subject.is_whole]
    if len(levels) != 2 or levels[0][0].unit != levels[1][0].unit:
        return True
    (first, one), (second, two) = levels
    between = sentence[:second.start]
    if one.role == "before" or two.role == "before":
        rise = (second.value - first.value) * (1 if one.role == "before" else -1)
        return one.direction * rise >= 0 and two.direction * rise >= 0
    hit = _COMPARED.search(between) if re.search(r"\bthan\b", between) else None
    if not hit or one.is_change or two.is_change:
        return True
    return first.value > second.value if hit["more"] else first.value < second.value
