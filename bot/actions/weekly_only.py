"""Weekly only: from now on the digest alone."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.nudges import pace
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Answer the question how often to write."""
    return pace.weekly_only(desk, asker, subject)


ACTION = Action("weekly-only", "Post the digest alone.", run)
