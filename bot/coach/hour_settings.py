"""The hours of a channel that can be set in chat: their names, the words people write for them, and their stored text.

A stored value is what the configuration would hold: a clock time `17:30`, days `mon tue`, dates `2026-12-25`, "" for none.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, get_args
from zoneinfo import available_timezones

from bot.coach.timing.calendar import WEEKDAYS, Hours
from bot.errors import UsageError, WrongValue
from bot.model.settings import Nudges, Profile
from bot.model.wall_clock import is_clock, nearest_zone
from bot.model.words import listed

Kind = Literal["clock", "day", "days", "dates", "zone", "profile"]
AS_CONFIGURED = ("default", "configured", "as configured")
"""Words for: what the configuration says."""
NAMES: Mapping[str, Kind] = {
    "nudge_at": "clock", "nudge_days": "days", "audit_at": "clock", "audit_day": "day", "digest_at": "clock",
    "digest_day": "day", "quiet_from": "clock", "quiet_to": "clock", "quiet_days": "days", "holidays": "dates",
    "zone": "zone", "profile": "profile",
}
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NONE = ("none", "never", "no", "off")
_GROUPS = {"weekdays": WEEKDAYS[:5], "workdays": WEEKDAYS[:5], "weekend": WEEKDAYS[5:], "weekends": WEEKDAYS[5:],
           "every day": WEEKDAYS, "all": WEEKDAYS}
_PLURALS = {"nudges at": "nudge_at", "nudges days": "nudge_days", "audits at": "audit_at", "audit days": "audit_day",
            "digests at": "digest_at", "digest days": "digest_day", "quiet hours from": "quiet_from", "holiday": "holidays",
            "time zone": "zone", "timezone": "zone"}
_FROM_TO = re.compile(r"(?P<begins>.+?)\s*(?:\bto\b|\buntil\b|-|–)\s*(?P<ends>.+)")
_HOUR = re.compile(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>[ap]m)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting and the value it is to have; None for what the configuration says."""

    name: str
    value: str | None


def read_settings(words: str) -> list[Setting]:
    """Return what words such as "quiet from 17:30" set, one setting or two. Raises UsageError and WrongValue.

    >>> read_settings("quiet from 5:30pm to 8:00")
    [Setting(name='quiet_from', value='17:30'), Setting(name='quiet_to', value='08:00')]
    """
    told = " ".join(words.replace("_", " ").replace("=", " ").split())
    name, rest = _named(told)
    if not rest:
        raise WrongValue(f"{worded(name).capitalize()} needs a value, such as: schedule set {worded(name)} "
                         f"{_EXAMPLES[NAMES[name]]}", parameter=name)
    both = _FROM_TO.fullmatch(rest) if name == "quiet_from" else None
    if both:
        return [Setting("quiet_from", read_value("quiet_from", both["begins"])),
                Setting("quiet_to", read_value("quiet_to", both["ends"]))]
    return [Setting(name, read_value(name, rest))]


def read_value(name: str, words: str) -> str | None:
    """Return words as a setting's stored text, None for "default". Raises WrongValue naming the setting."""
    told = " ".join(words.split())
    if told.lower() in AS_CONFIGURED:
        return None
    match NAMES[name]:
        case "clock":
            return _clock(name, told)
        case "day" | "days":
            return _days(name, told.lower())
        case "dates":
            return _dates(name, told.lower())
        case "zone":
            return _zone(told)
        case _:
            return _profile(told.lower())


def worded(name: str) -> str:
    """Return a setting's name as people write it.

    >>> worded("quiet_from")
    'quiet from'
    """
    return name.replace("_", " ")


def shown(name: str, value: str) -> str:
    """Return a stored value in plain words.

    >>> shown("nudge_days", "wed thu fri"), shown("holidays", ""), shown("quiet_from", "18:00")
    ('Wednesday, Thursday and Friday', 'none', '18:00')
    """
    if not value:
        return "none"
    if NAMES[name] in ("day", "days"):
        return listed([_DAYS[WEEKDAYS.index(each)] for each in WEEKDAYS if each in value.split()])
    return listed(value.split()) if NAMES[name] == "dates" else value


def over(nudges: Nudges, own: Mapping[str, str]) -> Nudges:
    """Return the settings of `[nudges]` with a channel's own stored values over them."""
    changed: dict[str, Any] = {}
    for name, value in own.items():
        if NAMES.get(name) in ("days", "dates"):
            changed[name] = tuple(value.split())
        elif name in NAMES and name != "zone":
            changed[name] = value
    return replace(nudges, **changed) if changed else nudges


