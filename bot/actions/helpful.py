"""Helpful, under an answer: counts for the piece of guidance it rests on most."""

from __future__ import annotations

from bot.coach.answers.kept_answers import piece_of
from bot.coach.answers.rated_answers import rate
from bot.coach.desk import Desk
from bot.model.action import Action
from bot.model.card import Card, text
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Keep that the answer `subject` helped: it counts for the piece it rests on most."""
    is_new = rate(desk, asker, piece_of(desk, subject), None)
    return Reply(Card(text("Thank you, that is kept" if is_new else "You said so already; nothing was changed")))


ACTION = Action("helpful", "Say that an answer helped.", run)
