"""Show what holds in this channel, and where it comes from."""

from __future__ import annotations

from bot.coach.channels import place_for
from bot.coach.desk import Desk
from bot.coach.settings.settings_card import settings_reply
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, channel: str | None = None) -> Reply:
    """Show a channel's settings. Raises UsageError where it is not clear which channel is meant."""
    return settings_reply(desk, place_for(desk, asker, channel))


COMMAND = Command(
    run=run,
    parameters=(Parameter("channel", "which channel; the one you are in without it", named=True),),
    examples=("settings",),
)
