"""Why this?: the rule behind a card, shown to the presser alone; it works on closed cards too."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.nudges.why import why
from bot.coach.posted.cards import kept_card
from bot.coach.posted.pressed import unknown_reply
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, _asker: Asker, subject: str) -> Reply:
    """Explain why a card was posted."""
    kept = kept_card(desk, subject)
    return unknown_reply() if kept is None else Reply(why(desk, kept), dict(kept.told))


ACTION = Action("why-this", "Explain why a card was posted.", run)
