"""Undo: what an admin said of outsiders in a channel goes back to what held before."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.settings.outsiders import undo_outsiders
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Take the change back whose entry in the log `subject` names. Raises NotAllowed."""
    return undo_outsiders(desk, asker, subject)


ACTION = Action("undo-outsiders", "Take back what was said of outsiders.", run)
