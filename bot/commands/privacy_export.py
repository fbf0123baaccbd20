"""Give you everything that is kept about you, as a document."""

from __future__ import annotations

from typing import Any

from bot.coach.desk import Desk
from bot.coach.privacy.privacy import export
from bot.model.command import Asker, Command, Reply


def run(desk: Desk, asker: Asker, **_values: Any) -> Reply:
    """Export what is kept about the asker."""
    return export(desk, asker)


COMMAND = Command(
    run=run,
    examples=("privacy export",),
)
