"""How the fake Slack hands a payload to the app, watches for the acknowledgement, and hands events over again.

Three seconds are three seconds of the fake's clock; a short real wait stands behind it, so that a test that never moves the
clock ends. https://docs.slack.dev/apis/events-api#retries
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientError

from tests.fakes.slack_core import Core, Rules
from tests.fakes.slack_http import HttpDoor
from tests.fakes.slack_socket import Kind
from tests.fakes.slack_state import Json, Message

ACK_S = 3
RETRIES_S = (60, 360)
"""When an event is handed over a third and a fourth time, counted from the second, which comes at once."""


class NotAcked(AssertionError):
    """Raised where a person would see that the app did not answer."""


@dataclass(frozen=True)
class Failure:
    """One try that was not acknowledged. `attempt`: 0 the first; `reason` in Slack's words for retries."""

    kind: Kind
    payload: Json
    attempt: int
    reason: str


@dataclass
class Receipt:
    """What came of one thing a person did. `payload`: what the app acknowledged with; `message`: what the person posted."""

    is_acked: bool = True
    payload: Json | None = None
    message: Message | None = None
    attempts: int = 0
    sent: list[Json] = field(default_factory=list)

    @property
    def event_ids(self) -> list[str]:
        """The ids of the events that were sent."""
        return [each["event_id"] for each in self.sent if "event_id" in each]


class Delivering(Core):
    """Core, with a way to the app: the socket, or HTTP once `posts_to` was called. `failures`: tries without acknowledgement."""

    def __init__(self, rules: Rules, *, burst: int, patience_s: float) -> None:
        super().__init__(rules, burst=burst)
        self.patience_s = patience_s
        self.failures: list[Failure] = []
        self.http: HttpDoor | None = None
        self._later: set[asyncio.Task[None]] = set()

    async def deliver(self, kind: Kind, payload: Json) -> Receipt:
        """Hand a command or an interaction over, once. Raises NotAcked."""
        answer = await self._try(kind, payload, 0, None)
        if isinstance(answer, Failure):
            raise NotAcked(f"the app did not acknowledge {kind} ({answer.reason}); a person sees that it did not answer. {self.transcript()}")
        return Receipt(payload=answer, attempts=1, sent=[payload])

    async def deliver_event(self, payload: Json) -> Receipt:
        """Hand an event over: again at once where it was not acknowledged, then when the clock has moved a minute, and five more."""
        first = await self._try("events_api", payload, 0, None)
        if not isinstance(first, Failure):
            return Receipt(attempts=1, sent=[payload])
        second = await self._try("events_api", payload, 1, first.reason)
        if isinstance(second, Failure):
            self.later(self._retry_later(payload, second.reason, self.clock.seconds))
        return Receipt(not isinstance(second, Failure), attempts=2, sent=[payload])

    @property
    def is_delivering(self) -> bool:
        """Whether something is still under way, or waits for the clock to be handed over again."""
        return bool(self._later)

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin something that nobody waits for; it is given up at the end."""
        task = asyncio.create_task(work)
        self._later.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._later.discard(task)
        self.changed()

    async def redeliver(self, receipt: Receipt, *, attempt: int = 1, reason: str = "http_timeout") -> None:
        """Hand every event of a receipt over again, as Slack does when an acknowledgement got lost on its way."""
        for payload in receipt.sent:
            if "event_id" in payload:
                await self._try("events_api", payload, attempt, reason)

    async def _retry_later(self, payload: Json, reason: str, since: float) -> None:
        for attempt, delay_s in enumerate(RETRIES_S, 2):
            await self.clock.until(since + delay_s)
            answer = await self._try("events_api", payload, attempt, reason)
            self.changed()
            if not isinstance(answer, Failure):
                return

    async def _try(self, kind: Kind, payload: Json, attempt: int, reason: str | None) -> Json | Failure | None:
        work = self._over_http(kind, payload, attempt, reason) if self.http else self._over_socket(kind, payload, attempt, reason)
        outcome = await self._in_time(work)
        self.changed()
        if isinstance(outcome, str):
            failure = Failure(kind, payload, attempt, outcome)
            self.failures.append(failure)
            return failure
        return outcome

    async def _in_time(self, work: Coroutine[Any, Any, Json | str | None]) -> Json | str | None:
        sending, alarm = asyncio.ensure_future(work), asyncio.ensure_future(self.clock.until(self.clock.seconds + ACK_S))
        try:
            await asyncio.wait({sending, alarm}, timeout=self.patience_s, return_when=asyncio.FIRST_COMPLETED)
            return sending.result() if sending.done() else "http_timeout" if self.http else "timeout"
        finally:
            for each in (sending, alarm):
                each.cancel()

    async def _over_socket(self, kind: Kind, payload: Json, attempt: int, reason: str | None) -> Json | str | None:
        answer = await self.socket.send(kind, payload, attempt=attempt, reason=reason)
        given = answer.get("payload")
        return given if kind != "events_api" and isinstance(given, dict) and given else None

    async def _over_http(self, kind: Kind, payload: Json, attempt: int, reason: str | None) -> Json | str | None:
        assert self.http is not None
        try:
            answer = await self.http.send(kind, payload, attempt=attempt, reason=reason)
        except (ClientError, OSError):
            return "connection_failed"
        if answer.status != 200:
            return "http_error"
        return answer.payload if kind != "events_api" else None

    async def stop_delivering(self) -> None:
        """Give up what would be sent later."""
        for task in list(self._later):
            task.cancel()
        await asyncio.gather(*self._later, return_exceptions=True)
