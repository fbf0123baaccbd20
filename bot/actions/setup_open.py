"""Set-up: how far the set-up of a channel is, with every step as a button."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.settings.setup import setup_reply
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Show the set-up of the channel that `subject` names. Raises NotAllowed."""
    return setup_reply(desk, asker, subject or None)


ACTION = Action("setup-open", "Show how far the set-up is.", run)
