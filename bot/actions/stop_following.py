"""Stop following, under an answer in a thread: the coach listens there no more until it is called."""

from __future__ import annotations

from dataclasses import replace

from bot.coach.answers.kept_answers import own_answer
from bot.coach.answers.threads import stop
from bot.coach.desk import Desk
from bot.coach.posted.pressed import said
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Stop to listen to the asker in the thread of the answer `subject`. Raises UsageError to anybody else."""
    kept = own_answer(desk, asker, subject)
    changed = stop(desk, replace(asker, platform=kept.platform, channel=kept.channel, thread=kept.thread))
    if not changed:
        return said("I was not listening here any more; nothing was changed")
    return said("I stop listening here; mention me to go on")


ACTION = Action("stop-following", "Stop to listen in a thread.", run)
