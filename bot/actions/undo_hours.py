"""Undo: the hours of a channel go back to what they were before a change."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.settings.changing_hours import undo_hours
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Take the change back whose entry in the log `subject` names. Raises NotAllowed."""
    return undo_hours(desk, asker, subject)


ACTION = Action("undo-hours", "Take a change of hours back.", run)
