"""Asks a model for one JSON object at a time, for callers that wait: second opinions, drafts of replies, remarks.

What comes back is somebody's text until the caller has checked each part of it.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.coach.ports import SpendLedger
from bot.errors import CoachError, EmptyAnswer, ModelError, ModelRefused, ModelTooSlow, StoreError
from bot.llm.background import Background
from bot.llm.budget import Allowance, Budget, Price
from bot.llm.client import Model
from bot.llm.masking import Masker
from bot.llm.ports import Speaker
from bot.llm.prompts import form_text
from bot.llm.settings import ModelSettings
from bot.llm.thoughts import Thoughts
from bot.llm.turns import Reply, Tool, Turn, Usage

logger = logging.getLogger(__name__)
NAME = "@name"
"""What stands in the place of a user's name."""
_GRACE_S = 5
_LONGEST = 20_000
"""Letters of an answer that are read."""
_HANDLE = re.compile(r"[@＠]\w[\w.]*")


@dataclass(frozen=True, slots=True)
class Purse:
    """Whose day a question is counted on. `day`: gives the team's own calendar day (`YYYY-MM-DD`)."""

    ledger: SpendLedger
    team_id: str
    day: Callable[[], str]


class Forms:
    """A model that fills forms. Safe to share between teams and threads; close it when the process ends.

    `speaker` takes the place of the model that the settings name.
    """

    def __init__(self, settings: ModelSettings, bounds: tuple[Allowance, Price], prompts: Path,
                 environ: Mapping[str, str], *, speaker: Speaker | None = None) -> None:
        self.name = settings.name
        self._settings, self._bounds, self._prompts, self._environ = settings, bounds, prompts, environ
        self._speaker = speaker
        self._background = Background("language model's forms")
        self._model: Model | None = None
        self._takes_forms = True

    def words(self, name: str, **values: str) -> str:
        """Return the system's text from one of the prompts. Raises ConfigError for a prompt at fault."""
        return form_text(self._prompts, name, values)

    def fill(self, turn: Turn, purse: Purse) -> dict[str, Any]:
        """Return the object that the model wrote, unchecked.

        Raises BudgetSpent before anything is sent, and any other ModelError where no object came.
        """
        budget, day = Budget(*self._bounds, purse.ledger), purse.day()
        budget.check(purse.team_id, day)
        answer = self._background.begin(self._reply(turn))
        try:
            reply = self._result(answer)
        except ModelError as error:
            _note(budget, purse, day, Usage(*error.used))
            raise
        finally:
            answer.cancel()
        _note(budget, purse, day, reply.usage)
        return object_in(reply.text)

    def close(self) -> None:
        """End the thread and the connections; a later question begins them anew."""
        model, self._model = self._model, None
        self._background.close(model.close() if model else None)

    async def _reply(self, turn: Turn) -> Reply:
        """Ask, and once more without the schema where a server does not know it: the prompt names the shape as well."""
        speaker = self._speaker or self._own_model()
        try:
            return await speaker.reply(turn if self._takes_forms else replace(turn, form=None), _NO_TOOLS, _nobody)
        except ModelRefused as error:
            if not error.is_misread or not self._takes_forms:
                raise
            refused = Usage(*error.used)
        reply = await speaker.reply(replace(turn, form=None), _NO_TOOLS, _nobody)
        self._takes_forms = False
        return replace(reply, usage=refused + reply.usage)

    def _own_model(self) -> Model:
        if self._model is None:
            self._model = Model(self._settings, self._environ)
        return self._model

    def _result(self, answer: Future[Reply]) -> Reply:
        """Return the reply; whatever goes wrong is a ModelError, and the log holds no word of any text."""
        try:
            return answer.result(timeout=2 * self._settings.hard_stop_s + _GRACE_S)
        except CancelledError:
            raise ModelError("The coach is being stopped. Ask again when it is back.") from None
        except TimeoutError:
            slow = ModelTooSlow("The model took longer than it may. Try again later.")
            slow.used = (1, 0, 0)
            raise slow from None
        except CoachError as error:
            if isinstance(error, ModelError):
                raise
            raise ModelError(str(error)) from error
        except Exception as error:
            number = secrets.token_hex(3)
            logger.error("model fault id=%s kind=%s\n%s", number, type(error).__name__,
                         "".join(traceback.format_tb(error.__traceback__)))
            raise ModelError(f"Something went wrong on our side (id {number}); the log holds the details.") from None


def object_in(text: str) -> dict[str, Any]:
    """Return the JSON object in an answer, whatever a model thought or wrote around it. Raises EmptyAnswer.

    >>> object_in('Sure: {"drafts": []} Anything else?')
    {'drafts': []}
    """
    thoughts = Thoughts()
    said = thoughts.without(text[:_LONGEST]) + thoughts.rest()
    start = said.find("{")
    try:
        found, _ = json.JSONDecoder().raw_decode(said, start) if start >= 0 else (None, 0)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise EmptyAnswer("The model's answer was not in the form it was asked for.")
    return found


def listed(found: Mapping[str, Any], field: str, most: int) -> list[Any]:
    """Return at most so many entries of a list in an object, none where there is no such list.

    >>> listed({"drafts": ["a", "b"]}, "drafts", 1)
    ['a']
    """
    entries = found.get(field)
    return entries[:most] if isinstance(entries, list) else []


def nameless(text: str) -> str:
    """Return a text masked, and without the names of users in it.

    >>> nameless("@ana.b write to me@example.org")
    '@name write to [email]'
    """
    return _HANDLE.sub(NAME, Masker().mask(text))


def _note(budget: Budget, purse: Purse, day: str, usage: Usage) -> None:
    """Count what was used; a busy store costs the count, never the answer."""
    if usage == Usage():
        return
    try:
        budget.note(purse.team_id, day, usage)
    except StoreError:
        logger.warning("model use not counted team=%s", purse.team_id)


class _NoTools:
    """No tools at all."""

    tools: tuple[Tool, ...] = ()

    async def run(self, name: str, arguments: str) -> str:
        """Tell that there is no such tool."""
        del name, arguments
        return '{"error": "there are no tools"}'


_NO_TOOLS = _NoTools()


async def _nobody(_piece: str) -> None:
    """Let nobody look at what is not checked yet."""
