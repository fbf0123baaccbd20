"""One action of a button a file, found by folder; every front binds the same definition.

A file's name is the action's (`keep_pace` is `keep-pace`); what is done to a commitment has `c_` for `commitment`.
"""

from __future__ import annotations

from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

from bot.model.folder import Folder

if TYPE_CHECKING:
    from bot.model.action import Action


@cache
def actions() -> Folder[Action]:
    """Return every action of this folder by its name, in the order of their names."""
    return Folder(__name__, __path__, _action, name_of=_name)


def _action(_: str, module: ModuleType) -> Action:
    action: Action = module.ACTION
    return action


def _name(file: str) -> str:
    """Return the name of an action from its file's.

    >>> _name("keep_pace"), _name("c_done")
    ('keep-pace', 'commitment-done')
    """
    group, _, word = file.partition("_")
    return (f"commitment-{word}" if group == "c" else file).replace("_", "-")
