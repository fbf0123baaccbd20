"""One command a file, found by folder; every front binds the same definition."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from bot.model.command import Command


@cache
def commands() -> dict[str, Command]:
    """Return every command of this folder by its full name (`nudges preview`), in the order of their names."""
    found: dict[str, Command] = {}
    for module in sorted(iter_modules(__path__), key=lambda each: each.name):
        loaded = import_module(f"{__name__}.{module.name}").COMMAND
        found[f"{loaded.group} {loaded.name}" if loaded.group else loaded.name] = loaded
    return found
