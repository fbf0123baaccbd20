"""The tokens of one Slack app: each of its own kind, and named by its environment variable where it is off."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from bot.chat.slack.refusals import named, understood
from bot.errors import AnswerLost, CoachError, ConfigError, TryLater


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of token: how it begins, what it is called, and where Slack shows it."""

    begins: str
    what: str
    where: str


BOT = Kind("xoxb-", "the bot token", "OAuth & Permissions")
APP = Kind("xapp-", "the app-level token", "Basic Information")
_OTHERS = (BOT, APP, Kind("xoxp-", "a user token", ""), Kind("xoxe", "a token that is rotated", ""))


def secret(environ: Mapping[str, str], name: str, kind: Kind) -> str:
    """Return the token in an environment variable. Raises ConfigError where it is none of its kind."""
    found = environ.get(name, "").strip()
    if fault := fault_of(found, kind):
        raise ConfigError(f"{name} {fault}: put {kind.what} ({kind.where}) there. It begins with {kind.begins}")
    return found


def fault_of(token: str, kind: Kind) -> str:
    """Return what is wrong with the look of a token, nothing where it looks right. The token itself is not shown.

    >>> fault_of("xapp-1-A1", BOT), fault_of("xoxb-1", BOT)
    ('holds the app-level token', '')
    """
    if not token:
        return "is empty"
    if token.startswith(kind.begins):
        return ""
    other = next((each.what for each in _OTHERS if token.startswith(each.begins)), None)
    return f"holds {other}" if other else "holds no token of Slack's"


async def accepted(ask: Callable[[], Coroutine[Any, Any, Any]], name: str, advice: str) -> Any:
    """Ask Slack with the token of an environment variable. Raises ConfigError naming it where Slack refuses it, TryLater
    and AnswerLost where Slack is away."""
    try:
        return await understood(ask)
    except (TryLater, AnswerLost):
        raise
    except CoachError as error:
        raise ConfigError(f"Slack refuses the token in {name}: {named(error.__cause__)}. {advice}") from error
