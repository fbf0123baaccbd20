"""Whether an answer is written by the language model or quoted, and why not written where it is not."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from bot.coach.answers.team_data import GuidancePassages, TeamReadings
from bot.coach.answers.threads import earlier_turns
from bot.coach.desk import Desk
from bot.coach.ports import Author, Question, Written
from bot.coach.spending import DayLedger, today
from bot.errors import BudgetSpent, CoachError, ModelNotSet, ModelRefused
from bot.model.answers import Answer
from bot.model.command import Asker

logger = logging.getLogger(__name__)

HOLLOW = "too little of what the model wrote was borne out by your data and the guidance."
_FOR_GOOD = (BudgetSpent, ModelNotSet, ModelRefused)
"""What asking again a moment later does not mend."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of asking the model. `written` is None where the quoted answer stands in; `why` says the reason.

    `may_help`: whether asking again may.
    """

    written: Written | None = None
    why: str = ""
    may_help: bool = False


def attempt(desk: Desk, author: Author, question: Question) -> Attempt:
    """Let the author write, each sentence shown as it may be. Never raises for what goes wrong with the model."""
    try:
        written = author.write(question, desk.show)
    except CoachError as error:
        logger.info("model gave no answer kind=%s", type(error).__name__)
        return Attempt(why=str(error), may_help=not isinstance(error, _FOR_GOOD) or getattr(error, "may_pass", False))
    if written.is_hollow or not written.text.strip():
        logger.info("model gave no answer kind=hollow")
        return Attempt(why=HOLLOW if written.failure is None else written.failure, may_help=True)
    return Attempt(written, written.failure or "", may_help=written.failure is not None)


def question_for(desk: Desk, asker: Asker, words: str, found: Answer, earlier: tuple[str, ...] = (),
                 previous: str | None = None) -> Question:
    """Return a question with all that an answer to it may rest on; the data is read with the asker's rights.

    `earlier`: turns that stand in no thread, such as the one a button was pressed under. `previous`: the same person's
    question before it.
    """
    team = TeamReadings(desk, asker)
    # A team without data has no figures, and its first answer should not wait for them.
    beside = team.beside(words, previous) if desk.records.rows("feeds") else None
    return Question(
        words=words, passages=found.sources, now=desk.now, zone=desk.zone, day=today(desk), team=team,
        guidance=GuidancePassages(desk), ledger=DayLedger(desk.records), beside=(beside,) if beside else (),
        earlier=(earlier_turns(desk, asker) if asker.thread else ()) or earlier)
