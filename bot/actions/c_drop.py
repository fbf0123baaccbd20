"""Drop it: lets a commitment go without blame."""

from __future__ import annotations

from bot.coach.commitments.commitment_cards import changed_reply
from bot.coach.commitments.commitment_changes import drop
from bot.coach.desk import Desk
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Let a commitment go."""
    return changed_reply(desk, drop(desk, asker, subject))


ACTION = Action("commitment-drop", "Let a commitment go.", run)
