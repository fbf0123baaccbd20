"""A person's own quiet hours: direct messages to them wait until these end; what they ask themselves is answered always."""

from __future__ import annotations

import re
from typing import Any

from bot.coach.desk import Desk
from bot.coach.hour_settings import read_value
from bot.coach.nudges.silence import said_until, silent_until
from bot.coach.people import Rest, remember, rest_of
from bot.errors import UsageError, WrongValue
from bot.model.card import Button, Card, Part, say, text
from bot.model.command import Asker, Reply

PAUSES = ("tomorrow", "Monday", "2 weeks", "not any more")
OFF = frozenset({"off", "none", "never", "no"})
_FROM_TO = re.compile(r"(?:from )?(?P<begins>.+?)\s*(?:\bto\b|\buntil\b|-|–)\s*(?P<ends>.+)", re.IGNORECASE)


def quiet_reply(desk: Desk, asker: Asker) -> Reply:
    """Show when direct messages to the asker wait."""
    rest = my_rest(desk, asker)
    return Reply(Card(text("My quiet hours"), quiet_parts(desk, rest), quiet_buttons()), _document(desk, rest))


def set_quiet(desk: Desk, asker: Asker, words: str) -> Reply:
    """Set the asker's quiet hours from words such as "from 17:00 to 09:00", or end them with "off". Raises UsageError."""
    told = " ".join(words.split())
    if told.lower() in OFF:
        return _set(desk, asker, None, None)
    found = _FROM_TO.fullmatch(told)
    if not found:
        raise UsageError(f"Your quiet hours are not plain in {told!r}; write: quiet from 17:00 to 09:00, or: quiet off")
    return set_quiet_hours(desk, asker, found["begins"], found["ends"])


def set_quiet_hours(desk: Desk, asker: Asker, begins: str, ends: str) -> Reply:
    """Set the asker's quiet hours from two clock times in their zone. Raises WrongValue naming the one that is off."""
    start, end = (read_value(name, words) for name, words in (("quiet_from", begins), ("quiet_to", ends)))
    if start is None or end is None or start == end:
        raise WrongValue(f"Quiet hours from {begins!r} to {ends!r} have no length; write two times, such as 17:00 and "
                         "09:00, or: quiet off", parameter="quiet_to")
    return _set(desk, asker, start, end)


def pause_me(desk: Desk, asker: Asker, words: str) -> Reply:
    """Let direct messages to the asker wait until a day that words name; "not any more" ends that. Raises CannotRead."""
    is_over = words.strip().lower() in (*OFF, PAUSES[-1])
    until = None if is_over else silent_until(words, now=desk.now, zone=_zone(desk, asker))
    with desk.records.write() as writer:
        remember(writer, asker, desk.now)
        writer.run("pause_person", person=asker.person, until=until, zone=_zone(desk, asker))
    return _told(desk, asker)


def my_rest(desk: Desk, asker: Asker) -> Rest:
    """Return when the asker wants no direct messages."""
    return rest_of(desk.records.one("person", person=asker.person))


def quiet_parts(desk: Desk, rest: Rest) -> tuple[Part, ...]:
    """Return in words when direct messages to a person wait."""
    parts: list[Part] = []
    if rest.paused_until and rest.paused_until > desk.now:
        parts.append(say("**No direct message until {until}.**", until=said_until(rest.paused_until, rest.zone)))
    if rest.quiet_from and rest.quiet_to:
        parts.append(say("Direct messages to you wait from {begins} to {ends} ({zone}).", begins=rest.quiet_from,
                         ends=rest.quiet_to, zone=rest.zone))
    elif not parts:
        parts.append(say("You have none of your own: direct messages come in the hours of the channel. "
                         "Set them: **quiet from 17:00 to 09:00**."))
    return tuple(parts)


def quiet_buttons() -> tuple[Button, ...]:
    """Return what can be done about one's own quiet hours."""
    return Button("Pause", "pause-me"), Button("Set quiet hours", "set-quiet")


def _set(desk: Desk, asker: Asker, begins: str | None, ends: str | None) -> Reply:
    with desk.records.write() as writer:
        remember(writer, asker, desk.now)
        writer.run("set_quiet_of", person=asker.person, quiet_from=begins, quiet_to=ends, zone=_zone(desk, asker))
    return _told(desk, asker)


def _told(desk: Desk, asker: Asker) -> Reply:
    rest = my_rest(desk, asker)
    waits = rest.quiet_from or (rest.paused_until or "") > desk.now
    title = "Set: your direct messages wait" if waits else "Set: direct messages come in the hours of the channel"
    parts = quiet_parts(desk, rest) if waits else ()
    return Reply(Card(text(title), parts, quiet_buttons(), tone="good"), _document(desk, rest))


def _zone(desk: Desk, asker: Asker) -> str:
    return asker.zone or desk.zone


def _document(desk: Desk, rest: Rest) -> dict[str, Any]:
    paused = rest.paused_until if (rest.paused_until or "") > desk.now else None
    return {"from": rest.quiet_from, "to": rest.quiet_to, "zone": rest.zone if rest.quiet_from else None,
            "paused_until": paused}
