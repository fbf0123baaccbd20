"""The queue of waiting comments as a card."""

from __future__ import annotations

from bot.coach.comments.comment_marks import list_subject, mark_of
from bot.coach.comments.complaints import open_complaints
from bot.coach.comments.queue import URGENT, Queue, Waiting, closing_words
from bot.coach.desk import Desk
from bot.coach.feeds import feeds_of
from bot.coach.figures.post_names import post_in_words
from bot.model.card import Button, Card, Item, Items, Part, Text, behind, quoted, say, text
from bot.model.networks import network_name
from bot.model.tagged_links import quotable
from bot.model.words import age, count, day_and_time, listed

SHOWN = 10
"""How many comments a card lists."""
_QUOTED_LETTERS = 280


def queue_card(desk: Desk, queue: Queue) -> Card:
    """Return the card of a queue, the first ten of it; the footer says what waits for its end in private."""
    feeds = feeds_of(desk)
    trouble = feeds.trouble("comments")
    footer = _footer(desk, feeds.known["comments"].as_of if "comments" in feeds.known else None)
    if not queue.total:
        if "comments" not in feeds.known:
            return Card(text("No comments were imported yet"),
                        (say("Import an export of your comments first: **python -m bot import FILE**."),), tone="warning")
        return Card(text("No comment waits for an answer"), _warning(trouble), footer=footer,
                    tone="warning" if trouble else "good")
    shown = queue.first[:SHOWN]
    more = queue.total - len(shown)
    parts: list[Part] = [*_warning(trouble), Items(tuple(_item(desk, each) for each in shown))]
    if more > 0:
        parts.append(say("__{more} more wait behind these.__", more=more))
    parts.append(say("Taken for something else? **comments label REFERENCE LABEL** puts it right."))
    return Card(_title(queue), tuple(parts), _buttons(shown), footer, "ask")


def _title(queue: Queue) -> Text:
    kinds = [count(n, label) for label in (*URGENT, "question") if (n := queue.labels.get(label, 0))]
    late = "" if not queue.late else f", {queue.late:,} overdue" if queue.late < queue.total else (
        ", all overdue" if queue.total > 1 else ", overdue")
    return text("{waiting} to answer{late}: {said}", waiting=count(queue.total, "comment"), late=late, said=listed(kinds))


def _warning(trouble: str | None) -> tuple[Part, ...]:
    return (say("**Careful:** {trouble}; some may have been answered since.", trouble=trouble),) if trouble else ()


def _item(desk: Desk, each: Waiting) -> Item:
    row = desk.records.one("post_words", network=each.network, post_id=each.post_id)
    post = post_in_words(row["text"]) if row else None
    headline = Text(
        f"**{{label}}** on {{network}}, {{age}} old{', under {post}' if post else ''}",
        {"label": each.label.capitalize(), "network": network_name(each.network), "age": age(each.created_at, each.now),
         "post": post or ""},
    )
    said = "; ".join(filter(None, (each.reason, closing_words(each.closes_at, each.now))))
    why = f"{said[:1].upper()}{said[1:]}. Reference {mark_of(each.network, each.comment_id)}"
    return Item(headline, quotable(each.text, _QUOTED_LETTERS), quoted(why), each.permalink)


def _buttons(shown: tuple[Waiting, ...]) -> tuple[Button, ...]:
    subject = list_subject((each.network, each.comment_id) for each in shown)
    draft = Button("Draft reply", "draft-item", subject)
    first = draft, Button("Answered", "answered-item", subject), Button("Not needed", "dismiss-item", subject)
    if not any(each.label == "complaint" for each in shown):
        return first
    return (*first, *behind(Button("Moved to DM", "moved-item", subject),
                            Button("Resolved offline", "resolved-item", subject)))


def _footer(desk: Desk, as_of: str | None) -> Text | None:
    waits = open_complaints(desk)
    said = [f"Data as of {day_and_time(as_of, desk.zone)}."] if as_of else []
    said += [f"{waits.words()}: comments open."] if waits else []
    return text("{said}", said=" ".join(said)) if said else None
