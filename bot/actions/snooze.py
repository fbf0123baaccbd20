"""Snooze: the card keeps silent and comes back at the chosen time; outside the quiet hours of its channel."""

from __future__ import annotations

from datetime import timedelta

from bot.coach.desk import Desk
from bot.coach.posted.cards import kept_card, queue_edit, with_end
from bot.coach.posted.pressed import closed_reply, said, unknown_reply
from bot.coach.timing.calendar import days_on, next_at
from bot.errors import UsageError
from bot.model.action import Action
from bot.model.card import text
from bot.model.command import Asker, Parameter, Reply
from bot.model.times import from_text, local, to_text
from bot.model.words import day_and_time

CHOICES = ("1 hour", "13:30", "tomorrow 09:30", "monday")
MORNING = "09:30"
_WEEK = 7


def run(desk: Desk, asker: Asker, subject: str, until: str = CHOICES[0]) -> Reply:
    """Put an open card to sleep until the chosen time. Raises UsageError for a time that is not offered."""
    kept = kept_card(desk, subject)
    if kept is None:
        return unknown_reply()
    zone = asker.zone or kept.zone
    wakes_at = moment_of(until, now=desk.now, zone=zone)
    shown = day_and_time(wakes_at, zone)
    with desk.records.write() as writer:
        if not writer.run("move_card", card_id=subject, state="snoozed", snoozed_until=wakes_at, closed_at=None):
            return closed_reply(kept_card(desk, subject) or kept)
        queue_edit(writer, kept, with_end(kept, text("Snoozed until {moment}", moment=shown)), desk.now)
    return said("It comes back on {moment}, or when the quiet hours end", moment=shown)


def moment_of(choice: str, *, now: str, zone: str) -> str:
    """Return the moment (UTC text) that a choice means in a zone. Raises UsageError for any other words.

    >>> moment_of("monday", now="2026-03-04T09:30:00Z", zone="Europe/Berlin")
    '2026-03-09T08:30:00Z'
    """
    match choice:
        case "1 hour":
            return to_text(from_text(now) + timedelta(hours=1))
        case "13:30":
            return next_at("13:30", now=now, zone=zone)
        case "tomorrow 09:30":
            return days_on(MORNING, days=1, now=now, zone=zone)
        case "monday":
            return days_on(MORNING, days=_WEEK - local(now, zone).weekday(), now=now, zone=zone)
        case _:
            raise UsageError(f"A card can't be snoozed until {choice!r}; choose from {', '.join(CHOICES)}.")


ACTION = Action(
    "snooze", "Let a card come back later.", run,
    (Parameter("until", "when it comes back", "choice", CHOICES, required=True),),
    title="Let it come back later",
)
