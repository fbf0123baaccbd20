"""Writes answers for the synchronous core: the budget first, then the model on a loop of its own, sentences handed back.

The caller's thread waits and shows; the loop never does either, so fifty questions share one thread.
"""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic
from urllib.parse import urlsplit

from bot.coach.ports import Prompt, Question, Written
from bot.errors import CoachError, ModelError, ModelTooSlow, StoreError
from bot.llm import answering
from bot.llm.background import Background
from bot.llm.budget import Allowance, Budget, Price
from bot.llm.client import Model, would_send
from bot.llm.gate import BROKE_OFF
from bot.llm.ports import Speaker
from bot.llm.prompts import Prompts
from bot.llm.settings import ModelSettings
from bot.llm.tools import Sources
from bot.llm.turns import Said, Usage

logger = logging.getLogger(__name__)
_GRACE_S = 5
"""How long after the model's own hard stop a caller still waits for word of it."""


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms the model is asked: how it is reached, what a day may cost a team, how answers should sound."""

    settings: ModelSettings
    allowance: Allowance
    price: Price
    tone: str = ""


class ModelAuthor:
    """The port `Author` over a language model. Safe to share between teams and threads; close it when the process ends.

    `speaker` takes the place of the model that the terms name.
    """

    def __init__(self, terms: Terms, prompts: Path, environ: Mapping[str, str], *, speaker: Speaker | None = None) -> None:
        self._terms = terms
        self._speaker = speaker
        self._folder = prompts
        self._environ = environ
        self._background = Background("language model")
        self._model: Model | None = None
        self._prompts: Prompts | None = None

    def write(self, question: Question, show: Callable[[str], None]) -> Written:
        """Write an answer, each sentence shown in this thread as soon as it may be.

        Raises BudgetSpent before anything is sent, and any other ModelError where nothing could be shown.
        """
        budget = Budget(self._terms.allowance, self._terms.price, question.ledger)
        budget.check(question.ledger.team_id, question.day)
        pieces: SimpleQueue[str | None] = SimpleQueue()
        answer = self._background.begin(self._answer(question, pieces.put))
        answer.add_done_callback(lambda _: pieces.put(None))
        try:
            self._hand_over(pieces, show)
            written = _result(answer)
        except ModelError as error:
            self._note(budget, question, Usage(*error.used))
            raise
        finally:
            answer.cancel()
        self._note(budget, question, written.usage)
        return Written(written.text, written.sources, written.passages, written.readings, written.is_hollow,
                       written.failure, sum(why != BROKE_OFF for why in written.withheld), written.invented)

    def prompt(self, question: Question) -> Prompt:
        """Return what would be sent, masked as it would be; nothing is sent. Raises ConfigError for a prompt at fault."""
        settings = self._terms.settings
        sources = Sources(question.team, question.guidance)
        turn, request = would_send(settings, answering.turn_for(self._words(), sources, self._asked(question)))
        said = "\n\n".join(entry.text for entry in turn.entries if isinstance(entry, Said))
        return Prompt(settings.name, urlsplit(settings.base_url).netloc, turn.system, said,
                      tuple(tool.name for tool in turn.tools), request)

    def close(self) -> None:
        """End the thread and the connections; a later question begins them anew."""
        model, self._model = self._model, None
        self._background.close(model.close() if model else None)

    async def _answer(self, question: Question, put: Callable[[str], None]) -> answering.Written:
        async def show(piece: str) -> None:
            put(piece)

        speaker = self._speaker or self._own_model()
        writer = answering.Writer(speaker, self._words(), Sources(question.team, question.guidance))
        return await writer.answer(self._asked(question), show)

    def _own_model(self) -> Model:
        """Return the model, made on first use; called on the loop alone."""
        if self._model is None:
            self._model = Model(self._terms.settings, self._environ)
        return self._model

    def _words(self) -> Prompts:
        if self._prompts is None:
            self._prompts = Prompts.open(self._folder)
        return self._prompts

    def _asked(self, question: Question) -> answering.Asked:
        return answering.Asked(question.words, question.passages, question.now, question.zone, question.earlier,
                               question.beside, self._terms.tone)

    def _hand_over(self, pieces: SimpleQueue[str | None], show: Callable[[str], None]) -> None:
        """Show pieces as they come until the last. Raises ModelTooSlow where neither word nor end comes in time."""
        ends = monotonic() + self._terms.settings.hard_stop_s + _GRACE_S
        try:
            while (piece := pieces.get(timeout=max(0.0, ends - monotonic()))) is not None:
                show(piece)
        except Empty:
            slow = ModelTooSlow("The model took longer than it may. Try again, or ask for less at once.")
            slow.used = (1, 0, 0)
            raise slow from None

    def _note(self, budget: Budget, question: Question, usage: Usage) -> None:
        """Count what was used; a busy store costs the count, never the answer."""
        if usage == Usage():
            return
        try:
            spent = budget.note(question.ledger.team_id, question.day, usage)
        except StoreError:
            logger.warning("model use not counted team=%s", question.ledger.team_id)
            return
        logger.info("model used team=%s requests=%d tokens=%d", question.ledger.team_id, spent.requests, spent.tokens)


def _result(answer: Future[answering.Written]) -> answering.Written:
    """Return what was written. What went wrong beside the model is a ModelError too; the log holds no word of any text."""
    try:
        return answer.result()
    except CancelledError:
        raise ModelError("The coach is being stopped. Ask again when it is back.") from None
    except CoachError as error:
        if isinstance(error, ModelError):
            raise
        raise ModelError(str(error)) from error
    except Exception as error:
        number = secrets.token_hex(3)
        frames = "".join(traceback.format_tb(error.__traceback__))
        logger.error("model fault id=%s kind=%s\n%s", number, type(error).__name__, frames)
        raise ModelError(f"Something went wrong on our side (id {number}); the log holds the details.") from None

