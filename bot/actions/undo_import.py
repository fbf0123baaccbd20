"""Undo import: what an import alone told of is forgotten again."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.files.dropped import take_back
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Take the import of an id back. Raises NotAllowed and UsageError."""
    return take_back(desk, asker, subject)


ACTION = Action("undo-import", "Take an import back.", run)
