"""Show when I may speak in this channel, and the next three moments."""

from __future__ import annotations

from bot.coach.channels import place_for
from bot.coach.desk import Desk
from bot.coach.nudges.schedule import document, schedule_card
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, channel: str | None = None) -> Reply:
    """Show a channel's slots. Raises UsageError where it is not clear which channel is meant."""
    where = place_for(desk, asker, channel)
    return Reply(schedule_card(desk, where), document(desk, where))


COMMAND = Command(
    run=run,
    parameters=(Parameter("channel", "which channel; the one you are in without it", named=True),),
    examples=("schedule",),
)
