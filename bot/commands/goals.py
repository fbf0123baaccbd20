"""List your goals, or set one: a metric, a target, a last day."""

from __future__ import annotations

from typing import Any

from bot.coach.desk import Desk
from bot.coach.goals.goals import list_goals, set_goal
from bot.errors import UsageError
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, **values: Any) -> Reply:
    """Set a goal, or list those that are set. Raises UsageError for days without a goal."""
    words, days = (values.get("goal") or "").strip(), (values.get("from"), values.get("until"))
    if words:
        return set_goal(desk, asker, words, days, instead=bool(values.get("instead")))
    if any(days):
        raise UsageError("Which goal? Write the metric and the target before the days, such as: goals leads 20.")
    return list_goals(desk)


COMMAND = Command(
    run=run,
    parameters=(
        Parameter("goal", "metric and target: leads, enquiries, bookings, sign-ups, sales, referrals, answered share or "
                          "conversations, then a number", rest=True),
        Parameter("until", "the last day, such as 2026-03-31; the end of the month without it", named=True),
        Parameter("from", "the first day; today without it", named=True),
        Parameter("instead", "end the goals that it contradicts", "flag"),
    ),
    examples=("goals", "goals leads 20 --until 2026-03-31", "goals answered share 80%", "goals leads 30 --instead"),
)
