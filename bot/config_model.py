"""What is checked of the `[model]` table beyond types and bounds. No fault quotes what may be a key."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*")
_LONGEST_TONE = 300


def odd_model(table: Any) -> list[str]:
    """Return the faults of the table, one sentence each."""
    if not isinstance(table, dict):
        return []
    return [*_odd_url(table.get("base_url")), *_odd_variable(table.get("api_key_env")), *_odd_tone(table.get("tone")),
            *_odd_money(table)]


def _odd_url(url: Any) -> list[str]:
    if not isinstance(url, str):
        return []
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return ["model.base_url: is no address; write one such as https://api.openai.com/v1"]
    if not fits:
        return ["model.base_url: is no address; write one such as https://api.openai.com/v1"]
    if parts.username or parts.password or parts.query or parts.fragment:
        return ["model.base_url: holds more than host and path; a key belongs into the variable that api_key_env names."]
    return []


def _odd_variable(name: Any) -> list[str]:
    if not isinstance(name, str) or not name or _VARIABLE.fullmatch(name):
        return []
    return ["model.api_key_env: is no name of an environment variable; write one such as OPENAI_API_KEY, in capitals, "
            "and put the key itself there."]


def _odd_tone(tone: Any) -> list[str]:
    if not isinstance(tone, str) or len(tone) <= _LONGEST_TONE:
        return []
    return [f"model.tone: has {len(tone)} letters, the most is {_LONGEST_TONE}; one sentence will do."]


def _odd_money(table: dict[str, Any]) -> list[str]:
    if not table.get("money_per_day") or table.get("price_read") or table.get("price_written"):
        return []
    return ["model.money_per_day: is a bound on money, but price_read and price_written are 0; "
            "say what a million tokens cost."]
