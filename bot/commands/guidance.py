"""List the guidance of your own: pieces and documents with author and date."""

from __future__ import annotations

from typing import Any

from bot.coach.desk import Desk
from bot.coach.own_guidance.own_guidance_cards import list_reply
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, _asker: Asker, **values: Any) -> Reply:
    """List what answers, and what was removed."""
    return list_reply(desk, values.get("from") or 1)


COMMAND = Command(
    run=run,
    parameters=(Parameter("from", "begin with the entry of this number", "number", named=True),),
    examples=("guidance", "guidance --from 21"),
)
