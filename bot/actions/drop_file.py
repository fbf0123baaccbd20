"""Not now: a dropped file is forgotten."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.files.dropped import not_wanted
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Forget the dropped file of an id. Raises NotAllowed."""
    return not_wanted(desk, asker, subject)


ACTION = Action("drop-file", "Forget a dropped file.", run)
