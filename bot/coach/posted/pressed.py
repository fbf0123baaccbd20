"""What a press on a card answers when there is nothing left to change."""

from __future__ import annotations

from bot.coach.posted.cards import Kept
from bot.model.card import Card, text
from bot.model.command import Reply


def unknown_reply() -> Reply:
    """Answer a press on a card that the team's records do not hold."""
    return Reply(Card(text("This card is not known here any more; nothing was changed"), tone="warning"), failed=True)


def closed_reply(kept: Kept) -> Reply:
    """Answer a press on a card that asks for nothing any more."""
    return Reply(Card(text("Nothing was changed: this card is closed, {because}", because=kept.ended_because)))


def said(template: str, **values: str | int) -> Reply:
    """Answer a press with one sentence."""
    return Reply(Card(text(template, **values)))
