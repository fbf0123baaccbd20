"""Change when I may speak in this channel: one setting and its value."""

from __future__ import annotations

from bot.coach.channels import place_for
from bot.coach.desk import Desk
from bot.coach.hour_settings import read_settings
from bot.coach.settings.changing_hours import set_hours
from bot.errors import WrongValue
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, setting: str, channel: str | None = None) -> Reply:
    """Set one of a channel's hours. Raises NotAllowed, and WrongValue naming what does not fit."""
    where = place_for(desk, asker, channel)
    try:
        wanted = read_settings(setting)
    except WrongValue as error:
        raise WrongValue(str(error), parameter="setting") from error
    return set_hours(desk, asker, where, wanted)


COMMAND = Command(
    run=run,
    parameters=(
        Parameter("setting", "nudge at, nudge days, audit at, audit day, digest at, digest day, quiet from, quiet to, "
                             "quiet days, holidays, zone or profile, then its value", required=True, rest=True),
        Parameter("channel", "which channel; the one you are in without it", named=True),
    ),
    examples=("schedule set quiet from 17:30", "schedule set nudge days mon wed fri", "schedule set zone Europe/Berlin"),
)
