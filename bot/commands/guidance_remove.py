"""Let a piece or document of your own answer no more; it can be restored."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.own_guidance.own_guidance import remove
from bot.coach.own_guidance.own_guidance_cards import removed_reply
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, number: str, *, for_good: bool = False) -> Reply:
    """Remove an entry, or delete its texts. Raises NotAllowed for anybody but an admin."""
    return removed_reply(remove(desk, asker, number, for_good=bool(for_good)), for_good=bool(for_good))


COMMAND = Command(
    run=run,
    parameters=(
        Parameter("number", "its number, as guidance lists it", required=True),
        Parameter("for_good", "delete its text and every version; there is no way back", "flag"),
    ),
    examples=("guidance remove 3", "guidance remove 3 --for-good"),
)
