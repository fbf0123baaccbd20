"""Turn on: from here on the coach has leave to post in a channel. Nothing is posted before."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.settings.leave import give_leave
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Turn a channel on; its name is the subject. Raises NotAllowed."""
    return give_leave(desk, asker, subject)


ACTION = Action("turn-on", "Give the coach leave to post in a channel.", run)
