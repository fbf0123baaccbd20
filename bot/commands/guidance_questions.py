"""List the questions of the last days that the guidance had no answer to."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.own_guidance.owner_note import questions_reply
from bot.model.command import Asker, Command, Reply


def run(desk: Desk, _asker: Asker) -> Reply:
    """List them, near-equal ones together."""
    return questions_reply(desk)


COMMAND = Command(run=run, examples=("guidance questions",))
