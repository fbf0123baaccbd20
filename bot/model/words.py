"""Small phrases that every card needs: counts with their noun, ages, shares, days. Plain English, no markup."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.model.times import from_text, local


def count(n: int, noun: str, plural: str | None = None) -> str:
    """Return a number with its noun.

    >>> count(1, "comment"), count(1200, "comment"), count(2, "reply", "replies")
    ('1 comment', '1,200 comments', '2 replies')
    """
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"


def readable(typed: str) -> str:
    r"""Return what was typed with a question mark for each byte that is no UTF-8, so that it can be kept.

    >>> readable("caf\udce9")
    'caf?'
    """
    return typed.encode("utf-8", "replace").decode("utf-8")


def age(since: str, now: str) -> str:
    """Return how long ago a stored time was, in its largest whole unit.

    >>> age("2026-03-02T09:00:00Z", "2026-03-04T10:00:00Z")
    '2 days'
    """
    return span(from_text(now) - from_text(since))


def span(length: timedelta) -> str:
    """Return a length of time in its largest whole unit, at least a minute."""
    minutes = max(1, int(length.total_seconds() // 60))
    if minutes < 90:
        return count(minutes, "minute")
    if minutes < 48 * 60:
        return count(minutes // 60, "hour")
    return count(minutes // (24 * 60), "day")


def share(part: int, whole: int) -> str:
    """Return a share in whole percent with the counts behind it; "no cases" where there are none.

    >>> share(7, 9), share(0, 0)
    ('78% (7 of 9)', 'no cases')
    """
    return f"{round(100 * part / whole)}% ({part:,} of {whole:,})" if whole else "no cases"


def day(text: str, zone: str) -> str:
    """Return a stored time as a day on a zone's calendar, such as `Mon 2 Mar`."""
    moment = local(text, zone)
    return f"{moment:%a} {moment.day} {moment:%b}"


def day_and_time(text: str, zone: str) -> str:
    """Return a stored time as day and clock time in a zone, such as `Fri 6 Mar 15:00`."""
    return f"{day(text, zone)} {local(text, zone):%H:%M}"


def shorten(words: str, limit: int) -> str:
    """Return at most `limit` characters of one line, cut at a word, with an ellipsis where something is left out.

    >>> shorten("one two three", 9)
    'one two…'
    """
    line = " ".join(words.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) >= limit // 2 else cut).rstrip() + "…"


def listed(names: Sequence[str]) -> str:
    """Return names as people list them.

    >>> listed(["posts", "comments", "leads"]), listed(["posts"])
    ('posts, comments and leads', 'posts')
    """
    return " and ".join([*[", ".join(names[:-1])] * (len(names) > 1), *names[-1:]])
