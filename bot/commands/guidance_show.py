"""Show a piece or document of your own with its author and versions."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.own_guidance.own_guidance_cards import show_reply
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, _asker: Asker, number: str) -> Reply:
    """Show one entry."""
    return show_reply(desk, number)


COMMAND = Command(
    run=run,
    parameters=(Parameter("number", "its number, as guidance lists it", required=True),),
    examples=("guidance show 3",),
)
