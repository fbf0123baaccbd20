"""The comments that wait for the team, in the order in which they should be answered, each with the time it is due.

Complaints and buying signals come first, by time left in business hours; then other questions. Within each, what a
network will soon not let anybody answer in private goes before the rest.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from bot.coach.desk import Desk
from bot.coach.timing.business_hours import BusinessHours, business_hours
from bot.model.networks import networks, window_of
from bot.model.settings import Comments
from bot.model.times import ago, from_text, to_text
from bot.model.words import age, span

DAYS = 90
"""How far back a comment may lie and still be waiting."""
URGENT = ("complaint", "buying signal")
SOON = timedelta(days=2)
"""From so little time left on, a private reply that closes goes before what waits longer."""
_WHY = {
    "complaint": "could be put right", "buying signal": "wants to buy", "question": "wants to know",
}
Row = Mapping[str, Any]
Place = tuple[bool, bool, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One comment that waits. Times are UTC text; `due_at` is when its answer should be there.

    `closes_at`: when its network closes the private reply to it, None where it has none or nothing is known of it.
    """

    network: str
    comment_id: str
    post_id: str
    label: str
    text: str
    created_at: str
    due_at: str
    now: str
    permalink: str | None = None
    closes_at: str | None = None

    @property
    def is_urgent(self) -> bool:
        """Whether it is a complaint or on the way to buying."""
        return self.label in URGENT

    @property
    def is_late(self) -> bool:
        """Whether its answer is overdue."""
        return self.due_at < self.now

    @property
    def reason(self) -> str:
        """Why it stands where it stands, in words."""
        if self.is_late:
            return f"{_WHY[self.label]}; its time ran out {age(self.due_at, self.now)} ago"
        return f"{_WHY[self.label]}; {span(from_text(self.due_at) - from_text(self.now))} left"

    def document(self) -> dict[str, Any]:
        """Return the comment for scripts."""
        return {
            "comment_id": self.comment_id, "network": self.network, "post_id": self.post_id, "label": self.label,
            "due_at": self.due_at, "reason": self.reason, "text": self.text, "created_at": self.created_at,
            "permalink": self.permalink, "private_reply_until": self.closes_at,
        }


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue in short: its `first` comments, how many wait in all by label, and how many of them are overdue."""

    first: tuple[Waiting, ...]
    labels: Mapping[str, int]
    late: int

    @property
    def total(self) -> int:
        """How many comments wait."""
        return sum(self.labels.values())


def waiting(desk: Desk) -> list[Waiting]:
    """Return the comments of the last 90 days that need an answer and have none, first things first."""
    return list(_in_order(desk))


def in_short(desk: Desk, most: int) -> Queue:
    """Return the first comments of the queue and the counts of all. Takes no more memory for a hundred thousand."""
    now, due, place = desk.now, _due(desk), _placing(desk.now)
    labels: Counter[str] = Counter()
    late_from = {label: _late_from(due, label, now) for label in _WHY}
    late = 0

    def counted() -> Iterator[Row]:
        nonlocal late
        for row in _rows(desk):
            labels[row["label"]] += 1
            late += row["created_at"] < late_from[row["label"]]
            yield row

    first = heapq.nsmallest(most, counted(), key=place)
    return Queue(tuple(_waiting(row, now, due) for row in first), labels, late)


def documents(desk: Desk) -> Iterator[dict[str, Any]]:
    """Yield the queue for scripts, in its order; nothing is read before the first is asked for, and nothing kept."""
    for each in _in_order(desk):
        yield each.document()


def due_at(label: str, created_at: str, hours: BusinessHours, targets: Comments) -> str:
    """Return when a comment's answer is due: business hours for an urgent one, plain hours for a question."""
    if label in URGENT:
        return hours.after(created_at, targets.urgent_hours)
    return to_text(from_text(created_at) + timedelta(hours=targets.question_hours))


