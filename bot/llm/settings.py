"""How the model is reached. The key itself never stands here, only the name of the variable that holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.errors import ModelNotSet

OFFICIAL = "https://api.openai.com/v1"
KEYLESS = "local"
"""What a server that wants no key is given: the client refuses to be made without one."""


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """One model on one server. Times in seconds; `rounds`: how often it may ask for tools before it must answer.

    `longest_wait_s`: when a busy server asks for more patience than this, nobody is kept waiting for it.
    """

    name: str
    base_url: str = OFFICIAL
    api_key_env: str = "OPENAI_API_KEY"
    api: Literal["chat", "responses"] = "chat"
    connect_timeout_s: float = 5
    read_timeout_s: float = 60
    hard_stop_s: float = 60
    longest_wait_s: float = 10
    retries: int = 1
    rounds: int = 4
    answer_tokens: int = 1200

    def key(self, environ: Mapping[str, str]) -> str:
        """Read the key by its name. Raises ModelNotSet where the official server would be asked without one."""
        key = environ.get(self.api_key_env, "") if self.api_key_env else ""
        if key.strip():
            return key.strip()
        if self.base_url.rstrip("/") == OFFICIAL:
            raise ModelNotSet(
                f"The environment variable {self.api_key_env or 'for the key'!r} is empty; put the key "
                f"of "
                              f"{OFFICIAL} there, or name a server of your own as base_url.")
        return KEYLESS
