"""Take a campaign off the list."""

from __future__ import annotations

from typing import Any

from bot.coach.desk import Desk
from bot.coach.leads.campaigns import drop_campaign
from bot.coach.leads.lead_suggestions import campaign_names
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, _asker: Asker, **values: Any) -> Reply:
    """Forget the campaign; the reply says how to add it again. Raises UsageError."""
    return drop_campaign(desk, values.get("name") or "")


COMMAND = Command(
    run=run,
    parameters=(Parameter("name", "the campaign's name", required=True, rest=True, suggest=campaign_names),),
    examples=("campaigns drop Spring bake",),
)
