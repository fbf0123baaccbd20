"""Make a commitment smaller."""

from __future__ import annotations

from bot.coach.commitments.commitment_cards import changed_reply
from bot.coach.commitments.commitment_changes import smaller
from bot.coach.commitments.suggestions import open_commitments
from bot.coach.desk import Desk
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, number: int, words: str) -> Reply:
    """Make a commitment smaller."""
    return changed_reply(desk, smaller(desk, asker, number, words))


COMMAND = Command(
    run=run,
    parameters=(Parameter("number", "the commitment's number", "number", required=True, suggest=open_commitments),
                Parameter("words", "a lower number, or the smaller promise", required=True, rest=True)),
    examples=("commitments smaller 3 2",),
)
