"""Questions as people asked them: near-equal ones together, and back in full from the few letters a button carries."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.coach.desk import Desk
from bot.coach.ports import Row
from bot.model.times import ago, from_text
from bot.model.words import shorten

CARRIED_LETTERS = 60
"""Of a question, in a button: Discord allows 100 letters for the whole of it."""
_NEAR = 0.6
"""The share of two questions' words that must be the same for them to be one question."""
_SAME_WORD = 0.8
_STEM_LETTERS = 5
_KEPT_DAYS = 90
_SMALL_WORDS = """
a an and any are as at be can could did do does for from get had has have how i if in is it its let me my of on or our
please should so some tell than that the their them there they this to up us want was we were what when where which who
why will with would you your
"""
_SMALL = frozenset(_SMALL_WORDS.split())


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that ask for the same, `question` the one asked most. `times`: how often they were asked in all."""

    question: str
    times: int
    others: tuple[str, ...] = ()


def grouped(rows: Iterable[Row]) -> list[Group]:
    """Return refused questions (rows of `question` and `times`) with near-equal ones together, the most asked first."""
    groups: list[tuple[frozenset[str], list[Row]]] = []
    for row in rows:
        words = _words(row["question"])
        near = next((members for lead, members in groups if is_near(lead, words)), None)
        if near is None:
            groups.append((words, [row]))
        else:
            near.append(row)
    found = [Group(members[0]["question"], sum(int(each["times"]) for each in members),
                   tuple(each["question"] for each in members[1:])) for _, members in groups]
    return sorted(found, key=lambda each: -each.times)


def is_near(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two questions, as sets of their words' stems, ask for the same."""
    if not one or not other:
        return one == other
    fewer, more = sorted((one, other), key=len)
    shared = sum(any(_is_alike(word, each) for each in more) for word in fewer)
    return 2 * shared / (len(one) + len(other)) >= _NEAR


def carried(question: str) -> str:
    """Return a question as it travels with a button: short enough for every front, and without its separator."""
    return shorten(question.replace(":", " "), CARRIED_LETTERS)


def in_full(desk: Desk, subject: str) -> str:
    """Return the question that a button carries, as it was asked where that is known."""
    rows = desk.records.rows("refused_questions", since=ago(from_text(desk.now), days=_KEPT_DAYS), until=desk.now)
    return next((str(row["question"]) for row in rows if carried(row["question"]) == subject), subject.rstrip("…"))


def _words(question: str) -> frozenset[str]:
    folded = unicodedata.normalize("NFKD", question.casefold())
    words = re.findall(r"\w+", "".join(letter for letter in folded if not unicodedata.combining(letter)))
    return frozenset(word[:_STEM_LETTERS] for word in words if word not in _SMALL) or frozenset(words)


def _is_alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) >= _STEM_LETTERS
                            and SequenceMatcher(None, one, other).ratio() >= _SAME_WORD)
