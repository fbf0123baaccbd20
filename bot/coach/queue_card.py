"""The queue of waiting comments as a card."""

from __future__ import annotations

from collections.abc import Sequence

from bot.coach.desk import Desk
from bot.coach.feeds import Feeds, feeds_of
from bot.coach.queue import URGENT, Waiting
from bot.model.card import Card, Item, Items, Part, Text, quoted, say, text
from bot.model.words import age, count, day_and_time, listed, shorten

SHOWN = 10
"""How many comments a card lists."""
_QUOTED_LETTERS = 280


def queue_card(desk: Desk, queue: Sequence[Waiting]) -> Card:
    """Return the card of a queue, the first ten of it."""
    feeds = feeds_of(desk)
    trouble = feeds.trouble("comments")
    footer = _footer(feeds, desk.zone)
    if not queue:
        if "comments" not in feeds.known:
            return Card(text("No comments were imported yet"),
                        (say("Import an export of your comments first: **python -m bot import FILE**."),), tone="warning")
        return Card(text("No comment waits for an answer"), _warning(trouble), footer=footer,
                    tone="warning" if trouble else "good")
    more = len(queue) - SHOWN
    parts: list[Part] = [*_warning(trouble), Items(tuple(map(_item, queue[:SHOWN])))]
    if more > 0:
        parts.append(say("__{more} more wait behind these.__", more=more))
    parts.append(say("Done elsewhere? **comments answered ID**, **comments not-needed ID WHY** or "
                     "**comments label ID LABEL**."))
    return Card(_title(queue), tuple(parts), footer=footer, tone="ask")


def _title(queue: Sequence[Waiting]) -> Text:
    kinds = [count(n, label) for label in (*URGENT, "question") if (n := sum(each.label == label for each in queue))]
    late = sum(each.is_late for each in queue)
    said = f"{listed(kinds)}; {late:,} overdue" if late else listed(kinds)
    return text("{waiting} to answer: {said}", waiting=count(len(queue), "comment"), said=said)


def _warning(trouble: str | None) -> tuple[Part, ...]:
    return (say("**Careful:** {trouble}; some may have been answered since.", trouble=trouble),) if trouble else ()


def _item(each: Waiting) -> Item:
    headline = text("**{label}** on {network}, {age} old", label=each.label.capitalize(), network=each.network,
                    age=age(each.created_at, each.now))
    why = f"{each.reason[:1].upper()}{each.reason[1:]}. Id {each.comment_id}"
    return Item(headline, shorten(each.text, _QUOTED_LETTERS), quoted(why), each.permalink)


def _footer(feeds: Feeds, zone: str) -> Text | None:
    feed = feeds.known.get("comments")
    return text("Comments as of {as_of}.", as_of=day_and_time(feed.as_of, zone)) if feed else None
