"""List the comments that wait for an answer, first things first."""

from __future__ import annotations

from typing import Any

from bot.coach.comments.queue import documents, in_short
from bot.coach.comments.queue_card import SHOWN, queue_card
from bot.coach.desk import Desk
from bot.model.command import Asker, Command, Reply


def run(desk: Desk, _asker: Asker, **_values: Any) -> Reply:
    """List the queue; the document of all of it is only made where it is read."""
    return Reply(queue_card(desk, in_short(desk, SHOWN)), documents(desk))


COMMAND = Command(
    run=run,
    examples=("comments", "comments answered 17999 --network instagram"),
)
