"""Resolved offline, where one complaint is shown: its end is kept."""

from __future__ import annotations

from bot.coach.comments.complaints import resolved
from bot.coach.desk import Desk
from bot.coach.nudges.pointing import pointed
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Note the end."""
    return resolved(desk, asker, pointed(desk, subject))


ACTION = Action("resolved-offline", "Say that a complaint was resolved offline.", run)
