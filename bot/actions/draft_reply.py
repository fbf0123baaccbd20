"""Draft reply, where one comment is shown: at most two drafts to copy, never sent."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.drafts.drafting import drafted
from bot.coach.nudges.pointing import pointed
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, _asker: Asker, subject: str) -> Reply:
    """Draft a reply."""
    return drafted(desk, pointed(desk, subject))


ACTION = Action("draft-reply", "Draft a reply to a comment.", run)
