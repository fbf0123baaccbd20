"""Import: a dropped file goes into the store, and the new data closes what it closes."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.files.dropped import import_dropped
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Import the dropped file of an id. Raises NotAllowed, and CoachError with the reason where it cannot be read."""
    return import_dropped(desk, asker, subject)


ACTION = Action("import-file", "Import a dropped file.", run)
