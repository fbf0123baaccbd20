"""Say no to a commitment that was asked of you."""

from __future__ import annotations

from bot.coach.asking_person import tell_asker
from bot.coach.commitments.commitment_cards import changed_reply
from bot.coach.commitments.commitment_changes import decline
from bot.coach.commitments.commitments import numbered
from bot.coach.commitments.suggestions import open_commitments
from bot.coach.desk import Desk
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, number: int, why: str | None = None) -> Reply:
    """Say no to a commitment that was asked of you."""
    was_asked = not numbered(desk, asker, number).is_accepted
    change = decline(desk, asker, number, why)
    if was_asked:
        tell_asker(desk, change, asker.name)
    return changed_reply(desk, change)


COMMAND = Command(
    run=run,
    parameters=(Parameter("number", "the commitment's number", "number", required=True, suggest=open_commitments),
                Parameter("why", "the reason, if you like", rest=True)),
    examples=("commitments decline 3",),
)
