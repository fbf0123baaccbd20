"""One export format a file, found by folder."""

from __future__ import annotations

from functools import cache
from typing import Any

from bot.intake.mapping import Format, Refusal
from bot.model.folder import Folder


@cache
def all_formats() -> tuple[Format, ...]:
    """Return every format of this folder, by name: each module's FORMAT."""
    found = [each for each in _held("FORMAT") if each is not None]
    return tuple(sorted(found, key=lambda form: str(form.name)))


@cache
def all_refusals() -> tuple[Refusal, ...]:
    """Return every table that is recognised and of no use: each module's REFUSALS."""
    return tuple(each for found in _held("REFUSALS") if found for each in found)


def _held(name: str) -> list[Any]:
    return list(Folder(__name__, __path__, lambda _, module: getattr(module, name, None)).values())
