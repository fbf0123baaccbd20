"""A time in which nothing was heard on a chat: those whom it concerns are told, since what was said then cannot be known.

Nothing is asked for afterwards: that would mean reading what people say to each other. Nothing is said in a channel.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.coach.admins import whom_to_tell
from bot.coach.answers.threads import LISTENS_MINUTES
from bot.coach.desk import Desk
from bot.coach.people import platform_of
from bot.coach.ports import RecordsWriter
from bot.coach.posting import Entry, queue
from bot.coach.spending import today
from bot.model.card import Card, say, text
from bot.model.ids import new_id
from bot.model.times import ago, from_text, to_text
from bot.model.words import day_and_time

LOST_S = 60
"""A shorter loss of a connection is not told: hardly anybody spoke meanwhile."""
AWAY_S = 300
"""A shorter absence of the whole process is not told: restarts take that long at most, and Slack sends again for about
five minutes what it could not deliver (https://docs.slack.dev/apis/events-api#retries)."""
KIND = "gap"
TOLD_WITHIN = timedelta(days=1)
"""After that nobody remembers what they said."""


def tell_gap(desk: Desk, platform: str, since: datetime, owners: Sequence[str] = ()) -> None:
    """Tell that nothing was heard on a platform from `since` until now: an admin, and who was talking to the coach then.

    The admin's message is about the coach's own working and counts for no cap; the others' keep to their caps. It stands
    in the admin log in any case.
    """
    admin = next(iter(whom_to_tell(desk, platform, owners=owners)), None)
    card = _card(platform, *(day_and_time(to_text(each), desk.zone) for each in (since, from_text(desk.now))))
    with desk.records.write() as writer:
        writer.run("hold_team")
        writer.run("add_admin_entry", entry_id=new_id(from_text(desk.now)), at=desk.now, actor="coach", what=KIND,
                   detail=f"{platform}: nothing heard from {to_text(since)} to {desk.now}")
        if admin:
            _queue(writer, desk, card, admin)
        for person in _talking(writer, platform, since):
            if person != admin and _has_room(writer, desk, person):
                writer.run("add_message_to", interruption_id=new_id(from_text(desk.now)), channel=person, person=person,
                           kind=KIND, now=desk.now, local_date=today(desk))
                _queue(writer, desk, card, person)


def _queue(writer: RecordsWriter, desk: Desk, card: Card, person: str) -> None:
    not_after = to_text(from_text(desk.now) + TOLD_WITHIN)
    queue(writer, Entry(person, str(platform_of(person)), card, person=person, not_after=not_after), desk.now)


def _talking(writer: RecordsWriter, platform: str, since: datetime) -> list[str]:
    """Return who was in the midst of a talk with the coach when nothing was heard any more."""
    began = to_text(since - timedelta(minutes=LISTENS_MINUTES))
    rows = writer.run("talks_going_on", platform=platform, began=began, until=to_text(since))
    return [row["person"] for row in rows if platform_of(row["person"])]


def _has_room(writer: RecordsWriter, desk: Desk, person: str) -> bool:
    nudges, week = desk.settings.nudges, ago(from_text(desk.now), days=7)
    days = [row["local_date"] for row in writer.run("messages_to", person=person, since=week, now=desk.now)]
    return days.count(today(desk)) < nudges.person_messages_per_day and len(days) < nudges.person_messages_per_week


def _card(platform: str, began: str, ended: str) -> Card:
    day = began.rpartition(" ")[0]
    return Card(
        title=text("I was away from {began} to {ended}: say again what you said to me on {platform}", began=began,
                   ended=ended.removeprefix(f"{day} "), platform=platform.title()),
        parts=(say("What was said to me then I did not see. Buttons pressed then did nothing; nothing was half done."),),
        tone="warning",
    )
