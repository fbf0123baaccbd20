"""Close a commitment as kept."""

from __future__ import annotations

from bot.coach.commitments.commitment_cards import changed_reply
from bot.coach.commitments.commitment_changes import done
from bot.coach.commitments.suggestions import open_commitments
from bot.coach.desk import Desk
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, number: int) -> Reply:
    """Close a commitment as kept."""
    return changed_reply(desk, done(desk, asker, number))


COMMAND = Command(
    run=run,
    parameters=(Parameter("number", "the commitment's number", "number", required=True, suggest=open_commitments),),
    examples=("commitments done 3",),
)
