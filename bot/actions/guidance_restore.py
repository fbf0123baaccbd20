"""Undo, under guidance that was removed or replaced: lets the earlier text answer again."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.own_guidance.own_guidance import restore
from bot.coach.own_guidance.own_guidance_cards import restored_reply
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Restore the entry or version that `subject` names. Raises NotAllowed for anybody but an admin."""
    return restored_reply(restore(desk, asker, subject))


ACTION = Action("guidance-restore", "Let a removed piece or document, or an earlier version, answer again.", run)
