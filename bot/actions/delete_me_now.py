"""Delete: the presser is forgotten."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.privacy.privacy import delete
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Forget the presser, who must be the person that `subject` names. Raises NotAllowed."""
    return delete(desk, asker, subject)


ACTION = Action("delete-me-now", "Forget what is kept about you.", run)
