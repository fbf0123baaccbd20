"""A channel's name, under the question where to share an answer: the card goes to that channel."""

from __future__ import annotations

from bot.coach.answers.sharing import share_in
from bot.coach.desk import Desk
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Post an answer in a channel; `subject` is the answer's id and the channel's, parted by a space. Raises UsageError."""
    answer_id, _, channel = subject.partition(" ")
    return share_in(desk, asker, answer_id, channel)


ACTION = Action("share-in", "Post an answer in a channel that is chosen.", run)
