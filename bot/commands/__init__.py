"""One command a file, found by folder; every front binds the same definition.

A file's name is the command's (`commitments_done` is `commitments done`), its docstring's first line is the help.
"""

from __future__ import annotations

from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

from bot.model.folder import Folder

if TYPE_CHECKING:
    from bot.model.command import Command


@cache
def commands() -> Folder[Command]:
    """Return every command of this folder by its full name, in the order of their names."""
    return Folder(__name__, __path__, _command, name_of=_name)


def _command(name: str, module: ModuleType) -> Command:
    from dataclasses import replace

    command: Command = module.COMMAND
    return replace(command, name=name, help=(module.__doc__ or "").partition("\n")[0])


def _name(file: str) -> str:
    """Return the words of a command from its file's name.

    >>> _name("comments_not_needed")
    'comments not-needed'
    """
    group, _, word = file.partition("_")
    return f"{group} {word.replace('_', '-')}".strip()
