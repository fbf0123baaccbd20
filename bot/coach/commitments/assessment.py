"""What the data says of a commitment at a moment: kept, missed, can't tell, or nothing yet.

Missed is only ever said when the data reaches to the due moment; a promise on somebody's word is never missed by data.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.coach.commitments.commitments import By, Commitment, Outcome
from bot.coach.commitments.progress import Progress
from bot.coach.feeds import Feeds
from bot.model.times import from_text, to_text
from bot.model.words import age, count

WAIT_DAYS = 7
"""Days after the due moment for which an outcome is waited for: a weekly export or a person's word has come by then."""
FEED = {"answers": "comments", "leads": "leads", "posts": "posts"}
UNITS = {"answers": ("answered", ""), "leads": ("lead", "leads"), "posts": ("post", "posts")}


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a commitment ends, what says so (None where only time did), and the reason in words."""

    outcome: Outcome
    by: By | None
    note: str


def assess(commitment: Commitment, progress: Progress, feeds: Feeds) -> Verdict | None:
    """Return how a commitment ended as seen at the feeds' moment; None while it is open."""
    is_due = feeds.now >= commitment.due_at
    if not commitment.is_accepted:
        return Verdict("dropped", None, "nobody accepted it before it was due") if is_due else None
    if commitment.measured_by == "word":
        return Verdict("cant-tell", None, "nobody said how it went") if _is_waited_out(commitment, feeds.now) else None
    if progress.is_reached:
        return Verdict("kept", "word" if progress.worded else "data", told(commitment, progress))
    if progress.of == 0 and progress.put_aside:
        return Verdict("dropped", "word", "every comment it was about was put aside as needing no answer")
    as_of = feeds.as_of(FEED[commitment.measured_by])
    if is_due and as_of is not None and as_of >= commitment.due_at:
        return Verdict("missed", "data", f"{told(commitment, progress)} by then")
    if _is_waited_out(commitment, feeds.now):
        return Verdict("cant-tell", None, unseen(commitment, feeds))
    return None


def told(commitment: Commitment, progress: Progress) -> str:
    """Return progress in words, such as `3 of 5 answered` or `2 of 4 leads`; empty where only a word counts."""
    if commitment.measured_by == "word":
        return ""
    one, many = UNITS[commitment.measured_by]
    return f"{progress.done:,} of {progress.of:,} {one if not many or progress.of == 1 else many}"


def unseen(commitment: Commitment, feeds: Feeds) -> str:
    """Return why the data cannot say how it went."""
    feed = FEED[commitment.measured_by]
    as_of = feeds.as_of(feed)
    if as_of is None:
        return f"no {feed} were ever imported"
    return f"{feed} were last imported {age(as_of, feeds.now)} ago, before it was due"


def waits_for(commitment: Commitment, feeds: Feeds) -> str | None:
    """Return in words what a commitment past its due moment still waits for; None before it is due."""
    if feeds.now < commitment.due_at:
        return None
    days = count(WAIT_DAYS, "day")
    if commitment.measured_by == "word":
        return f"your word is awaited; after {days} it counts as can't tell"
    return f"{unseen(commitment, feeds)}; the next import decides"


def _is_waited_out(commitment: Commitment, now: str) -> bool:
    return now >= to_text(from_text(commitment.due_at) + timedelta(days=WAIT_DAYS))
