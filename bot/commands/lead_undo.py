"""Take back leads that you told of."""

from __future__ import annotations

from typing import Any

from bot.coach.desk import Desk
from bot.coach.leads.telling import take_back
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, **values: Any) -> Reply:
    """Remove the leads of one telling, your newest without its name. Raises UsageError."""
    return take_back(desk, asker, values.get("telling"))


COMMAND = Command(
    run=run,
    parameters=(Parameter("telling", "its name, as the answer showed it; without it, what you told last"),),
    examples=("lead undo", "lead undo k7mp"),
)
