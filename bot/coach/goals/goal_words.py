"""A goal in somebody's words: metric and target. Followers, reach and rivals are seen through, not set."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.coach.goals.objectives import METRICS
from bot.errors import UsageError

Vanity = Literal["followers", "reach", "rival"]
MOST = 1_000_000_000
_RIVAL = re.compile(r"@\w|\b(?:than|beats?|rivals?|competitors?|competition|versus|vs|overtake|outdo)\b", re.I)
_FOLLOWERS = re.compile(r"\b(?:followers?|fans?|subscribers?|subs)\b", re.I)
_REACH = re.compile(r"\b(?:reach|views?|impressions?|plays?|hits|likes?|viral)\b", re.I)
_NUMBER = re.compile(r"(?<![\w.])(\d[\d,]*)(?:\.0+)?\s*(%|percent\b)?(?![\w.])", re.I)
_SYNONYMS: Mapping[str, str] = {
    r"answer(?:ed|s)?|replies|replied|response rate": "answered share",
    r"conversations?|talks?|dialogues?": "conversations",
    r"enquir(?:y|ies)|inquir(?:y|ies)|requests?": "enquiries",
    r"bookings?|reservations?|appointments?": "bookings",
    r"sign-?\s?ups?|registrations?": "sign-ups",
    r"sales?|orders?|purchases?": "sales",
    r"referrals?|recommendations?": "referrals",
    r"leads?": "leads",
}


@dataclass(frozen=True, slots=True)
class Goal:
    """A metric of `METRICS` and its target: a count, in percent for the answered share."""

    metric: str
    target: int


def vanity(words: str) -> Vanity | None:
    """Return what a goal measures that says nothing of the business, None where it does."""
    if _RIVAL.search(words):
        return "rival"
    if _FOLLOWERS.search(words):
        return "followers"
    return "reach" if _REACH.search(words) else None


def read_goal(words: str) -> Goal:
    """Return the goal that words name. Raises UsageError naming what is missing or too large.

    >>> read_goal("20 leads"), read_goal("answered share 80%")
    (Goal(metric='leads', target=20), Goal(metric='answered share', target=80))
    """
    metric = next((metric for pattern, metric in _SYNONYMS.items() if re.search(rf"\b(?:{pattern})\b", words, re.I)), None)
    if metric is None:
        raise UsageError(f"I cannot measure {words!r}; choose from {', '.join(METRICS)}, such as: goals leads 20.")
    numbers = _NUMBER.findall(words)
    if len(numbers) != 1:
        raise UsageError(f"The target of {words!r} is not plain; write one whole number, such as: goals {metric} 20.")
    digits, percent = numbers[0]
    target = int(digits.replace(",", ""))
    if percent and metric != "answered share":
        raise UsageError(f"{metric.capitalize()} are counted, not in percent; write goals {metric} {target or 20}.")
    if not 1 <= target <= (100 if metric == "answered share" else MOST):
        span = "1 to 100 (percent)" if metric == "answered share" else f"1 to {MOST:,}"
        raise UsageError(f"The target {target:,} is off; for {metric} write {span}.")
    return Goal(metric, target)
