"""What the language model remarks on a text before it is posted: three things at most, each with the guidance it rests on.

The verdict never depends on it; without a model nothing is asked and nothing is said.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.coach.desk import Desk
from bot.coach.drafts.reply_sources import TONE_QUESTION
from bot.errors import CoachError
from bot.model.answers import Source
from bot.model.card import Part, say
from bot.model.words import listed

logger = logging.getLogger(__name__)
MOST = 3
_MOST_SOURCES = 6
_QUESTIONS = ("What should a post say, and whom is it for?", "What should a post ask its readers to do?")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What is added to an audit: parts of its card, and entries of its document."""

    parts: tuple[Part, ...] = ()
    document: tuple[dict[str, Any], ...] = ()


def reviewed_by_model(desk: Desk, words: str, found: Sequence[str]) -> Reviewed:
    """Return what the model remarks on a text. `found`: what the checks said. Never raises for the model's failure."""
    if desk.reviewer is None:
        return Reviewed()
    try:
        sources = _sources(desk)
        remarks = desk.reviewer.remarks(words, found, sources)[:MOST] if sources else ()
    except CoachError as error:
        logger.info("model gave no remarks kind=%s", type(error).__name__)
        return Reviewed((say("__No remarks by AI: {why}__", why=str(error)),))
    if not remarks:
        return Reviewed()
    parts = (say("**Remarks by AI**, from the guidance:"), *(
        say("- {remark} __({titles})__", remark=each.text, titles=_titles(each.sources)) for each in remarks))
    return Reviewed(parts, tuple(
        {"by": "model", "words": each.text, "guidance": [source.id for source in each.sources]} for each in remarks))


def _sources(desk: Desk) -> tuple[Source, ...]:
    """Return the guidance that speaks to any post, and what the team's own documents say about how it writes."""
    found = [source for question in _QUESTIONS for source in desk.adviser.answer(question).sources]
    own = [source for source in desk.adviser.answer(TONE_QUESTION).sources if source.origin == "team"]
    return tuple({source.id: source for source in (*own, *found)}.values())[:_MOST_SOURCES]


def _titles(sources: Sequence[Source]) -> str:
    return listed(list(dict.fromkeys(source.title for source in sources)))
