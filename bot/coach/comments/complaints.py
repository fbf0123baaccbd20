"""A complaint followed to its end: moved to a private channel, resolved offline, each step with its time and who took it.

A moved complaint counts as answered in public and stays open until somebody says that it was resolved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.coach.comments import comment_words
from bot.coach.comments.comment_words import Row, find_comment, told, undo_of
from bot.coach.desk import Desk
from bot.coach.ports import RecordsWriter
from bot.coach.posted.open_cards import settle_cards_of
from bot.errors import UsageError
from bot.model.card import Fields, Part, say, text
from bot.model.command import Asker, Reply
from bot.model.networks import network_name, window_of
from bot.model.words import age, count, day_and_time

MOVED, RESOLVED, REOPENED = "moved", "resolved", "reopened"
_SAID = {MOVED: "Moved to DM", RESOLVED: "Resolved offline", REOPENED: "Taken back"}


@dataclass(frozen=True, slots=True)
class OpenComplaints:
    """How many moved complaints wait for their end, and since when the oldest does (UTC text)."""

    n: int
    oldest: str
    now: str

    def words(self) -> str:
        """Return it as a sentence without its full stop."""
        if self.n == 1:
            return f"1 complaint moved to DM has waited {age(self.oldest, self.now)} for its end"
        return f"{self.n:,} complaints moved to DM wait for their end, the oldest {age(self.oldest, self.now)}"

    def document(self) -> dict[str, Any]:
        """Return it for scripts."""
        return {"open": self.n, "oldest_at": self.oldest}


def open_complaints(desk: Desk) -> OpenComplaints | None:
    """Return how many moved complaints wait for their end, None where none does."""
    row = desk.records.one("open_complaints_counted", now=desk.now)
    return OpenComplaints(row["complaints"], row["oldest"], desk.now) if row and row["complaints"] else None


def moved(desk: Desk, asker: Asker, row: Row) -> Reply:
    """Keep that a complaint was moved to a private channel. Raises UsageError for a comment that is no complaint."""
    _hold_to_complaint(row)
    if not _taken(desk, asker, row, "move_complaint", MOVED):
        is_resolved = _case(desk, row)["resolved_at"] is not None
        return _unchanged(desk, row, "resolved" if is_resolved else "moved to DM")
    words = text("Moved to DM: answered in public, open until it is resolved")
    return told(row, words, parts=(*_history_part(desk, row), *_window_part(row)), undo=undo_of(row))


def resolved(desk: Desk, asker: Asker, row: Row) -> Reply:
    """Keep that a complaint was resolved offline. Raises UsageError for a comment that is no complaint."""
    if _case(desk, row)["moved_at"] is None:
        _hold_to_complaint(row)
    if not _taken(desk, asker, row, "resolve_complaint", RESOLVED):
        return _unchanged(desk, row, "resolved")
    words = text("Resolved offline: its end is noted, and it counts as answered")
    return told(row, words, parts=_history_part(desk, row), undo=undo_of(row))


def resolve_in(writer: RecordsWriter, desk: Desk, asker: Asker, ref: tuple[str, str], before: str) -> None:
    """Resolve a complaint (network and id) with the card that asked for its end: one that was moved `before` that card."""
    key = {"network": ref[0], "comment_id": ref[1]}
    if writer.run("resolve_moved_before", **key, now=desk.now, moment=before):
        _step(writer, desk, asker, key, RESOLVED)


def reopened(desk: Desk, asker: Asker, row: Row) -> Reply:
    """Take back the last word on a comment: put aside, then resolved, then moved, then answered."""
    case = _case(desk, row)
    first = case["moved_at"] or case["resolved_at"]
    if first is None:
        return comment_words.reopened(desk, row)
    is_open = case["moved_at"] is not None and (case["resolved_at"] is not None or row["dismissed_at"] is not None)
    key = {"network": row["network"], "comment_id": row["comment_id"]}
    with desk.records.write() as writer:
        if row["dismissed_at"] is not None:
            writer.run("take_dismissal_back", **key)
        elif writer.run("take_move_back" if case["resolved_at"] is None else "open_case_again", **key):
            _step(writer, desk, asker, key, REOPENED)
            if not is_open and row["answered_by"] == "person" and row["answered_at"] >= first:
                writer.run("reopen_comment", **key)
    settle_cards_of(desk, **key)
    return _told_reopened(desk, row)


def history(desk: Desk, row: Row) -> list[tuple[str, str]]:
    """Return a complaint's way so far, oldest first: what happened, and when and by whom; empty without any step."""
    found = steps(desk, row)
    if not found:
        return []
    said = [(_SAID[each["step"]], f"{day_and_time(each['at'], desk.zone)}{_by(each['person_name'])}") for each in found]
    return [("Complained", day_and_time(row["created_at"], desk.zone)), *said]


