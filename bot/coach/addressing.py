"""How people say a command from where they are: typed as it stands, after a slash, or picked from a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from bot.errors import UsageError
from bot.model.card import Text, text
from bot.model.command import Asker, Command

_TERMINAL = "terminal"
_Kept = TypeVar("_Kept", bound=Command)


def as_typed(asker: Asker, line: str) -> str:
    """Return a command's line as the asker types it where they are.

    >>> as_typed(Asker("slack:U1", "Ada", "C1", "UTC", platform="slack"), "audit week")
    '/coach audit week'
    """
    return f"/coach {line}" if asker.platform == "slack" else line


def how_to_say_it(asker: Asker) -> Text | None:
    """Return what is to be known of saying commands on the asker's chat, None at the terminal."""
    match asker.platform:
        case "slack":
            return text("Type it with **/coach** before it; in a direct message, or after my name, without.")
        case "discord":
            return text("Type **/** and choose, or mention me and write one of these.")
    return None


def sayable(asker: Asker, known: Mapping[str, _Kept]) -> dict[str, _Kept]:
    """Return the commands that make sense where the asker is, in their order."""
    return {name: each for name, each in known.items() if asker.platform == _TERMINAL or not each.in_chat}


def only_where_it_works(asker: Asker, command: Command) -> None:
    """Let a command pass where it makes sense. Raises UsageError with what to do instead."""
    if asker.platform != _TERMINAL and command.in_chat:
        raise UsageError(f"{command.name} reads files of the machine that the coach runs on. {command.in_chat}")
