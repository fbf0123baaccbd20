"""Ask a strategy question; the answer names its sources."""

from __future__ import annotations

from typing import Any

from bot.coach.answers.ask import answer_reply, prompt_reply
from bot.coach.desk import Desk
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, **values: Any) -> Reply:
    """Answer the question, or show what would be sent to the language model for it. Raises UsageError without one."""
    question = values.get("question") or ""
    if values.get("show_prompt"):
        return prompt_reply(desk, asker, question)
    return answer_reply(desk, question, asker=asker)


COMMAND = Command(
    run=run,
    parameters=(Parameter("question", "your question in plain words", rest=True, required=True),
                Parameter("show_prompt", "show what would be sent to the language model, and send nothing", "flag")),
    examples=("ask does a post have to go viral", "ask how do we handle trolls"),
)
