"""Silence asked for: a channel that is paused, a rule that is muted there; and their ends."""

from __future__ import annotations

import difflib
import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.coach.admins import note_change, only_admins
from bot.coach.channels import Place, follow_settings, place
from bot.coach.desk import Desk
from bot.coach.nudges.pace import PAUSE_DAYS
from bot.coach.nudges.schedule import coming_words
from bot.coach.timing.due import read_due
from bot.coach.timing.due_words import CLOCK
from bot.errors import UsageError
from bot.model.card import Button, Card, say, text
from bot.model.command import Asker, Reply
from bot.model.times import from_text, local, to_text
from bot.model.words import day, day_and_time

_TIMED = re.compile(rf"(?<![\w:])(?:{CLOCK})(?![\w:])|\b(?:(?:minute|hour)s?|end of|eo[dwm])\b", re.IGNORECASE | re.ASCII)
"""Words that name a time of day beside the day."""
_LENGTH = re.compile(r"(?:for |in )?(?=(?!this|next|coming)\w+ (?:minute|hour|day|week|month)s?$)", re.I | re.ASCII)


def pause_channel(desk: Desk, asker: Asker, where: Place, words: str | None) -> Reply:
    """Keep silent in a channel until the day or moment that words name, for two weeks without words.

    Raises NotAllowed, and CannotRead for words that do not name one moment for certain.
    """
    only_admins(desk, asker)
    until = silent_until(words, now=desk.now, zone=where.hours.zone)
    shown = said_until(until, where.hours.zone)
    if where.paused_until == until:
        return Reply(Card(text("{channel} is paused until {until} already; nothing was changed", channel=where.channel,
                               until=shown)), {"channel": where.channel, "paused_until": until})
    _set(desk, asker, where, until, f"until {shown} in {where.channel}")
    after = place(desk, where.channel) or where
    return Reply(
        Card(text("**Silent in {channel} until {until}**", channel=where.channel, until=shown),
             (say("Nothing is posted there and nobody is asked about a promise. {coming}",
                  coming=coming_words(after, desk.now) if after.is_on else ""),),
             (Button("Resume", "resume", where.channel),), tone="good"),
        {"channel": where.channel, "paused_until": until})


def resume_channel(desk: Desk, asker: Asker, where: Place) -> Reply:
    """Speak in a channel again. Raises NotAllowed."""
    only_admins(desk, asker)
    if not where.is_paused(desk.now):
        return Reply(Card(text("{channel} is not paused; nothing was changed", channel=where.channel)),
                     {"channel": where.channel, "paused_until": None})
    _set(desk, asker, where, None, f"ended in {where.channel}")
    after = place(desk, where.channel) or where
    return Reply(Card(text("**Awake in {channel} again.** {coming}", channel=where.channel,
                           coming=coming_words(after, desk.now)), tone="good"),
                 {"channel": where.channel, "paused_until": None})


def mute_rule(desk: Desk, asker: Asker, where: Place, words: str, until: str | None) -> Reply:
    """Keep a rule silent in a channel, for good or until the moment that words name. Raises NotAllowed and UsageError."""
    only_admins(desk, asker)
    rule = rule_named(desk, words)
    ends = silent_until(until, now=desk.now, zone=where.hours.zone) if until else None
    shown = f"until {said_until(ends, where.hours.zone)}" if ends else "from now on"
    with desk.records.write() as writer:
        note_change(writer, desk, asker, "mute", f"{rule} {shown} in {where.channel}")
        writer.run("mute_rule", rule=rule, channel=where.channel, until=ends, now=desk.now)
    return Reply(
        Card(text("**The rule {rule} keeps silent in {channel} {shown}**", rule=rule, channel=where.channel, shown=shown),
             (say("Audits and digests still show what it sees."),),
             (Button("Unmute", "unmute", f"{where.channel}/{rule}"),), tone="good"),
        {"rule": rule, "channel": where.channel, "muted": True, "until": ends})


def unmute_rule(desk: Desk, asker: Asker, where: Place, words: str) -> Reply:
    """Let a rule speak in a channel again. Raises NotAllowed and UsageError."""
    only_admins(desk, asker)
    rule = rule_named(desk, words)
    with desk.records.write() as writer:
        was_silent = writer.run("unmute_rule", rule=rule, channel=where.channel)
        if was_silent:
            note_change(writer, desk, asker, "unmute", f"{rule} in {where.channel}")
    template = "**The rule {rule} speaks in {channel} again**" if was_silent \
        else "The rule {rule} is not muted in {channel}; nothing was changed"
    return Reply(Card(text(template, rule=rule, channel=where.channel), tone="good" if was_silent else "plain"),
                 {"rule": rule, "channel": where.channel, "muted": False, "until": None})


def rule_named(desk: Desk, words: str) -> str:
    """Return the key of the rule that words name. Raises UsageError with the nearest ones."""
    key = words.strip().lower().replace("_", "-").replace(" ", "-")
    if key in desk.rules:
        return key
    near = difflib.get_close_matches(key, list(desk.rules), n=2, cutoff=0.4) or sorted(desk.rules)
    raise UsageError(f"There is no rule {words!r}; did you mean {' or '.join(near[:2])}?")


def silent_until(words: str | None, *, now: str, zone: str) -> str:
    """Return the moment (UTC text) at which a silence ends: as said, the start of a day that is named without a time.

    Raises CannotRead for words that do not name one moment for certain.

    >>> silent_until("Monday", now="2026-03-04T09:30:00Z", zone="UTC")
    '2026-03-09T00:00:00Z'
    """
    if not words or not words.strip():
        return _morning(to_text(from_text(now) + timedelta(days=PAUSE_DAYS)), zone)
    told = re.sub(r"^(?:until|till) ", "", words.strip(), flags=re.IGNORECASE)
    length = _LENGTH.match(told)
    until = read_due(f"in {told[length.end():]}" if length else told, now=now, zone=zone)
    start = _morning(until, zone)
    return until if _TIMED.search(told) or start <= now else start


def said_until(until: str, zone: str) -> str:
    """Return when a silence ends, in words: the day alone where it ends with the night before."""
    return day(until, zone) if local(until, zone).time() == time() else day_and_time(until, zone)


def _morning(moment: str, zone: str) -> str:
    return to_text(datetime.combine(local(moment, zone).date(), time(), ZoneInfo(zone)))


def _set(desk: Desk, asker: Asker, where: Place, until: str | None, detail: str) -> None:
    follow_settings(desk)
    with desk.records.write() as writer:
        note_change(writer, desk, asker, "pause", detail)
        writer.run("pause_channel", channel=where.channel, until=until)

