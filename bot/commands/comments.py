"""List the comments that wait for an answer, first things first."""

from __future__ import annotations

from typing import Any

from bot.coach.desk import Desk
from bot.coach.queue import waiting
from bot.coach.queue_card import queue_card
from bot.model.command import Asker, Command, Reply


def run(desk: Desk, _asker: Asker, **_values: Any) -> Reply:
    """List the queue."""
    queue = waiting(desk)
    return Reply(queue_card(desk, queue), [each.document() for each in queue])


COMMAND = Command(
    run=run,
    examples=("comments", "comments answered 17999 --network instagram"),
)
