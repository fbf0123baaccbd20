"""Use this channel: the set-up's first step. Nothing is posted there yet."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.settings.setup import choose_channel
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Take up the channel that `subject` names. Raises NotAllowed."""
    return choose_channel(desk, asker, subject)


ACTION = Action("setup-channel", "Take a channel up.", run)
