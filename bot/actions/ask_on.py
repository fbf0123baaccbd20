"""Ask on, under an answer: the next question, read together with the one before it."""

from __future__ import annotations

from bot.coach.ask import answer_reply
from bot.coach.desk import Desk
from bot.model.action import Action
from bot.model.command import Asker, Parameter, Reply


def run(desk: Desk, _asker: Asker, subject: str, question: str = "") -> Reply:
    """Answer the next question; `subject` is the one before it. Raises UsageError without a question."""
    return answer_reply(desk, question, subject or None)


ACTION = Action("ask-on", "Ask the next question.", run, (Parameter("question", "Your next question", required=True),))
