"""Let a removed piece or document, or an earlier version of it, answer again."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.own_guidance.own_guidance import restore
from bot.coach.own_guidance.own_guidance_cards import restored_reply
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, number: str) -> Reply:
    """Restore an entry. Raises NotAllowed for anybody but an admin."""
    return restored_reply(restore(desk, asker, number))


COMMAND = Command(
    run=run,
    parameters=(Parameter("number", "its number, as guidance lists it; 3.1 means version 1 of 3", required=True),),
    examples=("guidance restore 3", "guidance restore 3.1"),
)
