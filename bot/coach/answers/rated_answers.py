"""What people thought of answers, and the questions that had none: for the owner of the guidance.

A refused question is kept without the one who asked it.
"""

from __future__ import annotations

import logging

from bot.coach.desk import Desk
from bot.errors import StoreError
from bot.model.command import Asker
from bot.model.words import shorten

logger = logging.getLogger(__name__)

WHYS = ("wrong", "too vague", "not our case", "bad source")
"""Why an answer was not helpful."""
_KEPT_LETTERS = 300


def note_refused(desk: Desk, question: str) -> None:
    """Keep a question that had no answer. An answer never fails because the store is busy: then the question is let go."""
    try:
        with desk.records.write() as writer:
            writer.run("note_refused_question", question=shorten(question, _KEPT_LETTERS), now=desk.now)
    except StoreError:
        logger.warning("refused question not kept")


def rate(desk: Desk, asker: Asker, piece: str, why: str | None) -> bool:
    """Keep what somebody thought of an answer that rests on a piece; `why` is None for a helpful one.

    Return whether that is new: the same word twice changes nothing.
    """
    said = {"is_helpful": "yes" if why is None else "no", "why": why}
    known = desk.records.one("answer_rating", person=asker.person, piece=piece)
    if known and all(known[name] == value for name, value in said.items()):
        return False
    with desk.records.write() as writer:
        writer.run("rate_answer", person=asker.person, piece=piece, now=desk.now, **said)
    return True
