"""Moved to DM, where one complaint is shown: it stays open until it is resolved."""

from __future__ import annotations

from bot.coach.comments.complaints import moved
from bot.coach.desk import Desk
from bot.coach.nudges.pointing import pointed
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Note the move."""
    return moved(desk, asker, pointed(desk, subject))


ACTION = Action("moved-to-dm", "Say that a complaint was moved to a direct message.", run)
