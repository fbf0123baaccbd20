"""Turn off: the leave to post in a channel is taken back."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.settings.leave import take_leave_back
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Turn a channel off; its name is the subject. Raises NotAllowed."""
    return take_leave_back(desk, asker, subject)


ACTION = Action("turn-off", "Take back the leave to post in a channel.", run)
