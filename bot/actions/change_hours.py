"""Change hours: one setting of a channel and its value, by form."""

from __future__ import annotations

from bot.coach.channels import place_for
from bot.coach.desk import Desk
from bot.coach.hour_settings import NAMES, Setting, read_value, worded
from bot.coach.settings.changing_hours import set_hours
from bot.errors import WrongValue
from bot.model.action import Action
from bot.model.command import Asker, Parameter, Reply


def run(desk: Desk, asker: Asker, subject: str, setting: str, value: str) -> Reply:
    """Set one of a channel's hours. Raises NotAllowed, and WrongValue where the value does not fit."""
    name = setting.replace(" ", "_")
    if name not in NAMES:
        raise WrongValue(f"There is no setting {setting!r}; choose from {', '.join(map(worded, NAMES))}.",
                         parameter="setting")
    try:
        wanted = Setting(name, read_value(name, value))
    except WrongValue as error:
        raise WrongValue(str(error), parameter="value") from error
    return set_hours(desk, asker, place_for(desk, asker, subject), [wanted])


ACTION = Action("change-hours", "Change when I speak.", run, (
    Parameter("setting", "Which setting?", "choice", tuple(map(worded, NAMES)), required=True),
    Parameter("value", "Its new value: 17:30, mon tue, Europe/Berlin, or default", required=True),
), title="Change when I speak")
