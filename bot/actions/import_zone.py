"""Choose the time zone: a dropped file is looked at again with its times read in a zone."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.files.dropped import choose_zone
from bot.model.action import Action
from bot.model.command import Asker, Parameter, Reply


def run(desk: Desk, asker: Asker, subject: str, zone: str) -> Reply:
    """Look at a dropped file again. Raises NotAllowed, and WrongValue for what is no zone."""
    return choose_zone(desk, asker, subject, zone)


def prefill(desk: Desk, _subject: str) -> dict[str, str]:
    """Offer the team's own zone."""
    return {"zone": desk.zone}


ACTION = Action("import-zone", "Choose the time zone of a dropped file.", run, (
    Parameter("zone", "In which time zone are its times? Such as Europe/Berlin", required=True),
), prefill, title="Choose the time zone")
