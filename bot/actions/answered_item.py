"""Answered, on a card that lists comments: asks which one, and counts it as answered on the presser's word."""

from __future__ import annotations

from bot.coach.comments.comment_words import answered
from bot.coach.desk import Desk
from bot.coach.nudges.pointing import first_number, pointed
from bot.model.action import Action
from bot.model.command import Asker, Parameter, Reply


def run(desk: Desk, _asker: Asker, subject: str, number: int = 1) -> Reply:
    """Keep that it was answered."""
    row = pointed(desk, subject, number)
    return answered(desk, row["comment_id"], row["network"])


def prefill(desk: Desk, subject: str) -> dict[str, int]:
    """Offer the first that still waits."""
    return {"number": first_number(desk, subject)}


ACTION = Action("answered-item", "Say that a comment was answered.", run, (
    Parameter("number", "Which one? Its number on the card", "number", required=True),
), prefill, title="Answered already")
