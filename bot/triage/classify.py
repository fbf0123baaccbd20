"""Which of seven kinds a comment is, from its text alone: a user name never changes the answer."""

from __future__ import annotations

import re
from dataclasses import dataclass

LABELS: tuple[str, ...] = ("buying signal", "complaint", "question", "thanks", "hostile", "spam", "other")
NEEDS_ANSWER: frozenset[str] = frozenset({"buying signal", "complaint", "question"})

_HANDLE = re.compile(r"(?<!\w)@[\w.]+")
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("spam", re.compile(r"\b(?:crypto|bitcoin|forex|whats ?app|telegram|dm to collab|promote it on|gain followers)\b")),
    ("complaint", re.compile(r"\b(?:refund|broken|never arrived|waited|rude|still waiting|disappointed|cold food)\b")),
    ("buying signal", re.compile(r"\b(?:price|how much|link|in stock|ship to|book a table|just bought|ordered|need this)\b")),
    ("hostile", re.compile(r"\b(?:idiots?|clowns?|pathetic|scum|losers?|morons?)\b")),
    ("question", re.compile(r"\?|^(?:what|when|where|who|how|why|is|are|do|does|can|could)\b")),
    ("thanks", re.compile(r"\b(?:thanks?|thank you|love|lovely|amazing|beautiful)\b|[\u2764\U0001f525\U0001f60d]")),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One comment's class (one of `LABELS`), how sure (0 to 1), and what in the text spoke for it."""

    label: str
    confidence: float
    reasons: tuple[str, ...]


def classify(text: str) -> Verdict:
    """Name the class of one comment; blank text is "other"; never raises on any text."""
    plain = _HANDLE.sub("@", text).lower()
    for label, pattern in _PATTERNS:
        found = pattern.search(plain)
        if found is not None:
            return Verdict(label, 0.5, (found.group(),))
    return Verdict("other", 0.5, ())
