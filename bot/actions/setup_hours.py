"""Hours: the set-up's step that asks when to speak, with what holds now filled in."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.settings.setup import HOURS, choose_hours, prefilled_hours
from bot.model.action import Action
from bot.model.command import Asker, Parameter, Reply


def run(desk: Desk, asker: Asker, subject: str, **given: str | None) -> Reply:
    """Set the hours of the channel that `subject` names. Raises NotAllowed, and WrongValue naming the field."""
    return choose_hours(desk, asker, subject, {name: given.get(name) for name in HOURS})


ACTION = Action("setup-hours", "Say when I may speak.", run, (
    Parameter("zone", "Time zone, such as Europe/Berlin"),
    Parameter("nudge_at", "Nudges at"),
    Parameter("quiet_from", "Quiet from"),
    Parameter("quiet_to", "Quiet to"),
    Parameter("profile", "How often: light, standard or active", "choice", ("light", "standard", "active")),
), prefilled_hours, title="Set when I may speak")
