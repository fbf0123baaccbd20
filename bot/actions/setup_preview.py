"""Preview: the set-up's step that shows what would have come in the last 28 days."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.settings.setup import look_ahead
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Replay the last 28 days of the channel that `subject` names. Raises NotAllowed."""
    return look_ahead(desk, asker, subject)


ACTION = Action("setup-preview", "Show what would have come.", run)
