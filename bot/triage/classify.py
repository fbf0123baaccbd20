"""Which of seven kinds a comment is, from its text alone: a user name never changes the answer.

What is seen in the text (bot/triage/features.py) is weighed by bot/triage/weights.txt. Missing a comment that needs an
answer costs more than showing one too many, so the first three classes win from a summed chance well below one half.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.triage.features import Seen, see
from bot.triage.weights import Weights, weights

LABELS: tuple[str, ...] = ("buying signal", "complaint", "question", "thanks", "hostile", "spam", "other")
NEEDS_ANSWER: frozenset[str] = frozenset({"buying signal", "complaint", "question"})

_REASONS = 3
_NAMES = {
    "qword": "asks", "qopen": "asks", "?": "question mark", "?end": "ends with a question mark", "deal": "offer",
    "ship": "delivery", "bought": "has bought", "howto": "how it works", "jobs": "work or prizes", "neg": "not",
    "no-praise": "praise denied", "no-blame": "blame denied", "noanswer": "no answer came", "chat": "small talk",
    "you": "speaks of you", "i": "speaks of themselves", "@": "names a user", "url": "an address",
    "masks-only": "nothing but names", "earn": "easy money", "follow": "followers", "contact": "write to me",
    "capitals": "CAPITALS", "no-words": "no words", "exclaim": "exclaims", "!!": "exclamation marks",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """One text's class (a comment's is one of `LABELS`), how sure (0 to 1), and what spoke for it, strongest first."""

    label: str
    confidence: float
    reasons: tuple[str, ...]


def classify(text: str) -> Verdict:
    """Name the class of one comment; blank text is "other"; never raises on any text.

    >>> classify("@ana how much is the small one?").label
    'buying signal'
    """
    seen = see(text)
    if seen is None:
        return Verdict("other", 1.0, ())
    model = weights()
    chances = dict(zip(model.classes, model.chances(seen), strict=True))
    needs_answer = sum(chances[label] for label in NEEDS_ANSWER) >= model.needs_answer_from
    label = max((label for label in LABELS if (label in NEEDS_ANSWER) == needs_answer), key=chances.__getitem__)
    return Verdict(label, chances[label], reasons(model, seen, label))


def reasons(model: Weights, seen: Seen, label: str) -> tuple[str, ...]:
    """Return what in a text spoke for a class, at most three things, strongest first."""
    place = model.classes.index(label)
    marks = (mark for mark in seen.marks if not mark.startswith(("long", "parts")))
    words = (word for word in seen.words if "^" not in word and "$" not in word)
    spoken = [(model.speaks_for("marks", mark, place), _told(mark, seen)) for mark in marks]
    spoken += [(model.speaks_for("words", word, place), f'"{word}"') for word in words]
    strongest = sorted((-strength, told) for strength, told in spoken if strength > 0)
    return tuple(dict.fromkeys(told for _, told in strongest))[:_REASONS]


def _told(mark: str, seen: Seen) -> str:
    cue = mark.removeprefix("^").removesuffix("$")
    name = _NAMES.get(cue, cue.replace("-", " "))
    return f'{name}: "{seen.shown[cue]}"' if cue in seen.shown else name
