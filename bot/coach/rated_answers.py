"""What people thought of answers, and the questions that had none: for the owner of the guidance.

A refused question is kept without the one who asked it.
"""

from __future__ import annotations

import logging

from bot.coach.desk import Desk
from bot.errors import StoreError
from bot.model.card import Card, Item, Items, quoted, say, text
from bot.model.command import Asker
from bot.model.times import ago, from_text
from bot.model.words import count, shorten

logger = logging.getLogger(__name__)

WHYS = ("wrong", "too vague", "not our case", "bad source")
"""Why an answer was not helpful."""
_NOTE_DAYS = 7
_LISTED = 10
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


def refused_card(desk: Desk) -> Card | None:
    """Return the note to the owner of the guidance about the last 7 days' questions without an answer, None without any."""
    now = desk.now
    rows = desk.records.rows("refused_questions", since=ago(from_text(now), days=_NOTE_DAYS), until=now)
    if not rows:
        return None
    items = tuple(Item(text("Asked {times}", times=count(row["times"], "time")), row["question"]) for row in rows[:_LISTED])
    return Card(
        text("{questions} had no answer in the guidance this week", questions=count(len(rows), "question")),
        (Items(items), say("Write a short piece for the first one; {how}", how=how_to_add(desk))),
        footer=quoted("Nobody's name is kept with a question."))


def how_to_add(desk: Desk) -> str:
    """Return how a piece of guidance is added here, in one sentence."""
    folder = desk.settings.guidance.folder
    if folder:
        return f"save it as a Markdown file in {folder}, with title, source and date on top."
    return "set [guidance] folder in the configuration and save it there as a Markdown file with title, source and date."
