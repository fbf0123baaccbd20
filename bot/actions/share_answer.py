"""Share, under an answer: the card goes to the channel. It was asked for, so it counts in no cap."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.kept_answers import share
from bot.coach.pressed import said
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Post the answer `subject` where it was asked. Raises UsageError to anybody but its asker."""
    if share(desk, asker, subject):
        return said("Shared: the answer goes to the channel now, with your name beside the question")
    return said("You shared it already; nothing was changed")


ACTION = Action("share-answer", "Post an answer in the channel.", run)
