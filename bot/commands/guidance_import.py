"""Take a Markdown file into your own guidance; the same name again is its next version."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.own_guidance.own_documents import import_file
from bot.coach.own_guidance.own_guidance_cards import added_reply
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, file: str) -> Reply:
    """Keep a document. Raises NotAllowed anywhere but at the terminal."""
    return added_reply(import_file(desk, asker, file))


COMMAND = Command(
    run=run,
    parameters=(Parameter("file", "a Markdown file of this machine", required=True),),
    examples=("guidance import tone-of-voice.md",),
    in_chat="Drop the Markdown file on me here; the same name again is its next version.",
)
