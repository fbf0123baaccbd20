"""One action of a button a file, found by folder; every front binds the same definition."""

from __future__ import annotations

from functools import cache
from types import ModuleType

from bot.model.action import Action
from bot.model.folder import Folder


@cache
def actions() -> dict[str, Action]:
    """Return every action of this folder by its name."""
    found = Folder(__name__, __path__, _action)
    return {action.name: action for action in found.values()}


def _action(_: str, module: ModuleType) -> Action:
    action: Action = module.ACTION
    return action
