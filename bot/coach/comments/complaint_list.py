"""The complaints that were moved to a private channel and wait for their end, as a card and for scripts."""

from __future__ import annotations

from typing import Any

from bot.coach.comments.comment_marks import LISTED_MOST, list_subject, mark_of
from bot.coach.comments.complaints import open_complaints
from bot.coach.desk import Desk
from bot.coach.figures.post_names import post_in_words
from bot.coach.ports import Row
from bot.model.card import Button, Card, Item, Items, Part, Text, say, text
from bot.model.command import Reply
from bot.model.networks import network_name
from bot.model.tagged_links import quotable
from bot.model.words import age, day_and_time

_QUOTED_LETTERS = 280


def complaint_list(desk: Desk) -> Reply:
    """Return the open complaints, the longest wait first; the first ten of them on the card."""
    rows = desk.records.rows("open_complaints", now=desk.now)
    return Reply(_card(desk, rows), [_document(row) for row in rows])


def _card(desk: Desk, rows: list[Row]) -> Card:
    counted = open_complaints(desk)
    if counted is None:
        return Card(text("No complaint that was moved to DM waits for its end"), tone="good",
                    footer=text("It rests on what the team said: comments moved REFERENCE, comments resolved REFERENCE."))
    shown = rows[:LISTED_MOST]
    parts: list[Part] = [Items(tuple(_item(desk, row) for row in shown))]
    if len(rows) > LISTED_MOST:
        parts.append(say("__{more} more wait behind these.__", more=len(rows) - LISTED_MOST))
    parts.append(say("At its end? **comments resolved REFERENCE**. Not moved after all? **comments reopen REFERENCE**."))
    subject = list_subject((row["network"], row["comment_id"]) for row in shown)
    return Card(text("{counted}", counted=counted.words()), tuple(parts),
                (Button("Resolved offline", "resolved-item", subject),),
                text("It rests on what the team said; no import shows a direct message."), "ask")


def _item(desk: Desk, row: Row) -> Item:
    post, by = post_in_words(row["post_text"]), row["moved_by"]
    headline = Text(
        f"**Moved {{age}} ago**{' by {by}' if by else ''}, {{network}}{', under {post}' if post else ''}",
        {"age": age(row["moved_at"], desk.now), "network": network_name(row["network"]), "by": by or "",
         "post": post or ""},
    )
    why = text("Complained {complained}, moved {moved}. Reference {reference}",
               complained=day_and_time(row["created_at"], desk.zone), moved=day_and_time(row["moved_at"], desk.zone),
               reference=mark_of(row["network"], row["comment_id"]))
    return Item(headline, quotable(row["text"], _QUOTED_LETTERS), why, row["permalink"])


def _document(row: Row) -> dict[str, Any]:
    return {
        "comment_id": row["comment_id"], "network": row["network"], "post_id": row["post_id"], "text": row["text"],
        "created_at": row["created_at"], "moved_at": row["moved_at"], "moved_by": row["moved_by"],
        "permalink": row["permalink"],
    }
