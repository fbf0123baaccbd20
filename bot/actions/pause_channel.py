"""Pause: nothing is posted in a channel until a day."""

from __future__ import annotations

from bot.coach.channels import place_for
from bot.coach.desk import Desk
from bot.coach.nudges.silence import pause_channel
from bot.model.action import Action
from bot.model.command import Asker, Parameter, Reply


def run(desk: Desk, asker: Asker, subject: str, until: str | None = None) -> Reply:
    """Pause a channel. Raises NotAllowed, and CannotRead for words that name no moment for certain."""
    return pause_channel(desk, asker, place_for(desk, asker, subject), until)


ACTION = Action("pause-channel", "Keep silent for a while.", run, (
    Parameter("until", "Until when? Such as Monday or 20 March; two weeks without it"),
), title="Pause this channel")
