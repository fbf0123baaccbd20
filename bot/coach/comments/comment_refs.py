"""Short references to comments, for people to read and type: seven letters in the place of a network's long id."""

from __future__ import annotations

from bot.coach.comments.comment_marks import MARK_LETTERS, mark_of
from bot.coach.desk import Desk
from bot.model.times import ago, from_text

REACH_DAYS = 120
"""How far back a listed comment is looked for: longer than the queue reaches, so that an old card still works."""
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz234567")


def is_reference(words: str) -> bool:
    """Tell whether words have the form of a reference.

    >>> is_reference("kq3m4d2"), is_reference("KQ3M4D2"), is_reference("17999")
    (True, True, False)
    """
    return len(words) == MARK_LETTERS and set(words.lower()) <= _LETTERS


def referred(desk: Desk, reference: str, *, is_recent: bool = True) -> list[tuple[str, str]]:
    """Return the comments of a reference, network and id each: one, or none. `is_recent` False looks through all."""
    since = ago(from_text(desk.now), days=REACH_DAYS) if is_recent else ""
    return [(row["network"], row["comment_id"]) for row in desk.records.stream("comment_keys", since=since)
            if mark_of(row["network"], row["comment_id"]) == reference.lower()]