def stored(hours: Hours, name: str) -> str:
    """Return what holds in a channel, as stored text."""
    if name == "zone":
        return hours.zone
    value = hours.profile if name == "profile" else getattr(hours.nudges, name)
    return " ".join(value) if isinstance(value, tuple) else str(value)


_EXAMPLES: Mapping[Kind, str] = {
    "clock": "17:30", "day": "mon", "days": "mon tue", "dates": "2026-12-25", "zone": "Europe/Berlin", "profile": "light",
}


def _named(told: str) -> tuple[str, str]:
    """Return the setting that words begin with, and the words after it."""
    known = {worded(name): name for name in NAMES} | _PLURALS
    low = told.lower()
    for words in sorted(known, key=len, reverse=True):
        if low == words or low.startswith(words + " "):
            return known[words], told[len(words):].strip()
    begun = " ".join(low.split()[:2])
    nearest = difflib.get_close_matches(begun, list(known), n=1, cutoff=0.6) or \
        difflib.get_close_matches(begun.split(" ")[0] if begun else "", list(known), n=1, cutoff=0.6)
    hint = f"did you mean {nearest[0]!r}?" if nearest else f"there are {listed([worded(name) for name in NAMES])}."
    raise UsageError(f"There is no setting {begun or told!r}; {hint}")


def _clock(name: str, told: str) -> str:
    found = _HOUR.fullmatch(told.lower().removeprefix("at "))
    value = ""
    if found and (found["minute"] or found["half"]):
        hour = int(found["hour"])
        if found["half"] and 1 <= hour <= 12:
            hour = hour % 12 + (12 if found["half"] == "pm" else 0)
        elif found["half"]:
            hour = 99
        value = f"{hour:02d}:{found['minute'] or '00'}"
    if not is_clock(value):
        raise WrongValue(f"{worded(name).capitalize()} is {told!r}, which is no time of day; write it as 17:30.",
                         parameter=name)
    return value


def _days(name: str, told: str) -> str:
    kind = NAMES[name]
    if told in _NONE and kind == "days":
        return ""
    found: list[str] = list(_GROUPS.get(told, ()))
    for word in [] if found else re.split(r"[,\s]+", told):
        if word not in ("", "and"):
            found += _span(name, word)
    chosen = [day for day in WEEKDAYS if day in found]
    if not chosen or (kind == "day" and len(chosen) > 1):
        wanted = "one day, such as mon" if kind == "day" else "days such as mon tue, or none"
        raise WrongValue(f"{worded(name).capitalize()} is {told!r}; write {wanted}.", parameter=name)
    return " ".join(chosen)


def _span(name: str, word: str) -> list[str]:
    """Return the days that `tue` or `mon-fri` names."""
    ends = [_day(name, each) for each in word.split("-", 1)]
    first, last = ends[0], ends[-1]
    return [WEEKDAYS[day % 7] for day in range(first, last + 1 if last >= first else last + 8)]


def _day(name: str, word: str) -> int:
    for number, full in enumerate(_DAYS):
        if len(word) >= 3 and (full.lower().startswith(word) or f"{full.lower()}s" == word):
            return number
    near = difflib.get_close_matches(word, [full.lower() for full in _DAYS], n=1)
    hint = f"; did you mean {near[0][:3]}?" if near else "; write days such as mon tue."
    raise WrongValue(f"{worded(name).capitalize()}: {word!r} is no day of the week{hint}", parameter=name)


def _dates(name: str, told: str) -> str:
    if told in _NONE:
        return ""
    days = []
    for word in re.split(r"[,\s]+", told):
        if word and word != "and":
            try:
                days.append(date.fromisoformat(word).isoformat())
            except ValueError:
                raise WrongValue(f"Holidays: {word!r} is not a day; write it as 2026-12-25.", parameter=name) from None
    return " ".join(sorted(set(days)))


def _zone(told: str) -> str:
    known = {zone.lower(): zone for zone in available_timezones()}
    found = known.get(told.lower().replace(" ", "_"))
    if found is None:
        raise WrongValue(f"{told!r} is not an IANA time zone{nearest_zone(told)}", parameter="zone")
    return found


def _profile(told: str) -> str:
    known = get_args(Profile)
    if told not in known:
        nearest = difflib.get_close_matches(told, known, n=1)
        hint = f"; did you mean {nearest[0]}?" if nearest else f"; choose from {listed(known)}."
        raise WrongValue(f"The profile is {told!r}{hint}", parameter="profile")
    return told
