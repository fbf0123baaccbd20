"""Import data: how files come in, here and at the terminal."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.files.importing_words import how_reply
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, _subject: str) -> Reply:
    """Say how to import."""
    return how_reply(desk, asker)


ACTION = Action("import-how", "Say how data comes in.", run)
