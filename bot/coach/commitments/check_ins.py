"""Asking how a commitment goes: half-way, two hours before, the next work morning; then silence until the digest.

Each check-in is claimed once, and its claim, its place in the ledger and its message are kept together or not at all.
A person gets one message for all that is due to them; quiet hours and the caps on messages hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import groupby
from typing import Literal
from zoneinfo import ZoneInfo

from bot.coach.channels import places
from bot.coach.commitments.assessment import told
from bot.coach.commitments.commitment_cards import buttons
from bot.coach.commitments.commitments import Commitment, every
from bot.coach.commitments.progress import Progress, progress_of
from bot.coach.commitments.settling import as_seen
from bot.coach.desk import Desk
from bot.coach.people import is_resting, platform_of
from bot.coach.ports import RecordsWriter, Row
from bot.coach.posting import Entry, queue
from bot.coach.timing.calendar import Hours
from bot.coach.timing.due import said
from bot.model.card import Button, Card, Item, Items, Part, Text, say, text
from bot.model.ids import new_id
from bot.model.settings import Nudges
from bot.model.times import ago, from_text, local, to_text
from bot.model.words import count, span

Kind = Literal["half-way", "two-hours", "morning-after"]
HALF_WAY_FROM_DAYS = 3
"""Only a promise further away than this is asked after half-way, and no later than three quarters of the way."""
BEFORE_HOURS = 2
BUTTONS_AT_MOST = 5
_DAYS_AHEAD = 30


@dataclass(frozen=True, slots=True)
class CheckIn:
    """One question about one commitment. It may be asked from `at` to before `until`, both UTC text."""

    commitment: Commitment
    kind: Kind
    at: str
    until: str


def due_check_ins(desk: Desk) -> list[CheckIn]:
    """Return the check-ins that may be asked now, the nearest due moment first.

    None in quiet hours of the commitment's zone or of its person, none where its channel rests, none to a person whose
    messages are used up, and none about what the data already shows as kept or what is blocked before it is due.
    """
    now = desk.now
    asked = {(row["commitment_id"], row["kind"], row["due_at"]) for row in desk.records.rows("check_ins")}
    here = places(desk)
    resting = {each.channel for each in here if each.is_paused(now)}
    nudges = {each.channel: each.hours.nudges for each in here}
    found = [
        check_in
        for commitment in as_seen(desk, [each for each in every(desk) if each.is_open and each.is_accepted])
        if commitment.is_open and commitment.channel not in resting and not _hours(desk, commitment, nudges).is_quiet(now)
        for check_in in check_ins_of(desk, commitment, nudges)
        if check_in.at <= now < check_in.until
        and (commitment.commitment_id, check_in.kind, commitment.due_at) not in asked
    ]
    ready = [each for each in found if not is_resting(desk, each.commitment.person)
             and _has_room(desk, each, desk.records.rows("messages_to", **_since(desk, each)))]
    return sorted(ready, key=lambda each: (each.commitment.due_at, each.commitment.number))


def check_ins_of(desk: Desk, commitment: Commitment, nudges: Mapping[str, Nudges] | None = None) -> list[CheckIn]:
    """Return when a commitment is asked after, the earliest first. `nudges`: the channels' own hours, if any."""
    begun = from_text(max(commitment.made_at, commitment.accepted_at or "", commitment.moved_at or ""))
    due = from_text(commitment.due_at)
    before = to_text(due - timedelta(hours=BEFORE_HOURS))
    found = []
    if due - begun > timedelta(days=HALF_WAY_FROM_DAYS) and not commitment.blocked_at:
        half = begun + (due - begun) / 2
        found.append(CheckIn(commitment, "half-way", to_text(half), to_text(half + (due - half) / 2)))
    if due - begun > timedelta(hours=BEFORE_HOURS) and not commitment.blocked_at:
        found.append(CheckIn(commitment, "two-hours", before, commitment.due_at))
    morning = _work_morning(_hours(desk, commitment, nudges), commitment.due_at)
    if morning:
        found.append(CheckIn(commitment, "morning-after", *morning))
    return found


def queue_check_ins(desk: Desk) -> list[CheckIn]:
    """Claim what is due and put one message a person into the outbox; return the check-ins that this call claimed."""
    claimed: list[CheckIn] = []
    due = sorted(due_check_ins(desk), key=_to_whom)
    for _, group in groupby(due, key=_to_whom):
        claimed += _queued(desk, list(group))
    return claimed


def check_in_card(desk: Desk, check_ins: Sequence[CheckIn]) -> Card:
    """Return the card for one person's check-ins: one commitment with all its buttons, or several as a list."""
    progress = progress_of(desk, [each.commitment for each in check_ins])
    if len(check_ins) == 1:
        only = check_ins[0]
        return Card(_asked(only, desk.now), _how_far(only, progress[only.commitment.commitment_id]),
                    buttons(only.commitment), tone="ask")
    items = tuple(
        Item(_asked(each, desk.now), why=_quiet(told(each.commitment, progress[each.commitment.commitment_id])))
        for each in check_ins)
    return Card(text("Say how {n} of your promises go", n=len(check_ins)), (Items(items),),
                tuple(_short_buttons(check_ins)), tone="ask")


