"""A Monday without a digest in a team's channel: the admin alone is told what to import, never the channel.

At most one such note a day to a person, within the caps on messages to them, and one in four weeks where nothing is old
and something was never imported; where nobody is known, nobody is told.
"""

from __future__ import annotations

from bot.coach.admins import admins
from bot.coach.channels import Place, place
from bot.coach.desk import Desk
from bot.coach.digests.digest import Unready, digest
from bot.coach.digests.digest_card import card_of, unready_card
from bot.coach.people import platform_of
from bot.coach.ports import RecordsWriter
from bot.coach.posting import Entry, queue
from bot.model.card import Card
from bot.model.ids import new_id
from bot.model.times import ago, from_text

KIND = "stale data"
_DAYS_BETWEEN = {"stale": 1, "missing": 27}
"""More days than these lie between two notes to a person: what nobody ever imported is no news before the fourth Monday."""
TERMINAL = "terminal"


def monday_card(desk: Desk, channel: str) -> Card | None:
    """Return what a channel's digest slot says: the digest; without one a note at the terminal, nothing in a chat.

    The terminal belongs to the person who runs the coach.
    """
    where, seen = place(desk, channel), digest(desk)
    if isinstance(seen, Unready):
        return unready_card(seen) if where is None or where.platform == TERMINAL else None
    return card_of(seen)


def tell_admin(desk: Desk, channel: str) -> bool:
    """Send the admin what to import, where a channel's digest did not come because of it. Tells whether it was queued."""
    where, seen = place(desk, channel), digest(desk)
    person = next((person for person, _ in admins(desk)), None)
    if where is None or where.platform == TERMINAL or person is None or not isinstance(seen, Unready):
        return False
    with desk.records.write() as writer:
        writer.run("hold_team")
        if not _has_room(writer, desk, where, person, _DAYS_BETWEEN["stale" if seen.stale else "missing"]):
            return False
        writer.run("add_message_to", interruption_id=new_id(from_text(desk.now)), channel=channel, person=person, kind=KIND,
                   now=desk.now, local_date=where.hours.local_date(desk.now))
        queue(writer, Entry(channel, platform_of(person) or where.platform, unready_card(seen), person=person), desk.now)
    return True


def _has_room(writer: RecordsWriter, desk: Desk, where: Place, person: str, days_between: int) -> bool:
    """Tell whether a person may get this note: their caps leave room, and they had none in the last days."""
    nudges, today = desk.settings.nudges, where.hours.local_date(desk.now)
    week = ago(from_text(desk.now), days=7)
    messages = writer.run("messages_to", person=person, since=week, now=desk.now)
    rest = ago(from_text(desk.now), days=days_between)
    told_lately = writer.run("messages_of_kind", person=person, kind=KIND, since=rest)
    days = [row["local_date"] for row in messages]
    return not told_lately and days.count(today) < nudges.person_messages_per_day \
        and len(days) < nudges.person_messages_per_week
