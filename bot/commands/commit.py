"""Promise something by a day and time; the data checks it where it can."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.coach.asking_person import ask_person
from bot.coach.commitments.commitment_cards import document, made_card
from bot.coach.commitments.commitments import make
from bot.coach.commitments.progress import progress_of
from bot.coach.commitments.promise_reading import Said, measured_in_words, promise_of
from bot.coach.desk import Desk
from bot.model.command import Asker, Command, Parameter, Reply

MEASURES = ("answers", "leads", "word")


def run(desk: Desk, asker: Asker, words: str, **stated: Any) -> Reply:
    """Make a commitment of somebody's words; `stated` holds due, measured_by, for and only_me."""
    said = Said(words, stated.get("due"), stated.get("measured_by"), stated.get("for"))
    promise = promise_of(desk, said, asker.zone or desk.zone)
    if stated.get("only_me"):
        promise = replace(promise, seen_by="me")
    commitment = make(desk, asker, promise)
    if not commitment.is_accepted:
        ask_person(desk, commitment, asker.name)
    return Reply(made_card(desk, commitment, measured_in_words(promise)),
                 document([commitment], progress_of(desk, [commitment]))[0])


COMMAND = Command(
    run=run,
    parameters=(
        Parameter("words", "what you will do, and by when", required=True, rest=True),
        Parameter("due", "by when, such as 'Friday 15:00'; without it the coming Friday 15:00", named=True),
        Parameter("measured_by", "what shows that it was kept", "choice", MEASURES, named=True),
        Parameter("for", "somebody else, who has to accept it first", named=True),
        Parameter("only_me", "show it to nobody else", "flag"),
    ),
    examples=("commit reply to all open questions by Friday 15:00", "commit get 5 leads by the end of the month"),
)
