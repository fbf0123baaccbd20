"""Show who changed which setting, the last ten times."""

from __future__ import annotations

from typing import Any

from bot.coach.desk import Desk
from bot.coach.settings.settings_card import log_reply
from bot.model.command import Asker, Command, Reply


def run(desk: Desk, _asker: Asker, **_values: Any) -> Reply:
    """Show the log of settings."""
    return log_reply(desk)


COMMAND = Command(
    run=run,
    examples=("settings log",),
)
