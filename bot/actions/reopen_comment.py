"""Undo, under a word on one comment: the last word on it is taken back."""

from __future__ import annotations

from bot.coach.comments.complaints import reopened
from bot.coach.desk import Desk
from bot.coach.nudges.pointing import pointed
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Take it back."""
    return reopened(desk, asker, pointed(desk, subject))


ACTION = Action("reopen-comment", "Take back the last word on a comment.", run)
