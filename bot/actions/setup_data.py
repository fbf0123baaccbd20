"""Data: the set-up's step that asks where posts, comments and leads come from."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.settings.setup import DATA, choose_data
from bot.model.action import Action
from bot.model.command import Asker, Parameter, Reply


def run(desk: Desk, asker: Asker, subject: str, choice: str) -> Reply:
    """Say where the data comes from. Raises NotAllowed, and WrongValue for a choice that is not offered."""
    return choose_data(desk, asker, subject, choice)


ACTION = Action("setup-data", "Say where your data comes from.", run, (
    Parameter("choice", "Your data: import, a sample first, or later?", "choice", DATA, required=True),
), title="Choose your data")
