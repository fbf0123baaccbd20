"""One export format a file, found by folder."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType

from bot.intake.mapping import Format, Refusal


@cache
def all_formats() -> tuple[Format, ...]:
    """Return every format of this folder, by name: each module's FORMAT."""
    found = [module.FORMAT for module in _modules() if hasattr(module, "FORMAT")]
    return tuple(sorted(found, key=lambda form: str(form.name)))


@cache
def all_refusals() -> tuple[Refusal, ...]:
    """Return every table that is recognised and of no use: each module's REFUSALS."""
    return tuple(each for module in _modules() for each in getattr(module, "REFUSALS", ()))


def _modules() -> list[ModuleType]:
    return [importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__)]
