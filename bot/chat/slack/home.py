"""The home tab: today's cards as one view."""

from __future__ import annotations

from typing import Any

from bot.coach.desk import Desk
from bot.coach.today import today_cards
from bot.model.command import Asker
from bot.render import slack
from bot.render.limits import SLACK_VIEW_BLOCKS


def home_view(desk: Desk, asker: Asker) -> dict[str, Any]:
    """Return the view of somebody's home tab. What does not fit is left to the commands that show it whole."""
    blocks: list[dict[str, Any]] = []
    for card in today_cards(desk, asker):
        first, *_ = slack.render(card)
        more = [{"type": "divider"}, *first.blocks] if blocks else first.blocks
        if len(blocks) + len(more) <= SLACK_VIEW_BLOCKS:
            blocks += more
    return {"type": "home", "blocks": blocks}
