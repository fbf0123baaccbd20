"""Preview: what would have been posted in the last 28 days."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.nudges.preview_card import preview_reply
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, _asker: Asker, subject: str) -> Reply:
    """Replay the last days, of the channel that `subject` names or of all."""
    return preview_reply(desk, channel=subject or None)


ACTION = Action("show-preview", "Show what would have been posted.", run)
