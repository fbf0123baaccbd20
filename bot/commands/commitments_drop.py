"""Let a commitment go."""

from __future__ import annotations

from bot.coach.commitments.commitment_cards import changed_reply
from bot.coach.commitments.commitment_changes import drop
from bot.coach.commitments.suggestions import open_commitments
from bot.coach.desk import Desk
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, number: int, why: str | None = None) -> Reply:
    """Let a commitment go."""
    return changed_reply(desk, drop(desk, asker, number, why))


COMMAND = Command(
    run=run,
    parameters=(Parameter("number", "the commitment's number", "number", required=True, suggest=open_commitments),
                Parameter("why", "the reason, if you like", rest=True)),
    examples=("commitments drop 3 the fair was called off",),
)
