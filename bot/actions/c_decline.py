"""Decline: a commitment that somebody else asked for stays nobody's."""

from __future__ import annotations

from bot.coach.asking_person import tell_asker
from bot.coach.commitments.commitment_cards import changed_reply
from bot.coach.commitments.commitment_changes import decline
from bot.coach.commitments.commitments import numbered
from bot.coach.desk import Desk
from bot.model.action import Action
from bot.model.command import Asker, Parameter, Reply


def run(desk: Desk, asker: Asker, subject: str, why: str | None = None) -> Reply:
    """Say no to a commitment that was asked of you."""
    was_asked = not numbered(desk, asker, subject).is_accepted
    change = decline(desk, asker, subject, why)
    if was_asked:
        tell_asker(desk, change, asker.name)
    return changed_reply(desk, change)


ACTION = Action("commitment-decline", "Say no to a commitment that was asked of you.", run, (
    Parameter("why", "The reason, if you like"),
), title="Say no")
