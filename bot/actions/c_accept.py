"""Accept: a commitment that somebody else asked for becomes the presser's own."""

from __future__ import annotations

from bot.coach.asking_person import tell_asker
from bot.coach.commitments.commitment_cards import changed_reply
from bot.coach.commitments.commitment_changes import accept
from bot.coach.commitments.commitments import numbered
from bot.coach.desk import Desk
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Make a commitment that was asked of you your own."""
    was_asked = not numbered(desk, asker, subject).is_accepted
    change = accept(desk, asker, subject)
    if was_asked:
        tell_asker(desk, change, asker.name)
    return changed_reply(desk, change)


ACTION = Action("commitment-accept", "Make a commitment that was asked of you your own.", run)
