"""Make it a commitment, under an answer: its next step, as the presser's own promise."""

from __future__ import annotations

from bot.coach.answers.kept_answers import kept_answer
from bot.coach.commitments.commitment_cards import document, made_card
from bot.coach.commitments.commitments import WHAT_LIMIT, make
from bot.coach.commitments.progress import progress_of
from bot.coach.commitments.promise_reading import Said, measured_in_words, promise_of
from bot.coach.desk import Desk
from bot.coach.timing.due import default_due, said
from bot.model.action import Action
from bot.model.command import Asker, Parameter, Reply
from bot.model.words import shorten


def run(desk: Desk, asker: Asker, subject: str, what: str | None = None, due: str | None = None) -> Reply:
    """Promise the next step of the answer `subject`, or what the asker makes of it. Raises UsageError, CannotRead."""
    words = what or shorten(kept_answer(desk, subject).next_step, WHAT_LIMIT)
    promise = promise_of(desk, Said(words, due), asker.zone or desk.zone)
    commitment = make(desk, asker, promise)
    return Reply(made_card(desk, commitment, measured_in_words(promise)),
                 document([commitment], progress_of(desk, [commitment]))[0])


def prefill(desk: Desk, subject: str) -> dict[str, str]:
    """Offer the answer's next step and the coming Friday 15:00."""
    due = said(default_due(now=desk.now, zone=desk.zone), desk.zone, now=desk.now)
    return {"what": shorten(kept_answer(desk, subject).next_step, WHAT_LIMIT), "due": due}


ACTION = Action(
    "commit-answer", "Promise the next step of an answer.", run,
    (Parameter("what", "What will you do?"), Parameter("due", "By when? Such as Friday 15:00")), prefill,
    title="Promise the next step",
)
