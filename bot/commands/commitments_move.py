"""Give a commitment another due moment."""

from __future__ import annotations

from bot.coach.asking_person import tell_asker
from bot.coach.commitments.commitment_cards import changed_reply
from bot.coach.commitments.commitment_changes import move
from bot.coach.commitments.commitments import numbered
from bot.coach.commitments.suggestions import open_commitments
from bot.coach.desk import Desk
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, number: int, words: str) -> Reply:
    """Give a commitment another due moment."""
    was_asked = not numbered(desk, asker, number).is_accepted
    change = move(desk, asker, number, words)
    if was_asked:
        tell_asker(desk, change, asker.name)
    return changed_reply(desk, change)


COMMAND = Command(
    run=run,
    parameters=(Parameter("number", "the commitment's number", "number", required=True, suggest=open_commitments),
                Parameter("words", "by when, such as Friday 15:00", required=True, rest=True)),
    examples=("commitments move 3 tomorrow 12:00",),
)
