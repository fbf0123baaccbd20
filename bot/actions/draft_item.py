"""Draft reply, on a card that lists comments: asks which one, then drafts at most two replies to copy."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.drafts.drafting import drafted
from bot.coach.nudges.pointing import first_number, pointed
from bot.model.action import Action
from bot.model.command import Asker, Parameter, Reply


def run(desk: Desk, _asker: Asker, subject: str, number: int = 1) -> Reply:
    """Draft a reply."""
    return drafted(desk, pointed(desk, subject, number))


def prefill(desk: Desk, subject: str) -> dict[str, int]:
    """Offer the first that still waits."""
    return {"number": first_number(desk, subject)}


ACTION = Action("draft-item", "Draft a reply to a comment.", run, (
    Parameter("number", "Which one? Its number on the card", "number", required=True),
), prefill, title="Draft a reply")
