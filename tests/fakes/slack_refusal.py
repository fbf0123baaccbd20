"""How the fake Slack says no: the error's word as Slack documents it, and what else Slack puts beside it."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """An answer with `ok` false. `more`: further fields of it; `messages`: Slack's explanations, for people alone."""

    def __init__(self, error: str, *messages: str, status: int = 200, retry_after_s: int | None = None, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.headers = {} if retry_after_s is None else {"Retry-After": str(retry_after_s)}
        self.body: dict[str, Any] = {"ok": False, "error": error, **more}
        if messages:
            self.body["response_metadata"] = {"messages": [f"[ERROR] {each}" for each in messages]}
