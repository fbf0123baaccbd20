"""Undo, under leads told in chat: takes back exactly the leads of that one telling."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.leads.telling import take_back
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Remove the leads of the telling `subject`. Raises UsageError where somebody else told of them."""
    return take_back(desk, asker, subject)


ACTION = Action("undo-lead", "Take back leads that were told in chat.", run)
