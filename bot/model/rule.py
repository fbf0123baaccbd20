"""What a rule is: one detection with its wording, its own example and near miss, and the guidance it rests on.

A rule knows nothing of who asks: audits, nudges and digests all read the same findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.model.card import Text
from bot.model.facts import Fact

Row = Mapping[str, Any]
Unit = Literal["days", "hours", "count", "share", "ratio", "people"]
Measure = Literal["answers", "leads", "posts", "word"]
Verdict = Literal["fires", "cant-tell"]


@dataclass(frozen=True, slots=True)
class Setting:
    """A number a team may change: its default, its unit and what it decides."""

    default: float
    unit: Unit
    why: str


@dataclass(frozen=True, slots=True)
class Ref:
    """A row of the team's own data: what it is (`post`, `comment`, `campaign` ...), its network and its id."""

    kind: str
    network: str
    id: str


@dataclass(frozen=True, slots=True)
class CaseItem:
    """One of several things a case asks for. `words` are somebody else's and are never markup."""

    ref: Ref
    headline: str
    facts: Mapping[str, Any]
    words: str | None = None
    why: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One thing a rule saw. `facts` fill the wording's slots; `stake` is the expected gain in leads, 0 if unknown.

    `counts`: what its fact `n` counts, where that is not what the rule says.
    """

    subject: tuple[Ref, ...]
    facts: Mapping[str, Any]
    verdict: Verdict = "fires"
    reason: str | None = None
    stake: float = 0.0
    items: tuple[CaseItem, ...] = ()
    words: str | None = None
    url: str | None = None
    counts: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class View:
    """From where a rule looks: the moment (UTC text), the team's zone, its settings and how far back they reach.

    `ago` holds, for each setting in days or hours, the moment it reaches back to (UTC text). `spent`: things that stand on
    enough cards already, so that no further card may ask for them; the figures count them all the same.
    """

    now: str
    zone: str
    settings: Mapping[str, float]
    ago: Mapping[str, str]
    spent: frozenset[Ref] = frozenset()


@dataclass(frozen=True, slots=True)
class Example:
    """A small team's data and the moment to look from. `feeds` gives each feed's as-of (posts, comments, leads)."""

    now: str
    facts: tuple[Fact, ...] = ()
    feeds: Mapping[str, str] = field(default_factory=dict)
    objectives: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `detect` is one query; it gets `:team_id`, `:now` and each setting by its name, and for a setting
    in days or hours the moment it reaches back to as `:<name>_ago`. `refine` says what SQL cannot.

    `title`, `ask`, `next_step` and `commitment` are templates over a case's facts. `counts`: what the fact `n` counts,
    for one and for many.
    """

    detect: str
    refine: Callable[[Sequence[Row], View], Iterable[Case]]
    title: str
    ask: str
    next_step: str
    commitment: str
    measured_by: Measure
    closed_by: str
    rests_on: tuple[str, ...]
    settings: Mapping[str, Setting]
    fires_on: Example
    silent_on: Example
    severity: Literal[1, 2, 3] = 2
    slot: Literal["nudge", "audit"] = "nudge"
    effort_minutes: int = 5
    counts: tuple[str, str] = ("case", "cases")


def in_words(key: str) -> str:
    """Return a rule's name as people say it.

    >>> in_words("thank-your-regulars")
    'thank your regulars'
    """
    return key.replace("-", " ")


@dataclass(frozen=True, slots=True)
class NamedRule:
    """A rule with the name of its file (dashes for underscores) and the docstring that is its manual."""

    key: str
    manual: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Finding:
    """A case put into words, with the window, n and as-of that its facts rest on. `counted`: n with its noun."""

    rule: str
    case: Case
    headline: Text
    ask: Text
    next_step: Text
    commitment: str
    measured_by: Measure
    rests_on: tuple[str, ...]
    severity: int
    slot: str
    effort_minutes: int
    facts: Mapping[str, Any]
    counted: str = ""
