"""The comments that wait for the team, in the order in which they should be answered, each with the time it is due.

Complaints and buying signals come first, by time left in business hours; then other questions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.coach.business_hours import BusinessHours, business_hours
from bot.coach.desk import Desk
from bot.model.settings import Comments
from bot.model.times import ago, from_text, to_text
from bot.model.words import age, span

DAYS = 90
"""How far back a comment may lie and still be waiting."""
URGENT = ("complaint", "buying signal")
_WHY = {
    "complaint": "could be put right", "buying signal": "wants to buy", "question": "wants to know",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One comment that waits. Times are UTC text; `due_at` is when its answer should be there."""

    network: str
    comment_id: str
    post_id: str
    label: str
    text: str
    created_at: str
    due_at: str
    now: str
    permalink: str | None = None

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
            "permalink": self.permalink,
        }


def waiting(desk: Desk) -> list[Waiting]:
    """Return the comments of the last 90 days that need an answer and have none, first things first."""
    now, hours, targets = desk.now, business_hours(desk.settings), desk.settings.comments
    rows = desk.records.rows("waiting_comments", since=ago(from_text(now), days=DAYS), now=now)
    found = [
        Waiting(
            network=row["network"], comment_id=row["comment_id"], post_id=row["post_id"], label=row["label"],
            text=row["text"], created_at=row["created_at"], due_at=due_at(row["label"], row["created_at"], hours, targets),
            now=now, permalink=row["permalink"] or row["post_permalink"],
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (not each.is_urgent, each.due_at, each.created_at, each.network, each.comment_id))


def due_at(label: str, created_at: str, hours: BusinessHours, targets: Comments) -> str:
    """Return when a comment's answer is due: business hours for an urgent one, plain hours for a question."""
    if label in URGENT:
        return hours.after(created_at, targets.urgent_hours)
    return to_text(from_text(created_at) + timedelta(hours=targets.question_hours))
