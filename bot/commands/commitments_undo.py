"""Open a commitment again that a word closed."""

from __future__ import annotations

from bot.coach.commitments.commitment_cards import changed_reply
from bot.coach.commitments.commitment_changes import undo
from bot.coach.commitments.suggestions import open_commitments
from bot.coach.desk import Desk
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, number: int) -> Reply:
    """Open a commitment again that a word closed."""
    return changed_reply(desk, undo(desk, asker, number))


COMMAND = Command(
    run=run,
    parameters=(Parameter("number", "the commitment's number", "number", required=True, suggest=open_commitments),),
    examples=("commitments undo 3",),
)
