"""What the coach cannot see, in sentences: feeds missing or old, posts and leads that do not come together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bot.coach.audits.post_ground import has_own_tag
from bot.coach.desk import Desk
from bot.coach.feeds import WATCHED, Feeds
from bot.coach.figures.figures import Figure
from bot.coach.windows import Window, days_of
from bot.model.rule import Finding, in_words
from bot.model.words import calendar_day, count


def feed_gaps(feeds: Feeds) -> list[str]:
    """Return which of the watched feeds are missing or too old."""
    return [_sentence(trouble) for trouble in map(feeds.trouble, WATCHED) if trouble]


def post_gap(desk: Desk, window: Window, feeds: Feeds, posts: Sequence[dict[str, Any]]) -> list[str]:
    """Return for a window without posts the day of the newest and how to look at it; nothing where the feed is old, which
    says enough. posts: the window's.
    """
    newest = None if posts or not feeds.is_fresh("posts") else desk.records.one("newest_post", until=window.until)
    if newest is None:
        return []
    published = calendar_day(days_of(Window(newest["published_at"], window.until, "", window.now), desk.zone)[0])
    look = f" Look at it with audit post {newest['permalink']}." if newest["permalink"] else ""
    return [f"No post is from the {window.name}; the newest is of {published}.{look}"]


def unsure(findings: Iterable[Finding]) -> list[str]:
    """Return what rules cannot tell, each with its reason; of feeds that are not there `feed_gaps` has spoken."""
    return [f"Can't tell ({in_words(each.rule)}): {each.case.reason}." for each in findings
            if each.case.verdict == "cant-tell" and each.case.reason
            and not any(ref.kind == "feed" for ref in each.case.subject)]


def lead_gaps(leads: Figure, posts: Sequence[dict[str, Any]]) -> list[str]:
    """Return where leads and posts do not come together. posts: the window's; `leads`: its figure of leads."""
    gaps = []
    untagged = sum(not has_own_tag(row) for row in posts)
    if untagged:
        has, whose = ("has", "its") if untagged == 1 else ("have", "their")
        gaps.append(f"{untagged} of {count(len(posts), 'post')} {has} no tagged link of {whose} own: leads from there "
                    "mostly stay unseen.")
    untied = leads.parts["by_way"]["untied"]
    if untied:
        reason = next(iter(leads.parts["untied_reasons"]))
        gaps.append(f"{untied} of {count(leads.n, 'lead')} {'has' if untied == 1 else 'have'} no post. "
                    f"The usual reason: {reason}.")
    by_time = leads.parts["by_way"]["time"]
    if by_time:
        fit = "fits" if by_time == 1 else "fit"
        gaps.append(f"{by_time} of {count(leads.n, 'lead')} {fit} a post by time alone, which is never added in.")
    without = sum(row["reach"] is None for row in posts)
    if without:
        gaps.append(f"No reach is known for {without} of {count(len(posts), 'post')}.")
    return gaps


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + "."
