"""Not helpful, under an answer: asks why, and counts against the piece of guidance it rests on most."""

from __future__ import annotations

from bot.coach.answers.kept_answers import piece_of
from bot.coach.answers.rated_answers import WHYS, rate
from bot.coach.desk import Desk
from bot.errors import UsageError
from bot.model.action import Action
from bot.model.card import Card, text
from bot.model.command import Asker, Parameter, Reply


def run(desk: Desk, asker: Asker, subject: str, why: str = "") -> Reply:
    """Keep that the answer `subject` did not help. Raises UsageError for a reason that is not offered."""
    if why not in WHYS:
        raise UsageError(f"An answer is not marked {why!r}; choose from {', '.join(WHYS)}.")
    if not rate(desk, asker, piece_of(desk, subject), why):
        return Reply(Card(text("You said so already; nothing was changed")))
    return Reply(Card(text("Kept: {why}. Ask on with what your case is, and I look again", why=why)))


ACTION = Action(
    "not-helpful", "Say that an answer did not help, and why.", run,
    (Parameter("why", "What was it?", "choice", WHYS, required=True),),
    title="What was not helpful",
)
