"""Show the one thing to do now, your promises, the week, your quiet hours and how old the data is."""

from __future__ import annotations

from typing import Any

from bot.coach.desk import Desk
from bot.coach.today import as_one, today_cards
from bot.model.card_text import plain_card
from bot.model.command import Asker, Command, Reply


def run(desk: Desk, asker: Asker, **_values: Any) -> Reply:
    """Show today as one card; the document holds each part as plain text."""
    cards = today_cards(desk, asker)
    names = ("today", "commitments", "week", "quiet_hours", "data")
    return Reply(as_one(cards), {name: plain_card(card) for name, card in zip(names, cards, strict=True)})


COMMAND = Command(
    run=run,
    examples=("today",),
)
