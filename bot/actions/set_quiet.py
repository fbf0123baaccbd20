"""Set quiet hours: direct messages to the presser wait between two clock times."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.settings.my_quiet import OFF, set_quiet, set_quiet_hours
from bot.model.action import Action
from bot.model.command import Asker, Parameter, Reply


def run(desk: Desk, asker: Asker, _subject: str, quiet_from: str, quiet_to: str = "09:00") -> Reply:
    """Set the presser's quiet hours. Raises WrongValue naming the time that is off."""
    if quiet_from.strip().lower() in OFF:
        return set_quiet(desk, asker, quiet_from)
    return set_quiet_hours(desk, asker, quiet_from, quiet_to)


ACTION = Action("set-quiet", "Set your quiet hours.", run, (
    Parameter("quiet_from", "Quiet from (off for no quiet hours)", required=True, default="17:00"),
    Parameter("quiet_to", "Quiet to", default="09:00"),
), title="Set your quiet hours")
