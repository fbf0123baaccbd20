"""Say whether a lead you told of and one of a table are the same."""

from __future__ import annotations

from typing import Any

from bot.coach.desk import Desk
from bot.coach.leads.leads_once import once
from bot.errors import UsageError
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, _asker: Asker, **values: Any) -> Reply:
    """Keep it over every later import. Raises UsageError."""
    told, as_what = (values.get("told") or "").strip(), (values.get("counted_as") or "").strip()
    if not told or not as_what:
        raise UsageError("Which one, and as what? Write: lead once chat-k7mp-1 L-17 where they are one lead, or lead once "
                         "k7mp apart where they are two")
    return once(desk, told, as_what)


COMMAND = Command(
    run=run,
    parameters=(
        Parameter("told", "the told lead's id, or the name of what you told"),
        Parameter("counted_as", "the id of the lead in the table, or apart"),
    ),
    examples=("lead once k7mp apart", "lead once chat-k7mp-1 L-17"),
)