def _queued(desk: Desk, group: list[CheckIn]) -> list[CheckIn]:
    """Claim one person's check-ins and queue their message; the caps are looked at again inside the transaction."""
    now, first = desk.now, group[0]
    with desk.records.write() as writer:
        if not _has_room(desk, first, writer.run("messages_to", **_since(desk, first))):
            return []
        claimed = [each for each in group if writer.run(
            "claim_check_in", commitment_id=each.commitment.commitment_id, kind=each.kind,
            due_at=each.commitment.due_at, now=now)]
        if claimed:
            _send(writer, desk, claimed)
    return claimed


def _send(writer: RecordsWriter, desk: Desk, claimed: list[CheckIn]) -> None:
    now, commitment = desk.now, claimed[0].commitment
    platforms = {each.channel: each.platform for each in places(desk)}
    platform = platform_of(commitment.person) or platforms.get(commitment.channel) \
        or next(iter(platforms.values()), "terminal")
    writer.run("add_message_to", interruption_id=new_id(from_text(now)), channel=commitment.channel,
               person=commitment.person, kind="check-in", now=now, local_date=_hours(desk, commitment).local_date(now))
    queue(writer, Entry(commitment.channel, platform, check_in_card(desk, claimed), person=commitment.person,
                        not_after=min(each.until for each in claimed)), now)


def _to_whom(check_in: CheckIn) -> tuple[str, str]:
    return check_in.commitment.person, check_in.commitment.channel


def _hours(desk: Desk, commitment: Commitment, nudges: Mapping[str, Nudges] | None = None) -> Hours:
    return Hours((nudges or {}).get(commitment.channel, desk.settings.nudges), commitment.zone)


def _since(desk: Desk, check_in: CheckIn) -> dict[str, str]:
    return {"person": check_in.commitment.person, "since": ago(from_text(desk.now), days=7), "now": desk.now}


def _has_room(desk: Desk, check_in: CheckIn, messages: Iterable[Row]) -> bool:
    """Whether a person may get one more unasked message today and in these seven days."""
    nudges = desk.settings.nudges
    today = _hours(desk, check_in.commitment).local_date(desk.now)
    dates = [row["local_date"] for row in messages]
    return dates.count(today) < nudges.person_messages_per_day and len(dates) < nudges.person_messages_per_week


def _work_morning(hours: Hours, due_at: str) -> tuple[str, str] | None:
    """Return the nudge time of the first day after a due moment on which the coach may speak, and when it ends that day.

    None where no day of the next thirty is one.
    """
    day = local(due_at, hours.zone).date()
    clock = time.fromisoformat(hours.nudges.nudge_at)
    for _ in range(_DAYS_AHEAD):
        day += timedelta(days=1)
        if not hours.is_quiet_day(day):
            start = to_text(datetime.combine(day, clock, ZoneInfo(hours.zone)).astimezone(UTC))
            return start, hours.quiet_begins(start)
    return None


def _asked(check_in: CheckIn, now: str) -> Text:
    """Return the first line: what it is about and what is asked."""
    commitment = check_in.commitment
    when = said(commitment.due_at, commitment.zone, now=now)
    match check_in.kind:
        case "half-way":
            template = "**Half-way to {when}:** {what}. Does it stand?"
        case "two-hours":
            left = span(from_text(commitment.due_at) - from_text(now))
            return text("**Due in {left}:** {what}. Will it be done?", left=left, what=commitment.what)
        case _:
            template = "**Was due {when}:** {what}. How did it go?"
    return text(template, when=when, what=commitment.what)


def _how_far(check_in: CheckIn, progress: Progress) -> tuple[Part, ...]:
    far = told(check_in.commitment, progress)
    parts: list[Part] = [say("So far in the data: {far}.", far=far)] if far else []
    if check_in.kind == "morning-after":
        parts.append(say("This is the last question about it; the digest counts it as it stands."))
    elif check_in.kind == "half-way" and check_in.commitment.moves:
        parts.append(say("It was moved {times}.", times=count(check_in.commitment.moves, "time")))
    return tuple(parts)


def _quiet(words: str) -> Text | None:
    return text("{words}", words=words) if words else None


def _short_buttons(check_ins: Sequence[CheckIn]) -> Iterable[Button]:
    for each in check_ins[:BUTTONS_AT_MOST]:
        number = str(each.commitment.number)
        yield Button(f"{number}: Done", "commitment-done", number)
        yield Button(f"{number}: Need more time", "commitment-move", number)
