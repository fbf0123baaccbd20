"""Let me answer in this channel though another company reads along, or not."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.settings.outsiders import AS_CONFIGURED, OFF, ON, set_outsiders, show_outsiders
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, answer: str | None = None, channel: str | None = None) -> Reply:
    """Show what holds in a channel shared with outsiders, or set it. Raises NotAllowed."""
    return set_outsiders(desk, asker, channel, answer) if answer else show_outsiders(desk, asker, channel)


COMMAND = Command(
    run=run,
    parameters=(
        Parameter("answer", "on, off, or default for what the configuration says", "choice", (ON, OFF, AS_CONFIGURED)),
        Parameter("channel", "which channel; the one you are in without it", named=True),
    ),
    examples=("settings outsiders on",),
)