def steps(desk: Desk, row: Row) -> Sequence[Row]:
    """Return the steps of one complaint up to the desk's moment, in their order: step, at, person_name."""
    return desk.records.rows("complaint_steps", network=row["network"], comment_id=row["comment_id"], now=desk.now)


def _taken(desk: Desk, asker: Asker, row: Row, statement: str, step: str) -> bool:
    """Take a step; tells whether it was there to be taken. The comment counts as answered then, no longer as put aside."""
    key = {"network": row["network"], "comment_id": row["comment_id"]}
    with desk.records.write() as writer:
        if not writer.run(statement, **key, now=desk.now):
            return False
        _step(writer, desk, asker, key, step)
        writer.run("answer_comment", **key, now=desk.now)
        writer.run("take_dismissal_back", **key)
    settle_cards_of(desk, **key)
    return True


def _step(writer: RecordsWriter, desk: Desk, asker: Asker, key: dict[str, str], step: str) -> None:
    writer.run("add_complaint_step", **key, step=step, now=desk.now, person=asker.person, person_name=asker.name)


def _unchanged(desk: Desk, row: Row, what: str) -> Reply:
    return told(row, text("It is {what} already; nothing was changed", what=what), parts=_history_part(desk, row))


def _told_reopened(desk: Desk, row: Row) -> Reply:
    now, case = find_comment(desk, row["comment_id"], row["network"]), _case(desk, row)
    if case["resolved_at"] is not None:
        words = text("Taken back; it is resolved, as before")
    elif case["moved_at"] is not None:
        words = text("Open again: moved to DM, not resolved")
    elif now["answered_at"] is not None:
        words = text("Taken back; it counts as answered, as before")
    else:
        words = text("Taken back: it waits for its answer again")
    return told(now, words, parts=_history_part(desk, row))


def _hold_to_complaint(row: Row) -> None:
    if row["label"] != "complaint":
        raise UsageError(
            f"The comment {row['comment_id']!r} is labelled {row['label'] or 'other'}, and only a complaint is followed to "
            f"its end. If it is one, write comments label {row['comment_id']} complaint first; if it was answered in a "
            f"direct message, comments answered {row['comment_id']}."
        )


def _case(desk: Desk, row: Row) -> Row:
    found = desk.records.one("complaint_case", network=row["network"], comment_id=row["comment_id"])
    return found or {"moved_at": None, "resolved_at": None}


def _history_part(desk: Desk, row: Row) -> tuple[Part, ...]:
    pairs = history(desk, row)
    return (Fields(tuple(pairs)),) if pairs else ()


def _window_part(row: Row) -> tuple[Part, ...]:
    hours = window_of(row["network"]).message_hours
    if hours is None:
        return ()
    return (say("Once they write to you there, {network} lets you answer for {hours}.",
                network=network_name(row["network"]), hours=count(int(hours), "hour")),)


def _by(name: str) -> str:
    return f", {name}" if name else ""
