"""Delete for good, under guidance that was removed or suggested: its text and every version go, after one more word."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.own_guidance.own_guidance import remove
from bot.coach.own_guidance.own_guidance_cards import removed_reply
from bot.coach.posted.pressed import said
from bot.model.action import Action
from bot.model.command import Asker, Parameter, Reply

_SURE, _NOT_SURE = "delete it", "keep it"


def run(desk: Desk, asker: Asker, subject: str, sure: str = "") -> Reply:
    """Delete the entry that `subject` names where the asker is sure. Raises NotAllowed for anybody but an admin."""
    if sure != _SURE:
        return said("Kept as it was; nothing was changed")
    return removed_reply(remove(desk, asker, subject, for_good=True), for_good=True)


ACTION = Action(
    "guidance-delete", "Delete a piece or document of your own with all its versions.", run,
    (Parameter("sure", "There is no way back. What shall it be?", "choice", (_SURE, _NOT_SURE), required=True),),
    title="Delete for good",
)
