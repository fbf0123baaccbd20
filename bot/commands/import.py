"""Say how your posts, comments and leads come in."""

from __future__ import annotations

from typing import Any

from bot.coach.desk import Desk
from bot.coach.files.importing_words import how_reply
from bot.model.command import Asker, Command, Reply


def run(desk: Desk, asker: Asker, **_values: Any) -> Reply:
    """Say how to import from where the asker is; the command line's own import takes the files."""
    return how_reply(desk, asker)


COMMAND = Command(
    run=run,
    examples=("import",),
)
