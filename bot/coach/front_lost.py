"""A chat that takes the coach's tokens no more, or grants too little: it stands in the log of settings.

Of a lost chat an admin is told where one can be. What waits for it goes on waiting; every other chat lives on.
"""

from __future__ import annotations

from bot.coach.admins import whom_to_tell
from bot.coach.channels import places
from bot.coach.desk import Desk
from bot.coach.people import platform_of
from bot.coach.ports import RecordsWriter
from bot.coach.posting import Entry, queue
from bot.model.card import Card, say, text
from bot.model.ids import new_id
from bot.model.times import from_text


def tell_front_lost(desk: Desk, platform: str, why: str) -> None:
    """Log that a chat was lost, and tell the first admin on another chat, or a channel there that is on."""
    admin = next((each for each in whom_to_tell(desk, "") if platform_of(each) != platform), None)
    other = next((each for each in places(desk) if each.is_on and each.platform not in (platform, "terminal")), None)
    with desk.records.write() as writer:
        _note(writer, desk, f"{platform} lost", why)
        if admin:
            queue(writer, Entry(admin, str(platform_of(admin)), _card(platform, why), person=admin), desk.now)
        elif other:
            queue(writer, Entry(other.channel, other.platform, _card(platform, why)), desk.now)


def note_scopes(desk: Desk, platform: str, words: str) -> None:
    """Log which of the scopes that the coach asks a chat for are granted."""
    with desk.records.write() as writer:
        _note(writer, desk, f"{platform} scopes", words)


def _note(writer: RecordsWriter, desk: Desk, what: str, detail: str) -> None:
    writer.run("add_admin_entry", entry_id=new_id(from_text(desk.now)), at=desk.now, actor="coach", what=what,
               detail=detail)


def _card(platform: str, why: str) -> Card:
    return Card(
        title=text("I am out of {platform} until somebody mends my tokens", platform=platform.title()),
        parts=(say("{why}", why=why),
               say("Whoever runs the coach mends it and starts it again; `doctor` names what is wrong. What is to be "
                   "said there waits.")),
        tone="warning",
    )
