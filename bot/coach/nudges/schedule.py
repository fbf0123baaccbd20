"""When a channel is spoken in, in plain words: its slots, its quiet times, and the next moments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.coach.channels import Place
from bot.coach.desk import Desk
from bot.coach.hour_settings import shown, stored
from bot.coach.timing.calendar import Hours, occurrences
from bot.model.card import Button, Card, Fields, Part, say, text
from bot.model.slots import Slot, SlotKind
from bot.model.times import from_text, local, to_text
from bot.model.words import count, day_and_time, listed

NEXT = 3
"""How many moments to come are shown."""
_DAYS_AHEAD = 35
NAMES: Mapping[SlotKind, str] = {"digest": "Digest", "audit": "Post and lead audit", "nudge": "Nudge"}


@dataclass(frozen=True, slots=True)
class Coming:
    """A moment (UTC text) at which a channel may be spoken in, and for what."""

    at: str
    kind: SlotKind


def coming(where: Place, now: str, most: int = NEXT) -> list[Coming]:
    """Return the next moments of a channel's slots outside its quiet times and its pause, the earliest first."""
    after = max(now, where.paused_until or "")
    until = to_text(from_text(after) + timedelta(days=_DAYS_AHEAD))
    found = [Coming(at, slot.kind) for slot in where.hours.slots(where.channel)
             for due_at, _ in occurrences(slot, after=after, until=until) if (at := speaks_at(where.hours, due_at))]
    return sorted(found, key=lambda each: (each.at, each.kind))[:most]


def speaks_at(hours: Hours, due_at: str) -> str | None:
    """Return when a slot that is due at a moment may speak on that day: at once, when the quiet hours end, or never."""
    if not hours.is_quiet(due_at):
        return due_at
    here = local(due_at, hours.zone)
    ends = to_text(datetime.combine(here.date(), time.fromisoformat(hours.nudges.quiet_to), ZoneInfo(hours.zone)))
    return ends if ends > due_at and not hours.is_quiet(ends) else None


def warnings(hours: Hours) -> list[str]:
    """Return what of a channel's hours keeps a slot from ever speaking, a sentence each."""
    return [sentence for slot in hours.slots("") if (sentence := _never(hours, slot))]


def coming_words(where: Place, now: str) -> str:
    """Return in one sentence when a channel is spoken in next."""
    found = coming(where, now, 1)
    if not where.is_on:
        return "Nothing is posted there before it is turned on."
    if not found:
        return f"Nothing is due there in the next {_DAYS_AHEAD} days."
    return f"Next: {NAMES[found[0].kind].lower()}, {day_and_time(found[0].at, where.hours.zone)}."


def schedule_card(desk: Desk, where: Place) -> Card:
    """Return the card of a channel's hours, with the next three moments."""
    hours, moments = where.hours, coming(where, desk.now)
    listed_moments = "; ".join(f"{day_and_time(each.at, hours.zone)} {NAMES[each.kind].lower()}" for each in moments)
    parts: list[Part] = [Fields(tuple(rows(where)))]
    parts.append(say("**Next:** {moments}.", moments=listed_moments) if moments
                 else say("Nothing is due here in the next {days} days.", days=_DAYS_AHEAD))
    parts += [say("{warning}", warning=each) for each in warnings(hours)]
    parts.append(say("Change one: **schedule set quiet from 17:30**. __A slot is leave to post, not a duty: where there is "
                     "nothing to ask, nothing comes.__"))
    return Card(text("{channel}: {state}", channel=where.channel, state=state_of(where, desk.now)), tuple(parts),
                buttons(where, desk.now))


def rows(where: Place) -> list[tuple[str, str]]:
    """Return a channel's slots and quiet times as label and words."""
    hours = where.hours
    found = [(NAMES[slot.kind], f"{_days(slot)} {slot.at}") for slot in hours.slots(where.channel)]
    quiet = [] if hours.nudges.quiet_from == hours.nudges.quiet_to else [
        f"{hours.nudges.quiet_from} to {hours.nudges.quiet_to}"]
    quiet += [shown("quiet_days", stored(hours, "quiet_days"))] if hours.nudges.quiet_days else []
    quiet += [count(len(hours.nudges.holidays), "holiday")] if hours.nudges.holidays else []
    found.append(("Quiet", ", ".join(quiet) or "never"))
    posts = f"{count(hours.nudges.channel_posts_per_day, 'post')} a day, {hours.posts_per_week} a week"
    return [*found, ("At most", posts), ("Zone", hours.zone), ("Profile", hours.profile)]


def state_of(where: Place, now: str) -> str:
    """Return in words whether a channel may be spoken in."""
    if not where.is_on:
        return "not turned on"
    if where.is_paused(now):
        return f"paused until {day_and_time(where.paused_until or now, where.hours.zone)}"
    return "on"


def buttons(where: Place, now: str) -> tuple[Button, ...]:
    """Return what can be done about a channel's hours."""
    pause = ("Resume", "resume") if where.is_paused(now) else ("Pause", "pause-channel")
    turn = ("Turn off", "turn-off") if where.is_on else ("Turn on", "turn-on")
    wanted = (("Change hours", "change-hours"), pause, turn)
    return tuple(Button(label, action, where.channel) for label, action in wanted)


def document(desk: Desk, where: Place) -> dict[str, Any]:
    """Return a channel's hours for scripts; moments are UTC."""
    hours = where.hours
    return {
        "channel": where.channel, "platform": where.platform, "zone": hours.zone, "profile": hours.profile,
        "on": where.is_on, "paused_until": where.paused_until if where.is_paused(desk.now) else None,
        "slots": [{"kind": slot.kind, "at": slot.at, "days": list(slot.days)} for slot in hours.slots(where.channel)],
        "quiet": {"from": hours.nudges.quiet_from, "to": hours.nudges.quiet_to, "days": list(hours.nudges.quiet_days),
                  "holidays": list(hours.nudges.holidays)},
        "next": [{"at": each.at, "kind": each.kind} for each in coming(where, desk.now)],
    }


def _days(slot: Slot) -> str:
    return shown("nudge_days", " ".join(slot.days))


def _never(hours: Hours, slot: Slot) -> str | None:
    """Return why a slot can never speak: its clock time is quiet to the end of the day, or all its days are quiet."""
    loud = [day for day in slot.days if day not in hours.nudges.quiet_days]
    name = NAMES[slot.kind].lower()
    if not loud:
        return f"The {name} never comes: {_days(slot)} {'is a quiet day' if len(slot.days) == 1 else 'are quiet days'}."
    begins, ends = hours.nudges.quiet_from, hours.nudges.quiet_to
    at = slot.at
    is_quiet = begins <= at < ends if begins <= ends else at >= begins or at < ends
    if is_quiet and not at < ends:
        return f"The {name} never comes: {at} lies in the quiet hours, {begins} to {ends}."
    if len(loud) < len(slot.days):
        skipped = listed([shown("nudge_days", day) for day in slot.days if day not in loud])
        return f"The {name} does not come on {skipped}: quiet."
    return None
