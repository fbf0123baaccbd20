"""The window before another, and what can be known of it: before the first import nothing is known, which is not none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.coach.desk import Desk
from bot.coach.figures.figures import Figure
from bot.coach.windows import Window
from bot.model.times import ago, from_text, to_text
from bot.model.words import count, day

_FEEDS = {
    "posts": "posts", "reach": "posts", "lead_yield": "leads", "engagement_rate": "posts", "leads": "leads",
    "answered_share": "comments", "first_response_median": "comments", "first_response_p90": "comments",
    "conversations": "comments", "posts_per_conversation": "comments",
}


def before(window: Window, days: int) -> Window:
    """Return the window of as many days that ends a second before another begins, looked at from its own end."""
    start = from_text(window.since)
    until = to_text(start - timedelta(seconds=1))
    return Window(ago(start, days=days), until, f"the {count(days, 'day')} before", until)


def known_in(desk: Desk, window: Window, figures: Mapping[str, Figure]) -> tuple[dict[str, Figure], list[str]]:
    """Return the figures of an earlier window that can be known, and in words what is not known of it, or only in part."""
    first = desk.records.rows("first_moments")[0]
    missing = {feed for feed, moment in first.items() if moment is None or moment > window.until}
    partly = {feed: moment for feed, moment in first.items() if moment and window.since < moment <= window.until}
    known = {name: figure for name, figure in figures.items() if _FEEDS.get(name) not in missing}
    words = [f"of {feed} nothing is known for {window.name}" for feed in sorted(missing)]
    words += [f"the first of the {feed} for {window.name} are of {day(moment, desk.zone)}"
              for feed, moment in sorted(partly.items())]
    return known, words
