"""Ask a strategy question; the answer names its sources."""

from __future__ import annotations

from typing import Any

from bot.coach.ask import answer_reply
from bot.coach.desk import Desk
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, _asker: Asker, **values: Any) -> Reply:
    """Answer the question. Raises UsageError without one."""
    return answer_reply(desk, values.get("question") or "")


COMMAND = Command(
    run=run,
    parameters=(Parameter("question", "your question in plain words", rest=True, required=True),),
    examples=("ask does a post have to go viral", "ask how do we handle trolls"),
)
