"""Keep private, under an answer: nobody else is shown it."""

from __future__ import annotations

from bot.coach.answers.kept_answers import own_answer
from bot.coach.desk import Desk
from bot.coach.posted.pressed import said
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Say that the answer `subject` stays with its asker, or that it does not any more."""
    if own_answer(desk, asker, subject).shared_at is not None:
        return said("You shared this answer before; delete the message in the channel to take it back")
    return said("It stays with you; nothing was posted")


ACTION = Action("keep-private", "Keep an answer to yourself.", run)