def closing_words(closes_at: str | None, now: str) -> str | None:
    """Return in words when the private reply to a comment closes or closed; None where nothing is known of it.

    >>> closing_words("2026-03-06T10:00:00Z", "2026-03-04T09:30:00Z")
    'private reply closes in 2 days'
    """
    if closes_at is None:
        return None
    if closes_at <= now:
        return f"private reply closed {age(closes_at, now)} ago"
    return f"private reply closes in {age(now, closes_at)}"


def _in_order(desk: Desk) -> Iterator[Waiting]:
    """Yield the queue one by one: of each kind first what closes soon, then the rest as it came. Nothing is sorted here,
    so that a hundred thousand take no more memory than ten.
    """
    now, due, place = desk.now, _due(desk), _placing(desk.now)
    for labels in (URGENT, ("question", "question")):
        lengths = {each.window.private_reply_days for each in networks().values()}
        for row in heapq.merge(*(_closing(desk, labels, days) for days in lengths if days), key=place):
            yield _waiting(row, now, due)
        for row in _of_kind(desk, labels, ago(from_text(now), days=DAYS), now):
            if not _is_closing(row, now):
                yield _waiting(row, now, due)


def _closing(desk: Desk, labels: tuple[str, str], days: float) -> Iterator[Row]:
    """Yield the comments of a kind whose private reply, open for so many days, closes soon: the soonest first."""
    opened, closing = _closing_soon(days, desk.now)
    for row in _of_kind(desk, labels, opened, closing):
        if window_of(row["network"]).private_reply_days == days and _is_closing(row, desk.now):
            yield row


def _is_closing(row: Row, now: str) -> bool:
    opened, closing = _closing_soon(window_of(row["network"]).private_reply_days, now)
    return bool(opened < row["created_at"] <= closing)


def _of_kind(desk: Desk, labels: tuple[str, str], since: str, until: str) -> Iterator[Row]:
    return desk.records.stream("waiting_comments_of_kind", since=since, until=until, now=desk.now, label=labels[0],
                               or_label=labels[1])


def _rows(desk: Desk) -> Iterator[Row]:
    now = desk.now
    return desk.records.stream("waiting_comments", since=ago(from_text(now), days=DAYS), now=now)


def _due(desk: Desk) -> Callable[[str, str], str]:
    hours, targets = business_hours(desk.settings), desk.settings.comments
    return lambda label, created_at: due_at(label, created_at, hours, targets)


def _waiting(row: Row, now: str, due: Callable[[str, str], str]) -> Waiting:
    return Waiting(
        network=row["network"], comment_id=row["comment_id"], post_id=row["post_id"], label=row["label"],
        text=row["text"], created_at=row["created_at"], due_at=due(row["label"], row["created_at"]), now=now,
        permalink=row["permalink"] or row["post_permalink"],
        closes_at=window_of(row["network"]).closes_at(row["created_at"]),
    )


def _placing(now: str) -> Callable[[Row], Place]:
    """Return what gives a comment its place. Within one kind, who came first is due first, so the due time itself need
    not be reckoned for each."""
    def place(row: Row) -> Place:
        created_at, network = row["created_at"], row["network"]
        is_closing = _is_closing(row, now)
        rank = window_of(network).closes_at(created_at) or "" if is_closing else created_at
        return row["label"] not in URGENT, not is_closing, rank, created_at, network, row["comment_id"]

    return place


@lru_cache(maxsize=64)
def _closing_soon(days: float | None, now: str) -> tuple[str, str]:
    """Return between which moments a comment was made whose private reply, open for so many days, closes soon; the first
    is not among them.
    """
    if days is None:
        return "", ""
    closed = from_text(now) - timedelta(days=days)
    return to_text(closed), to_text(closed + SOON)


def _late_from(due: Callable[[str, str], str], label: str, now: str) -> str:
    """Return the moment before which a comment of a kind must have been made to be overdue now."""
    early, late = from_text(now) - timedelta(days=DAYS), from_text(now)
    if due(label, to_text(early)) >= now:
        return ""
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        early, late = (middle, late) if due(label, to_text(middle)) < now else (early, middle)
    return to_text(late)
