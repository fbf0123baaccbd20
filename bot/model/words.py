"""Small phrases that every card needs: counts with their noun, ages, shares, days. Plain English, no markup."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.model.times import from_text, local


def count(n: int, noun: str, plural: str | None = None) -> str:
    """Return a number with its noun.

    >>> count(1, "comment"), count(1200, "comment"), count(2, "reply", "replies")
    ('1 comment', '1,200 comments', '2 replies')
    """
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"


def amount(value: float) -> str:
    """Return a reckoned number as people read it: two significant figures, from ten on whole, with thousands separators.

    >>> amount(0.0631), amount(0.734), amount(2.04), amount(9.96), amount(14480.2), amount(0)
    ('0.063', '0.73', '2.0', '10', '14,480', '0')
    >>> amount(0.002), amount(-1.25)
    ('under 0.01', '-1.2')
    """
    size = abs(value)
    if 0 < size < 0.01:
        return "under 0.01" if value > 0 else "above -0.01"
    if size == 0 or size >= 9.95:
        return f"{value:,.0f}" if value else "0"
    return f"{value:.1f}" if size >= 0.995 else f"{value:.2f}" if size >= 0.0995 else f"{value:.3f}"


def percent(share: float) -> str:
    """Return a share (0 to 1) in percent: whole from ten on, below it with one digit more.

    >>> percent(0.0412), percent(0.17), percent(0), percent(1), percent(0.00041), percent(0.0996)
    ('4.1%', '17%', '0%', '100%', 'under 0.1%', '10%')
    """
    if 0 < share < 0.001:
        return "under 0.1%"
    return f"{100 * share:.1f}%" if 0 < share < 0.0995 else f"{100 * share:.0f}%"


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


def rests_on(window: str, counted: str, as_of: str | None, zone: str) -> str:
    """Return what figures rest on in one line: the window, what was counted, and the moment the data is from.

    >>> rests_on("90 days", "37 posts", "2026-03-01T20:00:00Z", "UTC")
    '90 days, 37 posts, data as of Sun 1 Mar 20:00'
    """
    return ", ".join(filter(None, (window, counted, f"data as of {day_and_time(as_of, zone)}" if as_of else "")))


def calendar_day(day: str) -> str:
    """Return a day of the calendar (`YYYY-MM-DD`) as people write it.

    >>> calendar_day("2026-06-30")
    '30 Jun 2026'
    """
    moment = date.fromisoformat(day)
    return f"{moment.day} {moment:%b %Y}"


def period(first: str, last: str) -> str:
    """Return a stretch of days (`YYYY-MM-DD`, both in it) as people write it; the year stands once where it is the same.

    >>> period("2026-01-01", "2026-03-31"), period("2025-12-01", "2026-01-31")
    ('1 Jan to 31 Mar 2026', '1 Dec 2025 to 31 Jan 2026')
    """
    if first == last:
        return calendar_day(first)
    start = calendar_day(first)
    return f"{start.rpartition(' ')[0] if first[:4] == last[:4] else start} to {calendar_day(last)}"


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
