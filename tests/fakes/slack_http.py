"""How the fake Slack speaks to an app over HTTP: signed posts, and every way of signing them wrong.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientSession, ClientTimeout

from tests.fakes.slack_socket import Kind
from tests.fakes.slack_state import Json


@dataclass(frozen=True)
class Answer:
    """What the app answered to one post."""

    status: int
    body: str
    headers: dict[str, str]

    @property
    def payload(self) -> Json | None:
        """The answer as data: words for a slash command are its `text`, nothing is None."""
        if not self.body.strip():
            return None
        if self.headers.get("content-type", "").startswith("application/json"):
            read = json.loads(self.body)
            return read if isinstance(read, dict) else None
        return {"text": self.body}


@dataclass(frozen=True)
class Post:
    """How a post is signed. `age_s`: how old it says it is; `timestamp`: words in its place; `is_forged`: another's secret."""

    is_forged: bool = False
    age_s: int = 0
    timestamp: str | None = None
    is_signed: bool = True


SIGNED = Post()


@dataclass
class HttpDoor:
    """The app's address and the secret it was given."""

    url: str
    secret: str
    session: ClientSession

    async def send(self, kind: Kind, payload: Json, how: Post = SIGNED, *, attempt: int = 0, reason: str | None = None) -> Answer:
        """Post a payload as Slack would. An attempt beyond the first carries its number and its reason."""
        body, content_type = encoded(kind, payload)
        retry = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason or "http_error"} if attempt else {}
        headers = {"Content-Type": content_type, "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)", **retry,
                   **signed(body, self.secret, how)}
        async with self.session.post(self.url, data=body.encode(), headers=headers, timeout=ClientTimeout(10)) as answer:
            return Answer(answer.status, await answer.text(), {name.lower(): value for name, value in answer.headers.items()})


def encoded(kind: Kind, payload: Json) -> tuple[str, str]:
    """Return a payload as the body Slack makes of it, and its content type."""
    if kind == "events_api":
        return json.dumps(payload), "application/json"
    form: dict[str, Any] = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(form), "application/x-www-form-urlencoded"


def signed(body: str, secret: str, how: Post) -> dict[str, str]:
    """Return the headers that say a body is Slack's, or say so wrongly."""
    if not how.is_signed:
        return {}
    stamp = how.timestamp if how.timestamp is not None else str(int(time.time()) - how.age_s)
    key = "another's secret" if how.is_forged else secret
    digest = hmac.new(key.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}
