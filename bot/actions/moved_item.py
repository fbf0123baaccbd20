"""Moved to DM, on a card that lists comments: asks which one; it stays open until it is resolved."""

from __future__ import annotations

from bot.coach.comments.complaints import moved
from bot.coach.desk import Desk
from bot.coach.nudges.pointing import first_number, pointed
from bot.model.action import Action
from bot.model.command import Asker, Parameter, Reply


def run(desk: Desk, asker: Asker, subject: str, number: int = 1) -> Reply:
    """Note the move."""
    return moved(desk, asker, pointed(desk, subject, number))


def prefill(desk: Desk, subject: str) -> dict[str, int]:
    """Offer the first that still waits."""
    return {"number": first_number(desk, subject)}


ACTION = Action("moved-item", "Say that a complaint was moved to a direct message.", run, (
    Parameter("number", "Which one? Its number on the card", "number", required=True),
), prefill, title="Moved to direct message")
