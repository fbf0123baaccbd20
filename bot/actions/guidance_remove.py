"""Undo, under guidance that was added: lets it answer no more; it can be restored."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.own_guidance.own_guidance import remove
from bot.coach.own_guidance.own_guidance_cards import removed_reply
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Remove the entry that `subject` names. Raises NotAllowed for anybody but an admin."""
    return removed_reply(remove(desk, asker, subject))


ACTION = Action("guidance-remove", "Let a piece or document of your own answer no more.", run)
