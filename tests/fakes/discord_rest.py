"""Discord's REST side: what it keeps lies in simcord's memory, what it refuses is refused here, and answers can go wrong.

A request is carried out once or not at all, so a test can ask afterwards what was kept.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from typing import Any

from simcord._dpy_internals import real_monotonic
from simcord.backend import Backend, serializers
from simcord.backend.errors import BackendError
from simcord.backend.models import Interaction
from simcord.http import router
from simcord.http import routes as _routes  # noqa: F401  registers the routes

from tests.fakes.discord_limits import limit_fault
from tests.fakes.discord_rights import rights_fault
from tests.fakes.discord_schema import schema_fault

NONCE_S = 300.0
"""How long a nonce is remembered; Discord says "the past few minutes"."""
BAD_BODY, BAD_TOKEN, UNKNOWN_INTERACTION, UNKNOWN_WEBHOOK, ACKNOWLEDGED, THREAD_EXISTS = 50035, 50027, 10062, 10015, 40060, 160004
OF_THE_CLIENT = {BAD_BODY, BAD_TOKEN, UNKNOWN_INTERACTION, ACKNOWLEDGED}
"""Refusals that are always the client's fault; a test that leads to one has to say that it meant to."""
VIA = {"Via": "1.1 google"}
"""Without it discord.py takes a 429 for a ban."""


class Lost(ConnectionError):
    """The request was carried out, and its answer never came back."""


@dataclass
class Upload:
    """A file of a request, in the shape that simcord reads."""

    filename: str
    data: bytes
    description: str | None = None

    @property
    def fp(self) -> io.BytesIO:
        """The bytes, from their start."""
        return io.BytesIO(self.data)


@dataclass(frozen=True)
class Request:
    """What a client sent. path: without /api/v10; body: the JSON, also of a request with files."""

    method: str
    path: str
    body: Any = None
    files: tuple[Upload, ...] = ()
    params: Mapping[str, str] = field(default_factory=dict)
    reason: str | None = None

    def fits(self, method: str, path: str) -> bool:
        """Return whether this is a request to a path; in `path`, * stands for anything."""
        return method in ("*", self.method) and fnmatch(self.path, path)


