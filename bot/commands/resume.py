"""Speak in a paused channel again."""

from __future__ import annotations

from bot.coach.channels import place_for
from bot.coach.desk import Desk
from bot.coach.nudges.silence import resume_channel
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, channel: str | None = None) -> Reply:
    """End a pause. Raises NotAllowed."""
    return resume_channel(desk, asker, place_for(desk, asker, channel))


COMMAND = Command(
    run=run,
    parameters=(Parameter("channel", "which channel; the one you are in without it", named=True),),
    examples=("resume",),
)
