"""One rule a file, found by folder; a file added here is a rule added."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from bot.model.rule import NamedRule


@cache
def rules() -> dict[str, NamedRule]:
    """Return every rule of this folder by its key, in the order of their names."""
    found = {}
    for module in sorted(iter_modules(__path__), key=lambda each: each.name):
        if module.name.startswith("_"):
            continue
        loaded = import_module(f"{__name__}.{module.name}")
        key = module.name.replace("_", "-")
        found[key] = NamedRule(key=key, manual=(loaded.__doc__ or "").strip(), rule=loaded.RULE)
    return found
