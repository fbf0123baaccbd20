"""One rule a file, found by folder; a file added here is a rule added."""

from __future__ import annotations

from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

from bot.model.folder import Folder

if TYPE_CHECKING:
    from bot.model.rule import NamedRule


@cache
def rules() -> Folder[NamedRule]:
    """Return every rule of this folder by its key, in the order of their names."""
    return Folder(__name__, __path__, _named)


def _named(key: str, module: ModuleType) -> NamedRule:
    from bot.model.rule import NamedRule

    return NamedRule(key=key, manual=(module.__doc__ or "").strip(), rule=module.RULE)
