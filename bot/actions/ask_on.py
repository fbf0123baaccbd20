"""Ask on, under an answer: the next question, read together with the one before it."""

from __future__ import annotations

from bot.coach.answers.ask import answer_reply
from bot.coach.answers.kept_answers import turn_before
from bot.coach.desk import Desk
from bot.model.action import Action
from bot.model.command import Asker, Parameter, Reply


def run(desk: Desk, asker: Asker, subject: str, question: str = "") -> Reply:
    """Answer the next question; `subject` is the answer before it, or that one's question. Raises UsageError for none."""
    previous, earlier = turn_before(desk, subject)
    return answer_reply(desk, question, previous, asker=asker, earlier=earlier)


ACTION = Action("ask-on", "Ask the next question.", run, (Parameter("question", "Your next question", required=True),),
                title="Ask the next question")
