"""List your campaigns."""

from __future__ import annotations

from typing import Any

from bot.coach.desk import Desk
from bot.coach.leads.campaigns import list_campaigns
from bot.model.command import Asker, Command, Reply


def run(desk: Desk, _asker: Asker, **_: Any) -> Reply:
    """List them with their days, their pages and what ties them together."""
    return list_campaigns(desk)


COMMAND = Command(run=run, examples=("campaigns",))
