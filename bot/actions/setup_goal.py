"""Goal: the set-up's step that asks what success is."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.settings.setup import choose_goal
from bot.model.action import Action
from bot.model.command import Asker, Parameter, Reply


def run(desk: Desk, asker: Asker, subject: str, goal: str, until: str | None = None) -> Reply:
    """Set the team's goal, or put it off. Raises NotAllowed, and UsageError for a goal that is not plain."""
    return choose_goal(desk, asker, subject, goal, until)


ACTION = Action("setup-goal", "Say what success is.", run, (
    Parameter("goal", "Goal? Such as leads 20, answered share 80%, or later", required=True),
    Parameter("until", "Last day, such as 2026-12-31; the end of the month without it"),
), title="Set your goal")
