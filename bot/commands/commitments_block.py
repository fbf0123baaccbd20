"""Note what stands in a commitment's way."""

from __future__ import annotations

from bot.coach.commitments.commitment_cards import changed_reply
from bot.coach.commitments.commitment_changes import block
from bot.coach.commitments.suggestions import open_commitments
from bot.coach.desk import Desk
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, number: int, why: str) -> Reply:
    """Note what stands in a commitment's way."""
    return changed_reply(desk, block(desk, asker, number, why))


COMMAND = Command(
    run=run,
    parameters=(Parameter("number", "the commitment's number", "number", required=True, suggest=open_commitments),
                Parameter("why", "what stands in the way", required=True, rest=True)),
    examples=("commitments block 3 waiting for the price list",),
)
