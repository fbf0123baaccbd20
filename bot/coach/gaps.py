"""A gap in what was heard on a chat: the admins are told, since what was said meanwhile cannot be known."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.coach.desk import Desk
from bot.coach.posting import Entry, queue
from bot.model.card import Card, say, text
from bot.model.ids import new_id
from bot.model.times import from_text, to_text
from bot.model.words import day_and_time

TOLD_FROM_S = 60
"""A shorter gap is a reconnect, within which hardly anybody spoke."""


def tell_gap(desk: Desk, platform: str, since: datetime) -> bool:
    """Tell the first admin on a platform that nothing was heard from `since` until now. False for a gap too short to tell.

    It stands in the admin log in any case.
    """
    now = from_text(desk.now)
    if now - since < timedelta(seconds=TOLD_FROM_S):
        return False
    admin = next((each for each in desk.settings.admins if each.startswith(f"{platform}:")), None)
    began, ended = (day_and_time(to_text(each), desk.zone) for each in (since, now))
    with desk.records.write() as writer:
        writer.run("add_admin_entry", entry_id=new_id(now), at=desk.now, actor="coach", what="gap",
                   detail=f"{platform}: nothing heard from {to_text(since)} to {desk.now}")
        if admin:
            queue(writer, Entry(admin, platform, _card(platform, began, ended), person=admin), desk.now)
    return True


def _card(platform: str, began: str, ended: str) -> Card:
    return Card(
        title=text("Ask again what you asked on {platform} between {began} and {ended}", platform=platform.title(),
                   began=began, ended=ended),
        parts=(say("The connection was lost, and what was said meanwhile did not reach me. Presses on buttons were refused "
                   "at the time; nothing was half done."),),
        tone="warning",
    )
