"""Show what would have been posted in the last 28 days; nothing is posted."""

from __future__ import annotations

from typing import Any

from bot.coach.desk import Desk
from bot.coach.nudges.preview_card import preview_reply
from bot.model.command import Asker, Command, Reply


def run(desk: Desk, _asker: Asker, **_values: Any) -> Reply:
    """Replay the last 28 days of every channel; `nudges preview` takes another number of days."""
    return preview_reply(desk)


COMMAND = Command(
    run=run,
    examples=("preview",),
)
