"""Delete what is about me: what that would do is shown first."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.privacy.privacy import preview_delete
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, _subject: str) -> Reply:
    """Say what deleting would do."""
    return preview_delete(desk, asker)


ACTION = Action("delete-me", "Show what deleting would do.", run)
