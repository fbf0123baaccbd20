"""What each feature says for each class, learned from labelled texts by tests/training.

A file is read once, on first use. Its first lines name the texts it was learned from (`texts`, a SHA-256).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from math import exp
from pathlib import Path

from bot.triage.features import Seen

WEIGHTS = Path(__file__).parent / "weights.txt"
GROUPS = ("marks", "words", "grams")
ZERO = 79
"""The character that stands for weight 0; one character is one `step`."""

Row = bytes


@dataclass(frozen=True, slots=True)
class Weights:
    """A linear model over the classes: rows of one byte a class, in the order of the file's `classes`."""

    classes: tuple[str, ...]
    texts: str
    step: float
    needs_answer_from: float
    start: tuple[float, ...]
    rows: dict[str, dict[str, Row]] = field(repr=False)

    def chances(self, seen: Seen) -> list[float]:
        """Give the chance of each class, in the order of `classes`; they sum to 1."""
        found = [*self._found("marks", seen.marks), *self._found("words", seen.words), *self._found("grams", seen.grams)]
        sums = [sum(column) for column in zip(*found, strict=True)] or [0] * len(self.classes)
        offset = ZERO * len(found)
        scores = [start + (total - offset) * self.step for start, total in zip(self.start, sums, strict=True)]
        top = max(scores)
        powers = [exp(score - top) for score in scores]
        whole = sum(powers)
        return [power / whole for power in powers]

    def speaks_for(self, group: str, feature: str, place: int) -> int:
        """Say how strongly one feature speaks for the class at `place`, in steps; below 0 against it."""
        row = self.rows[group].get(feature)
        return 0 if row is None else row[place] - ZERO

    def _found(self, group: str, features: Iterable[str]) -> list[Row]:
        rows = self.rows[group]
        return [rows[feature] for feature in features if feature in rows]


@cache
def weights(path: Path = WEIGHTS) -> Weights:
    """Read shipped weights: those for comments, or those of another file."""
    head, *parts = path.read_text(encoding="utf-8").split("\n\n")
    facts = dict(line.split("=", 1) for line in head.split("\n") if not line.startswith("#"))
    return Weights(
        classes=tuple(facts["classes"].split(",")),
        texts=facts["texts"],
        step=float(facts["step"]),
        needs_answer_from=float(facts.get("needs_answer_from", 1)),
        start=tuple(map(float, facts["start"].split(","))),
        rows={group: _rows(part) for group, part in zip(GROUPS, parts, strict=True)},
    )


def _rows(part: str) -> dict[str, Row]:
    pieces = part.replace("\n", "\t").split("\t")
    return dict(zip(pieces[::2], map(str.encode, pieces[1::2]), strict=True))
