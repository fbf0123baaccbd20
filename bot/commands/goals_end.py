"""Take a goal back."""

from __future__ import annotations

from typing import Any

from bot.coach.desk import Desk
from bot.coach.goals.goals import end_goal
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, _asker: Asker, **values: Any) -> Reply:
    """End the goal of a number; the reply says how to set it again."""
    return end_goal(desk, int(values["number"]))


COMMAND = Command(
    run=run,
    parameters=(Parameter("number", "the goal's number, as goals lists it", "number", required=True),),
    examples=("goals end 1",),
)
