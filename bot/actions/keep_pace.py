"""Keep as is: nudges go on as before."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.nudges import pace
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Answer the question how often to write."""
    return pace.keep_pace(desk, asker, subject)


ACTION = Action("keep-pace", "Go on nudging as before.", run)
