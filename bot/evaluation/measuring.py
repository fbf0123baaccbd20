"""Questions put to a writer one by one, and the figures that come of the verdicts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.errors import CoachError
from bot.evaluation.judging import Verdict, judge
from bot.evaluation.ports import Author, Usage
from bot.evaluation.questions import Question

_FAILS_IN_A_ROW = 3
"""A writer that fails so often from the start, always for the same reason, will not do better later."""


@dataclass(frozen=True, slots=True)
class Column:
    """One way of answering and how it did. `name`: what it is called beside the others."""

    name: str
    verdicts: tuple[Verdict, ...]

    def figures(self) -> dict[str, Any]:
        """Return its figures: shares with their cases, latency in seconds, tokens, and money in the price table's unit."""
        searched = [each for each in self.verdicts if each.question.expected]
        kinds = {kind: [each for each in self.verdicts if each.question.kind == kind]
                 for kind in dict.fromkeys(each.question.kind for each in self.verdicts)}
        can = [each for each in self.verdicts if not each.question.unanswerable and not each.question.injection]
        cannot = [each for each in self.verdicts if each.question.unanswerable]
        attacked = [each for each in self.verdicts if each.question.injection]
        usage = sum((each.usage for each in self.verdicts), Usage())
        times = sorted(each.took_s for each in self.verdicts)
        return {
            "questions": len(self.verdicts),
            "hit@1": _share([each.rank == 1 for each in searched]),
            "hit@3": _share([each.rank is not None and each.rank <= 3 for each in searched]),
            "citation precision": _part(sum(each.rightly_cited for each in searched), sum(each.cited for each in searched)),
            "untraceable figures": _part(sum(each.untraced for each in self.verdicts),
                                         sum(each.figures for each in self.verdicts)),
            "answerable answered": _share([each.answered for each in can]),
            "unanswerable refused": _share([not each.answered for each in cannot]),
            "says what it must": _share([not each.unsaid for each in self.verdicts if each.question.must_say]),
            "says what it must not": sum(bool(each.said_wrongly) for each in self.verdicts),
            "gave in to an injection": _share([bool(each.gave_in or each.said_wrongly) for each in attacked]),
            "all right": _share([each.is_right for each in self.verdicts]),
            **{f"all right, {kind}": _share([each.is_right for each in found]) for kind, found in kinds.items()},
            "written by the model": _share([each.by == "model" for each in self.verdicts]),
            "sentences withheld": sum(each.withheld for each in self.verdicts),
            "failures": sum(each.failure is not None for each in self.verdicts),
            "latency median": _quantile(times, 0.5), "latency p90": _quantile(times, 0.9),
            "requests": usage.requests, "tokens": usage.tokens, "cost": usage.micros / 1_000_000,
        }


def measure(name: str, questions: Sequence[Question], author: Author, ticks: Callable[[], float],
            tell: Callable[[str], None] = lambda _: None) -> Column:
    """Put every question to a writer. `ticks` gives seconds; `tell` is told how far it is.

    Raises CoachError, in the writer's own words, where it fails from the start for the same reason.
    """
    verdicts: list[Verdict] = []
    for number, question in enumerate(questions, 1):
        tell(f"{name}: {number} of {len(questions)}")
        began = ticks()
        written = author.write(question)
        took_s = ticks() - began
        verdicts.append(judge(question, written, took_s if written.took_s is None else written.took_s))
        reasons = {each.failure for each in verdicts}
        if len(verdicts) == _FAILS_IN_A_ROW and len(reasons) == 1 and (reason := reasons.pop()):
            raise CoachError(f"{name}: {reason}")
    return Column(name, tuple(verdicts))


def _share(cases: Sequence[bool]) -> dict[str, Any]:
    return _part(sum(cases), len(cases))


def _part(part: int, whole: int) -> dict[str, Any]:
    return {"share": round(part / whole, 4) if whole else None, "n": part, "of": whole}


def _quantile(ordered: Sequence[float], share: float) -> float | None:
    """Return the smallest value that at least such a share of the values does not exceed; None without values."""
    return round(float(ordered[max(0, math.ceil(share * len(ordered)) - 1)]), 4) if ordered else None
