"""How data comes in, in words: dropped in a chat, or named at the terminal."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.model.card import Card, Part, say, text
from bot.model.command import Asker, Reply

FORMATS = "Meta Business Suite, LinkedIn, X, TikTok and YouTube exports, or a general table (CSV or XLSX)"


def how_reply(desk: Desk, asker: Asker) -> Reply:
    """Say how data comes in."""
    return Reply(Card(text("Import your posts, comments and leads"), how_to_import(desk, asker)))


def how_to_import(desk: Desk, asker: Asker) -> tuple[Part, ...]:
    """Return how the asker brings files in from where they are."""
    terminal = say("At the terminal: **python -m bot import my-export.csv --dry-run**, then without **--dry-run**.")
    known = say("__Known by their headers: {formats}.__", formats=FORMATS)
    if asker.platform == "terminal":
        return terminal, known
    most = desk.settings.imports.max_chat_file_mb
    return (say("Drop export files on me here: CSV, XLSX or zip, up to {most} MB each. I show what is in a file before "
                "anything is written.", most=most), terminal, known)
