"""Monday's note to the owner of the guidance: what it had no answer to, and what was called a bad source.

At most once a week, only if there is something, and counted as a message to that person.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.coach.answers.asked_before import Group, carried, grouped
from bot.coach.channels import Place, places
from bot.coach.desk import Desk
from bot.coach.own_guidance.own_guidance import OWN, entries
from bot.coach.people import is_resting, one_person, platform_of
from bot.coach.ports import RecordsWriter
from bot.coach.posting import Entry, queue
from bot.coach.timing.calendar import WEEKDAYS, monday_of
from bot.model.card import Button, Card, Item, Items, Part, Text, quoted, say, text
from bot.model.command import Reply
from bot.model.ids import new_id
from bot.model.times import ago, from_text, local, to_text
from bot.model.words import count

KIND = "guidance note"
WEEK_DAYS = 7
AFTER_DIGEST_S = 60
"""Entries of one second go out in no order; so much later the digest is there first."""
BUTTONS = 5
"""Groups that the note names; so many buttons stand side by side on every front."""
_ASKED_AGAIN = 100
_WHY = "bad source"


@dataclass(frozen=True, slots=True)
class Owner:
    """Who looks after the guidance, and the channel whose zone and front a message to them goes by."""

    person: str
    place: Place


@dataclass(frozen=True, slots=True)
class BadSource:
    """A piece of guidance that people called a bad source; `id` as ratings name it."""

    id: str
    title: str
    times: int


def owner_of(desk: Desk) -> Owner | None:
    """Return the owner: as the settings say, else their first admin, else the person at the terminal; None without one."""
    found = places(desk)
    stated = desk.settings.guidance.owner or next(iter(desk.settings.admins), "")
    if not stated:
        terminal = next((each for each in found if each.platform == "terminal"), None)
        return Owner("terminal:you", terminal) if terminal else None
    person = one_person(desk, stated)
    on_theirs = [each for each in found if each.platform == platform_of(person)] or found
    return Owner(person, on_theirs[0]) if on_theirs else None


def queue_owner_note(desk: Desk) -> bool:
    """Put the note into the outbox where it is due: from the week's digest on, once the owner may be written to.

    Tells whether it was put there now.
    """
    owner = owner_of(desk)
    if owner is None or not owner.place.is_on:
        return False
    since = _digest_moment(owner.place, desk.now)
    week = monday_of(owner.place.hours.local_date(since))
    if desk.now < since or _must_wait(desk, owner) or desk.records.one("daily_duty", duty=KIND, day=week):
        return False
    card = note_card(desk, since)
    with desk.records.write() as writer:
        writer.run("hold_team")
        if card and not _has_room(writer, desk, owner):
            return False
        if not writer.run("do_daily_duty", duty=KIND, day=week, now=desk.now) or card is None:
            return False
        writer.run("add_message_to", interruption_id=new_id(from_text(desk.now)), channel=owner.place.channel,
                   person=owner.person, kind=KIND, now=desk.now, local_date=owner.place.hours.local_date(desk.now))
        platform = platform_of(owner.person) or owner.place.platform
        after = to_text(from_text(desk.now) + timedelta(seconds=AFTER_DIGEST_S))
        queue(writer, Entry(owner.place.channel, platform, card, person=owner.person, not_before=after), desk.now)
    return True


def note_card(desk: Desk, until: str) -> Card | None:
    """Return the note about the 7 days before a moment (UTC text), None where there is nothing to say.

    A question that the guidance answers by now is left out.
    """
    since = ago(from_text(until), days=WEEK_DAYS)
    groups, bad = open_questions(desk, since, until), bad_sources(desk, since, until)
    if not groups and not bad:
        return None
    shown = groups[:BUTTONS]
    listed_bad = bad[:BUTTONS - len(shown)]
    buttons = [carried(each.question) for each in shown] + [carried(each.title) for each in listed_bad]
    parts: list[Part] = [Items((*map(_question_item, shown), *map(_bad_item, listed_bad)))]
    left = len(groups) + len(bad) - len(buttons)
    if left:
        parts.append(say("{left} more: **guidance questions** lists them all.", left=left))
    parts.append(say("Write a short piece for the first one; it answers from the next question on."))
    single = len(buttons) == 1
    return Card(_title(groups, bad), tuple(parts),
                tuple(Button("Add guidance" if single else f"{n}: Add guidance", "add-guidance", each)
                      for n, each in enumerate(buttons, 1)),
                quoted("Nobody's name is kept with a question."), tone="ask")


def questions_reply(desk: Desk) -> Reply:
    """Return every question of the last 7 days without an answer and every bad source, for whoever asks."""
    since = ago(from_text(desk.now), days=WEEK_DAYS)
    groups, bad = open_questions(desk, since, desk.now), bad_sources(desk, since, desk.now)
    documents = [{"question": each.question, "times": each.times, "also": list(each.others)} for each in groups]
    card = note_card(desk, desk.now)
    if card is None:
        return Reply(Card(text("Every question of the last 7 days had an answer in the guidance")), [])
    return Reply(replace(card, parts=(Items((*map(_question_item, groups), *map(_bad_item, bad))),)), documents)


def open_questions(desk: Desk, since: str, until: str) -> list[Group]:
    """Return the questions of a window that still have no answer, near-equal ones together, the most asked first."""
    rows = desk.records.rows("refused_questions", since=since, until=until)
    still = [row for row in rows[:_ASKED_AGAIN] if desk.adviser.answer(row["question"]).tier != "strong"]
    return grouped([*still, *rows[_ASKED_AGAIN:]])


def bad_sources(desk: Desk, since: str, until: str) -> list[BadSource]:
    """Return the pieces that were called a bad source in a window, the most often called so first."""
    rows = desk.records.rows("poor_ratings", why=_WHY, since=since, until=until)
    own = {each.id: each.title for each in entries(desk)} if any(row["piece"].startswith(OWN) for row in rows) else {}
    return [BadSource(row["piece"], own.get(row["piece"]) or _title_of_ours(desk, row["piece"]), int(row["times"]))
            for row in rows]


def _title_of_ours(desk: Desk, piece: str) -> str:
    """Return a shipped piece's title, its id in words where the guidance does not name it."""
    words = piece.rpartition("/")[2].replace("-", " ")
    return next((each.title for each in desk.adviser.answer(words).sources if each.id == piece), words)


