"""Show evidence, under an answer: the passages and figures that it rests on, to the one who asked."""

from __future__ import annotations

from bot.coach.answers import evidence
from bot.coach.answers.kept_answers import own_answer
from bot.coach.desk import Desk
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Show what the answer `subject` rests on. Raises UsageError to anybody but its asker."""
    kept = own_answer(desk, asker, subject)
    return Reply(evidence.card(kept.evidence, kept.question, asker.zone or desk.zone), dict(kept.evidence))


ACTION = Action("show-evidence", "Show what an answer rests on.", run)
