"""Try again, under an answer that the language model did not write or did not end: the same question once more."""

from __future__ import annotations

from bot.coach.answers.ask import answer_reply
from bot.coach.answers.kept_answers import kept_answer
from bot.coach.desk import Desk
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Answer the question of the answer `subject` anew. Raises UsageError where that is not kept any more."""
    kept = kept_answer(desk, subject)
    return answer_reply(desk, kept.question, kept.previous, asker=asker)


ACTION = Action("try-again", "Ask the same question once more.", run)
