"""Keep silent in this channel until a day, for two weeks without one."""

from __future__ import annotations

from bot.coach.channels import place_for
from bot.coach.desk import Desk
from bot.coach.nudges.silence import pause_channel
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, until: str | None = None, channel: str | None = None) -> Reply:
    """Pause a channel. Raises NotAllowed, and CannotRead for words that name no moment for certain."""
    return pause_channel(desk, asker, place_for(desk, asker, channel), until)


COMMAND = Command(
    run=run,
    parameters=(
        Parameter("until", "until when, such as Monday or 20 March", rest=True),
        Parameter("channel", "which channel; the one you are in without it", named=True),
    ),
    examples=("pause until Monday", "pause"),
)
