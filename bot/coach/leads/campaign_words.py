"""What people say of a campaign: days, addresses, a hashtag, printed pieces. A value is named where it cannot be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from bot.coach.desk import Desk
from bot.coach.timing.due import read_due
from bot.errors import UsageError
from bot.model.command import Asker
from bot.model.tagged_links import checked_address
from bot.model.times import local
from bot.model.words import shorten

FIELDS: Mapping[str, str] = {
    "starts_on": "from", "ends_on": "to", "page": "page", "link": "link", "hashtag": "hashtag", "offline": "offline",
    "offline_has_handle": "handle",
}
"""What is known of a campaign, each with the name of its parameter."""
NONE = "none"
"""The word that empties a value."""
OFFLINE_LETTERS = 200
_HASHTAG = re.compile(r"\w*[^\W\d]\w*")
_CHAT_CHANNEL = re.compile(r"<#[^|>]*\|([^>]+)>")


def read_values(desk: Desk, asker: Asker, values: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return the values that were named, by the store's names; `none` empties one. Raises UsageError naming the value."""
    told: dict[str, str | None] = {}
    for field, name in FIELDS.items():
        words = (values.get(name) or "").strip()
        if words:
            told[field] = None if words.lower() == NONE else _read(desk, asker, field, words)
    return told


def _read(desk: Desk, asker: Asker, field: str, words: str) -> str:
    match field:
        case "starts_on" | "ends_on":
            return _day(desk, asker, words, f"--{FIELDS[field]}")
        case "page" | "link":
            try:
                return checked_address(words)
            except ValueError as fault:
                raise UsageError(str(fault)) from None
        case "hashtag":
            return hashtag(words)
        case "offline":
            if len(words) > OFFLINE_LETTERS:
                raise UsageError(f"The offline pieces have {len(words)} letters; keep them to {OFFLINE_LETTERS}.")
            return " ".join(words.split())
        case _:
            if words.lower() not in ("yes", "no"):
                raise UsageError(f"--handle is {words!r}; write yes if your handle or hashtag stands on the printed "
                                 "pieces, else no.")
            return words.lower()


def hashtag(words: str) -> str:
    """Return a hashtag with its sign. Raises UsageError for what is none, or several.

    >>> hashtag("SpringBake"), hashtag("<#C0123|springbake>")
    ('#SpringBake', '#springbake')
    """
    tag = _CHAT_CHANNEL.sub(r"\1", words).lstrip("#")
    if not _HASHTAG.fullmatch(tag):
        raise UsageError(f"The hashtag {shorten(words, 40)!r} cannot be used; write one word of letters and figures, "
                         "such as #springbake.")
    return f"#{tag}"


def _day(desk: Desk, asker: Asker, words: str, name: str) -> str:
    """Return a day as `YYYY-MM-DD`; plain words such as Friday mean a day to come. Raises UsageError, CannotRead."""
    zone = asker.zone or desk.zone
    if words.lower() == "today":
        return local(desk.now, zone).date().isoformat()
    if re.fullmatch(r"[\d\W]+", words):
        try:
            return date.fromisoformat(words).isoformat()
        except ValueError:
            raise UsageError(f"The day {words!r} of {name} cannot be read; write it as 2026-03-31.") from None
    return local(read_due(words, now=desk.now, zone=zone), zone).date().isoformat()