@dataclass(frozen=True)
class Answer:
    """What Discord answers; body None is an empty one."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Fault:
    """What goes wrong with requests to a path, `times` times. answer None: the connection breaks.

    is_kept: the request is carried out before.
    """

    method: str
    path: str
    answer: Answer | None
    times: int = 1
    is_kept: bool = False


@dataclass
class Rest:
    """Answers requests. `requests`: all that came; `refused`: those that were the client's fault, with the reason.

    `broken`: what was asked and this fake cannot do. `callbacks`: the kinds of first answers, by interaction.
    """

    backend: Backend
    owner_id: int
    sees_content: bool = False
    first_answer_s: float = 3.0
    requests: list[Request] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    arrived: dict[int, float] = field(default_factory=dict)
    callbacks: dict[int, list[int]] = field(default_factory=dict)
    _nonces: dict[str, tuple[float, int, int]] = field(default_factory=dict)

    def answer(self, request: Request) -> Answer:
        """Carry out a request and return the answer. Raises Lost where the answer does not come back."""
        self.requests.append(request)
        fault = next((each for each in self.faults if each.times > 0 and request.fits(each.method, each.path)), None)
        if fault is None:
            return self._carried_out(request)
        fault.times -= 1
        if fault.is_kept:
            self._carried_out(request)
        if fault.answer is None:
            raise Lost(f"the answer to {request.method} {request.path} was lost")
        return fault.answer

    def note_interaction(self, record: Interaction) -> None:
        """Start the three seconds within which an interaction wants its first answer."""
        self.arrived[record.id] = real_monotonic()

    def _carried_out(self, request: Request) -> Answer:
        try:
            self._refuse_bad_body(request)
            request = self._as_allowed(request)
            self._refuse_second_thread(request)
            self._refuse_lost_reference(request)
            record = self._interaction(request)
            known = self._sent_before(request)
            body = known if known is not None else self._dispatched(request)
        except BackendError as error:
            if isinstance(error, router.RouteNotImplemented | router.UnsupportedField):
                self.broken.append(str(error))
                raise
            if error.code in OF_THE_CLIENT:
                self.refused.append(f"{request.method} {request.path}: {error.message} ({error.code})")
            return Answer(error.status, error.to_json())
        if record is not None and request.path.endswith("/callback"):
            self.callbacks.setdefault(record.id, []).append(request.body["type"])
        if known is None:
            self._remember(request, body)
        is_quiet = request.path.endswith("/callback") and not request.params.get("with_response")
        return Answer(204) if body is None or is_quiet else Answer(200, body)

    def _dispatched(self, request: Request) -> Any:
        is_about = request.path in ("/applications/@me", "/oauth2/applications/@me")
        path = "/oauth2/applications/@me" if is_about else request.path
        body = router.dispatch(self.backend, request.method, path, json=request.body, params=dict(request.params),
                               files=list(request.files), reason=request.reason, message_content_access=self.sees_content)
        if is_about:
            body["owner"] = dict(serializers.user_payload(self.backend.users[self.owner_id]))
        return body

    def _refuse_bad_body(self, request: Request) -> None:
        files = [(each.filename, len(each.data)) for each in request.files]
        fault = limit_fault(request.method, request.path, request.body, files) or schema_fault(request.method, request.path, request.body)
        if fault is not None:
            raise BackendError(400, BAD_BODY, f"Invalid Form Body: {fault}")

    def _as_allowed(self, request: Request) -> Request:
        """Return a request without what Discord leaves out of it silently. Raises BackendError for what it refuses."""
        fault = rights_fault(self.backend, request.method, request.path, request.body, bool(request.files))
        if fault is None:
            return request
        self.refused.append(f"{request.method} {request.path}: {fault}")
        return replace(request, body={**request.body, "embeds": []})

    def _refuse_second_thread(self, request: Request) -> None:
        parts = request.path.strip("/").split("/")
        if request.method == "POST" and parts[2:3] == ["messages"] and parts[4:] == ["threads"] and int(parts[3]) in self.backend.channels:
            raise BackendError(400, THREAD_EXISTS, "A thread has already been created for this message")

    def _refuse_lost_reference(self, request: Request) -> None:
        reference = (request.body or {}).get("message_reference") if isinstance(request.body, dict) else None
        if reference and reference.get("fail_if_not_exists", True):
            channel_id, message_id = int(reference["channel_id"]), int(reference["message_id"])
            if message_id not in self.backend.messages.get(channel_id, {}):
                raise BackendError(400, BAD_BODY, "Invalid Form Body: message_reference: Unknown message")

    def _interaction(self, request: Request) -> Interaction | None:
        """Return the interaction a request answers. Raises BackendError when it is too late or too early for that."""
        parts = request.path.strip("/").split("/")
        if len(parts) < 3 or parts[0] not in ("interactions", "webhooks") or parts[2] not in self.backend.interaction_tokens:
            return None
        record = self.backend.interactions[self.backend.interaction_tokens[parts[2]]]
        if parts[0] == "interactions":
            if not record.responded and real_monotonic() - self.arrived.get(record.id, real_monotonic()) > self.first_answer_s:
                raise BackendError(404, UNKNOWN_INTERACTION, "Unknown interaction")
        elif record.expires_at is not None and self.backend.now_iso() >= record.expires_at:
            raise BackendError(401, BAD_TOKEN, "Invalid Webhook Token")
        elif not record.responded:
            self.refused.append(f"{request.method} {request.path}: the interaction was not answered yet")
            raise BackendError(404, UNKNOWN_WEBHOOK, "Unknown Webhook")
        return record

    def _sent_before(self, request: Request) -> Any:
        """Return the message that was made with the same nonce in the last minutes, None when this one is new."""
        nonce = self._nonce(request)
        made_at, channel_id, message_id = self._nonces.get(nonce or "", (0.0, 0, 0))
        if nonce is None or not message_id or self.backend.clock.elapsed - made_at > NONCE_S:
            return None
        kept = self.backend.messages.get(channel_id, {}).get(message_id)
        return None if kept is None else {**serializers.message_payload(self.backend, kept), "nonce": nonce}

    def _remember(self, request: Request, body: Any) -> None:
        nonce = self._nonce(request)
        if nonce is not None and isinstance(body, dict):
            self._nonces[nonce] = (self.backend.clock.elapsed, int(body["channel_id"]), int(body["id"]))
            body["nonce"] = nonce

    @staticmethod
    def _nonce(request: Request) -> str | None:
        if request.method == "POST" and request.path.endswith("/messages") and (request.body or {}).get("enforce_nonce"):
            return str(request.body["nonce"])
        return None


def limited(retry_after_s: float, *, is_global: bool = False) -> Answer:
    """Return Discord's 429."""
    body = {"message": "You are being rate limited.", "retry_after": retry_after_s, "global": is_global}
    return Answer(429, body, {**VIA, "Retry-After": str(retry_after_s)})
