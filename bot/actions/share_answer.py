"""Share, under an answer: the card goes to the channel. It was asked for, so it counts in no cap.

An answer of a direct message goes nowhere by itself: the asker chooses the channel.
"""

from __future__ import annotations

from bot.coach.answers.kept_answers import share, shareable
from bot.coach.answers.sharing import where_reply
from bot.coach.desk import Desk
from bot.coach.posted.pressed import said
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Post the answer `subject` where it was asked, or ask for the channel. Raises UsageError to anybody but its asker."""
    kept = shareable(desk, asker, subject)
    if kept.is_direct and kept.shared_at is None:
        return where_reply(desk, asker, subject)
    if share(desk, asker, subject):
        return said("Shared: the answer goes to the channel now, with your name beside the question")
    return said("You shared it already; nothing was changed")


ACTION = Action("share-answer", "Post an answer in the channel.", run)
