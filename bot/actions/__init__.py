"""One action of a button a file, found by folder; every front binds the same definition."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from bot.model.action import Action


@cache
def actions() -> dict[str, Action]:
    """Return every action of this folder by its name."""
    found = [import_module(f"{__name__}.{module.name}").ACTION for module in iter_modules(__path__)]
    return {action.name: action for action in sorted(found, key=lambda each: each.name)}
