"""Make it smaller: a lower number, or a smaller promise in words."""

from __future__ import annotations

from bot.coach.commitments.commitment_cards import changed_reply
from bot.coach.commitments.commitment_changes import smaller
from bot.coach.desk import Desk
from bot.model.action import Action
from bot.model.command import Asker, Parameter, Reply


def run(desk: Desk, asker: Asker, subject: str, words: str) -> Reply:
    """Make a commitment smaller."""
    return changed_reply(desk, smaller(desk, asker, subject, words))


ACTION = Action("commitment-smaller", "Make a commitment smaller.", run, (
    Parameter("words", "What can you promise? A lower number, or the smaller promise", required=True),
), title="Make it smaller")