def _title(groups: list[Group], bad: list[BadSource]) -> Text:
    if groups:
        return text("{questions} had no answer in the guidance this week", questions=count(len(groups), "question"))
    return text("{pieces} of guidance called a bad source this week", pieces=count(len(bad), "piece"))


def _question_item(group: Group) -> Item:
    also = "; ".join(f"“{each}”" for each in group.others)
    return Item(text("Asked {times}", times=count(group.times, "time")), group.question,
                text("Also: {also}", also=also) if also else None)


def _bad_item(bad: BadSource) -> Item:
    how = f"Read it with guidance show {bad.id.removeprefix(OWN)}, or write a better one." if bad.id.startswith(OWN) else \
        "It is one of the shipped pieces; what you write goes before it where both answer."
    people = count(bad.times, "person", "people")
    return Item(text("Called a bad source by {people}", people=people), bad.title, quoted(how))


def _digest_moment(where: Place, now: str) -> str:
    """Return this week's moment (UTC text) of the digest on the channel's clocks."""
    nudges, zone = where.hours.nudges, ZoneInfo(where.hours.zone)
    monday = date.fromisoformat(monday_of(local(now, where.hours.zone).date().isoformat()))
    day = monday + timedelta(days=WEEKDAYS.index(nudges.digest_day))
    return to_text(datetime.combine(day, time.fromisoformat(nudges.digest_at), zone))


def _must_wait(desk: Desk, owner: Owner) -> bool:
    return owner.place.hours.is_quiet(desk.now) or owner.place.is_paused(desk.now) or is_resting(desk, owner.person)


def _has_room(writer: RecordsWriter, desk: Desk, owner: Owner) -> bool:
    """Whether the owner may get one more unasked message today and in these seven days."""
    nudges, today = owner.place.hours.nudges, owner.place.hours.local_date(desk.now)
    rows = writer.run("messages_to", person=owner.person, since=ago(from_text(desk.now), days=WEEK_DAYS), now=desk.now)
    dates = [row["local_date"] for row in rows]
    return dates.count(today) < nudges.person_messages_per_day and len(dates) < nudges.person_messages_per_week
