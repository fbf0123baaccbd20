"""The language model over the openai package. A reply is whole or a ModelError; nobody waits beyond the hard stop.

Every text is masked on its way out, and the key is read by the name of its variable and never logged.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.errors import CutAnswer, EmptyAnswer, ModelBusy, ModelError, ModelTooSlow, TooManyRounds
from bot.llm.chat_completions import chat_request, chat_round
from bot.llm.faults import may_pass, model_error, retry_after_s
from bot.llm.masking import Masker
from bot.llm.ports import Toolbox
from bot.llm.responses import responses_request, responses_round
from bot.llm.settings import ModelSettings
from bot.llm.turns import Asked, Entry, Heard, OnPiece, Reply, Result, Said, Turn, Usage

if TYPE_CHECKING:
    from openai import AsyncOpenAI, OpenAIError

logger = logging.getLogger(__name__)
_PAUSE_S = 0.5
_LETTERS_A_TOKEN = 4
"""Roughly, in English; used only where a server does not count."""


class _Meter:
    """What one reply has used so far; a round that was begun and never ended counts with its prompt as guessed."""

    def __init__(self) -> None:
        self.whole = Usage()
        self._open = Usage()

    def begins(self, guessed: Usage) -> None:
        """Count a round that is sent now."""
        self._open = replace(guessed, requests=1)

    def ends(self, usage: Usage) -> None:
        """Count a round as the server did."""
        self.whole, self._open = self.whole + usage, Usage()

    @property
    def used(self) -> tuple[int, int, int]:
        """Requests, and tokens read and written."""
        used = self.whole + self._open
        return used.requests, used.prompt_tokens, used.written_tokens

    @property
    def sent(self) -> tuple[int, int, int]:
        """The same where the last round was turned down and cost no tokens."""
        return self.whole.requests + self._open.requests, self.whole.prompt_tokens, self.whole.written_tokens


class Model:
    """One model on one server, safe to share between questions. Close it when the process ends."""

    def __init__(self, settings: ModelSettings, environ: Mapping[str, str]) -> None:
        """Raises ModelNotSet where the key is missing."""
        self.settings = settings
        self._key = settings.key(environ)
        self._made: AsyncOpenAI | None = None

    async def reply(self, turn: Turn, toolbox: Toolbox, on_piece: OnPiece) -> Reply:
        """Answer a turn, running its tools on the way, each piece of text given to `on_piece` as it comes.

        Raises a ModelError: ModelTooSlow at the hard stop, else whichever says what went wrong.
        """
        meter = _Meter()
        try:
            async with asyncio.timeout(self.settings.hard_stop_s):
                return await self._rounds(turn, toolbox, on_piece, meter)
        except TimeoutError as error:
            slow = ModelTooSlow(f"The model took longer than {self.settings.hard_stop_s:g} seconds. Try again, "
                                "or ask for less at once.")
            slow.used = meter.used
            raise slow from error
        except ModelError as error:
            error.used = meter.used if isinstance(error, CutAnswer | EmptyAnswer) else meter.sent
            raise

    async def close(self) -> None:
        """Close the connections."""
        if self._made is not None:
            await self._made.close()

    async def _rounds(self, turn: Turn, toolbox: Toolbox, on_piece: OnPiece, meter: _Meter) -> Reply:
        for number in range(self.settings.rounds + 1):
            last = number == self.settings.rounds
            meter.begins(_guessed(turn, Heard("", (), None)))
            heard, requests = await self._round(_masked(turn), on_piece, last=last)
            meter.ends(replace(heard.usage or _guessed(turn, heard), requests=requests))
            if not heard.calls:
                usage = meter.whole
                logger.info("model replied rounds=%d tokens=%d", number + 1, usage.prompt_tokens + usage.written_tokens)
                return Reply(heard.text, usage, heard.finish != "length")
            if last:
                break
            results = [Result(call.id, await toolbox.run(call.name, call.arguments)) for call in heard.calls]
            entries: tuple[Entry, ...] = (*turn.entries, Asked(heard.calls, heard.text), *results)
            turn = replace(turn, entries=entries)
        raise TooManyRounds(f"The model asked for figures {self.settings.rounds} times and gave no answer.")

    async def _round(self, turn: Turn, on_piece: OnPiece, *, last: bool) -> tuple[Heard, int]:
        """Ask once, and once more where the first try failed before a word was said. Returns also the requests sent."""
        import openai

        said = False

        async def piece(text: str) -> None:
            nonlocal said
            said = True
            await on_piece(text)

        ask = responses_round if self.settings.api == "responses" else chat_round
        for attempt in range(self.settings.retries + 1):
            try:
                return await ask(self._client(), self.settings, turn, last=last, on_piece=piece), attempt + 1
            except openai.OpenAIError as error:
                if said or attempt == self.settings.retries or not may_pass(error):
                    raise model_error(error) from None
                await asyncio.sleep(self._wait(error))
        raise AssertionError("a round returns or raises")

    def _wait(self, error: OpenAIError) -> float:
        asked = retry_after_s(error)
        if asked is not None and asked > self.settings.longest_wait_s:
            raise ModelBusy(f"The model's server asks for {asked:.0f} seconds of patience. Try again then.",
                            retry_after_s=asked) from None
        return _PAUSE_S if asked is None else asked

    def _client(self) -> AsyncOpenAI:
        if self._made is None:
            import httpx2
            from openai import AsyncOpenAI

            timeout = httpx2.Timeout(self.settings.read_timeout_s, connect=self.settings.connect_timeout_s)
            made = AsyncOpenAI(api_key=self._key, base_url=self.settings.base_url, timeout=timeout, max_retries=0)
            made.organization = made.project = None
            self._made = made
        return self._made


def would_send(settings: ModelSettings, turn: Turn) -> tuple[Turn, Mapping[str, Any]]:
    """Return a turn masked as it leaves this process, and the body of its first request. Nothing is sent."""
    masked = _masked(turn)
    request = responses_request if settings.api == "responses" else chat_request
    return masked, request(settings, masked, last=False)


def _masked(turn: Turn) -> Turn:
    """Mask what people wrote; our own system text has nothing to hide."""
    masker = Masker()
    entries: list[Entry] = []
    for entry in turn.entries:
        if isinstance(entry, Said):
            entries.append(replace(entry, text=masker.mask(entry.text)))
        elif isinstance(entry, Result):
            entries.append(replace(entry, text=masker.mask_json(entry.text)))
        else:
            entries.append(entry)
    return replace(turn, entries=tuple(entries))


def _guessed(turn: Turn, heard: Heard) -> Usage:
    prompt = len(turn.system) + sum(len(getattr(entry, "text", "")) for entry in turn.entries)
    return Usage(0, prompt // _LETTERS_A_TOKEN + 1, len(heard.text) // _LETTERS_A_TOKEN + 1)
