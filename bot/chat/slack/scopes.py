"""What the coach may do in a workspace: every scope it asks for, what stops without it, and which are not granted."""

from __future__ import annotations

from collections.abc import Mapping

SCOPES: Mapping[str, str] = {
    "app_mentions:read": "mentions in channels reach me",
    "assistant:write": "the status while I think, and the prompts of the pane",
    "channels:read": "whether a public channel is shared with another company, and being invited to one",
    "chat:write": "every message of mine",
    "commands": "the slash commands and the shortcut",
    "files:read": "files that are dropped here",
    "files:write": "charts as pictures, and your data as a file",
    "groups:read": "the same of private channels",
    "im:history": "direct messages reach me",
    "im:write": "messages of mine to one person",
    "users:read": "who is an admin, and in which time zone somebody is",
}
"""By name, each with what hangs on it."""
OPTIONAL_SCOPES = ("channels:history", "groups:history")
"""Only for asking on in a thread without a mention, and for finding a message whose answer was lost."""
WHERE = "OAuth & Permissions, Bot Token Scopes"


def granted(headers: Mapping[str, str]) -> frozenset[str]:
    """Return the scopes that an answer of Slack's says were granted, none where it does not say."""
    told = next((value for name, value in headers.items() if name.lower() == "x-oauth-scopes"), "")
    return frozenset(each.strip() for each in told.split(",") if each.strip())


def lacking(headers: Mapping[str, str]) -> list[str]:
    """Return which scopes are not granted; none where Slack does not say what is."""
    held = granted(headers)
    return [each for each in SCOPES if each not in held] if held else []


def lacking_words(scopes: list[str]) -> str:
    """Return in words what is not granted and what stops without it.

    >>> lacking_words(["files:write"])
    'files:write is not granted (charts as pictures, and your data as a file)'
    """
    return "; ".join(f"{each} is not granted ({SCOPES[each]})" for each in scopes)
