"""Done: closes a commitment by its person's word, or by the data where that shows it."""

from __future__ import annotations

from bot.coach.commitments.commitment_cards import changed_reply
from bot.coach.commitments.commitment_changes import done
from bot.coach.desk import Desk
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Close a commitment as kept."""
    return changed_reply(desk, done(desk, asker, subject))


ACTION = Action("commitment-done", "Close a commitment as kept.", run)
