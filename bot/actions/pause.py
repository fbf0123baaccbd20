"""Pause 2 weeks: nothing is posted in the channel meanwhile."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.nudges import pace
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Answer the question how often to write."""
    return pace.pause(desk, asker, subject)


ACTION = Action("pause", "Keep silent for two weeks.", run)
