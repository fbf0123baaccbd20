"""Resume: a paused channel is spoken in again."""

from __future__ import annotations

from bot.coach.channels import place_for
from bot.coach.desk import Desk
from bot.coach.nudges.silence import resume_channel
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """End a channel's pause. Raises NotAllowed."""
    return resume_channel(desk, asker, place_for(desk, asker, subject))


ACTION = Action("resume", "Speak in a paused channel again.", run)
