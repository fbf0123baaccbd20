"""The home tab: today's cards as one view, and beneath them what can be begun from there."""

from __future__ import annotations

from typing import Any

from bot.coach.channels import places
from bot.coach.desk import Desk
from bot.coach.today import today_cards
from bot.model.card import Button, Card, text
from bot.model.command import Asker
from bot.render import slack
from bot.render.limits import SLACK_VIEW_BLOCKS

CHANNELS = 3
"""Of how many channels the hours can be changed from here; **schedule set** reaches the others."""


def home_view(desk: Desk, asker: Asker) -> dict[str, Any]:
    """Return the view of somebody's home tab. What does not fit is left to the commands that show it whole."""
    blocks: list[dict[str, Any]] = []
    for card in (*today_cards(desk, asker), _beginnings(desk, asker)):
        first, *_ = slack.render(card)
        more = [{"type": "divider"}, *first.blocks] if blocks else first.blocks
        if len(blocks) + len(more) <= SLACK_VIEW_BLOCKS:
            blocks += more
    return {"type": "home", "blocks": blocks}


def _beginnings(desk: Desk, asker: Asker) -> Card:
    """Return the forms that can be opened from here: a commitment, and for admins the hours of the channels."""
    settable = places(desk)[:CHANNELS] if asker.is_admin else []
    hours = (Button(f"Hours of {each.channel}", "change-hours", each.channel) for each in settable)
    return Card(text("Begin something"), buttons=(Button("Make a commitment", "/commit"), *hours))
