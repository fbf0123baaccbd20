"""Make a commitment that was asked of you your own."""

from __future__ import annotations

from bot.coach.asking_person import tell_asker
from bot.coach.commitments.commitment_cards import changed_reply
from bot.coach.commitments.commitment_changes import accept
from bot.coach.commitments.commitments import numbered
from bot.coach.commitments.suggestions import open_commitments
from bot.coach.desk import Desk
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, number: int) -> Reply:
    """Make a commitment that was asked of you your own."""
    was_asked = not numbered(desk, asker, number).is_accepted
    change = accept(desk, asker, number)
    if was_asked:
        tell_asker(desk, change, asker.name)
    return changed_reply(desk, change)


COMMAND = Command(
    run=run,
    parameters=(Parameter("number", "the commitment's number", "number", required=True, suggest=open_commitments),),
    examples=("commitments accept 3",),
)
