"""Pause: direct messages to the presser wait until a day."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.settings.my_quiet import PAUSES, pause_me
from bot.model.action import Action
from bot.model.command import Asker, Parameter, Reply


def run(desk: Desk, asker: Asker, _subject: str, until: str) -> Reply:
    """Pause the presser's direct messages."""
    return pause_me(desk, asker, until)


ACTION = Action("pause-me", "Send me nothing for a while.", run, (
    Parameter("until", "Until when?", "choice", tuple(each.lower() for each in PAUSES), required=True),
), title="Pause messages to me")
