"""Not needed, on a card that lists comments: asks which one and why, and puts it aside."""

from __future__ import annotations

from bot.coach.comments.comment_words import WHYS, not_needed
from bot.coach.desk import Desk
from bot.coach.nudges.pointing import first_number, pointed
from bot.model.action import Action
from bot.model.command import Asker, Parameter, Reply


def run(desk: Desk, _asker: Asker, subject: str, number: int = 1, why: str = "") -> Reply:
    """Put it aside. Raises UsageError without a reason."""
    row = pointed(desk, subject, number)
    return not_needed(desk, row["comment_id"], why, row["network"])


def prefill(desk: Desk, subject: str) -> dict[str, int]:
    """Offer the first that still waits."""
    return {"number": first_number(desk, subject)}


ACTION = Action("dismiss-item", "Say that a comment needs no answer, and why.", run, (
    Parameter("number", "Which one? Its number on the card", "number", required=True),
    Parameter("why", "Why does it need no answer?", "choice", WHYS, required=True),
), prefill, title="No answer needed")
