"""Which of the team's posts somebody means by a few of its words; none where several could be meant."""

from __future__ import annotations

import re
from typing import Any

from bot.coach.answers.data_forms import ONE_POST
from bot.coach.answers.data_questions import DataQuestion
from bot.coach.desk import Desk
from bot.coach.figures.figures import measured
from bot.coach.windows import last_days

DAYS = 365
_STEM_LETTERS = 4
_SMALL = frozenset(("a", "an", "and", "at", "for", "from", "in", "of", "on", "our", "out", "that", "the", "this", "to",
                    "was", "we", "with"))


def post_asked_for(desk: Desk, asked: DataQuestion) -> dict[str, Any] | None:
    """Return the row of the one post that a question is about, None where it is not plain which."""
    found = re.fullmatch(ONE_POST, asked.words)
    return post_called(desk, found["words"]) if found else None


def post_called(desk: Desk, words: str) -> dict[str, Any] | None:
    """Return the row of `posts_measured` of the one post of a year that holds all these words, the newest of equal texts.

    Words are alike from their first letters on: "binding" finds "bind".
    """
    wanted = _stems(words)
    if not wanted:
        return None
    found = [row for row in measured(desk, last_days(desk, DAYS)) if wanted <= _stems(row["text"] or "")]
    return found[0] if len({" ".join((row["text"] or "").split()) for row in found}) == 1 else None


def _stems(words: str) -> frozenset[str]:
    return frozenset(each[:_STEM_LETTERS] for each in re.findall(r"[^\W_]+", words.lower()) if each not in _SMALL)
