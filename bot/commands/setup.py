"""Set this channel up step by step; nothing is posted before Turn on."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.settings.setup import setup_reply
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, channel: str | None = None) -> Reply:
    """Show how far the set-up of a channel is. Raises NotAllowed, and UsageError where no channel is meant."""
    return setup_reply(desk, asker, channel)


COMMAND = Command(
    run=run,
    parameters=(Parameter("channel", "which channel; the one you are in without it"),),
    examples=("setup",),
)
