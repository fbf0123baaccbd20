"""What becomes of a commitment by a person's word: done, moved, smaller, blocked, dropped, accepted, declined, undone.

Only the person whose promise it is changes it (whoever asked for it may withdraw it). Done twice is done once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.coach.commitments.assessment import FEED
from bot.coach.commitments.commitments import Commitment, change, numbered, worded
from bot.coach.commitments.progress import progress_of
from bot.coach.commitments.promised_cards import follow
from bot.coach.commitments.settling import OUTCOMES, outcome_of
from bot.coach.desk import Desk
from bot.coach.timing.due import read_due, said
from bot.errors import StoreError, UsageError
from bot.model.card import Text, text
from bot.model.command import Asker
from bot.model.times import ago, from_text, local, to_text

UNDO_DAYS = 7
"""Days for which a word can be taken back; until the next digest, which then has counted it."""
MANY_MOVES = 3
"""From this move on a smaller promise, or none, is offered."""


@dataclass(frozen=True, slots=True)
class Change:
    """A commitment as it is now and what to say of it. `is_new` is False where it stood so already."""

    commitment: Commitment
    words: Text
    is_new: bool = True


def done(desk: Desk, asker: Asker, number: int | str) -> Change:
    """Close a commitment as kept, by its person's word or by the data where that shows it."""
    commitment = _own(desk, asker, number)
    if not commitment.is_open:
        return _closed(commitment)
    progress = progress_of(desk, [commitment])[commitment.commitment_id]
    seen = commitment.measured_by in FEED and progress.is_reached and not progress.worded
    note = "seen in the data" if seen else f"{asker.name} said so"
    return _write(desk, commitment, text("**Done:** {what}. Closed as kept: {note}.", what=commitment.what, note=note),
                  outcome="kept", outcome_by="data" if seen else "word", outcome_note=note, closed_at=desk.now)


def move(desk: Desk, asker: Asker, number: int | str, words: str) -> Change:
    """Give a commitment another due moment, in plain words; the first one is kept. Raises CannotRead for unsure words.

    One that still waits for its person to accept it becomes theirs at the time they name.
    """
    commitment = _own(desk, asker, number, before_accepting=True)
    if not commitment.is_open:
        return _closed(commitment)
    due = read_due(words, now=desk.now, zone=commitment.zone)
    when = said(due, commitment.zone, now=desk.now)
    if not commitment.is_accepted:
        return _write(desk, commitment, text("**Yours by {when}:** {what}", when=when, what=commitment.what),
                      accepted_at=desk.now, due_at=due, first_due_at=due)
    if due == commitment.due_at:
        return Change(commitment, text("It is due {when} already; nothing changed.", when=when), is_new=False)
    first = said(commitment.first_due_at, commitment.zone, now=desk.now)
    moves = commitment.moves + 1
    offer = " It has moved {moves} times now: a smaller promise may be the better one." if moves >= MANY_MOVES else ""
    words_now = text(f"**Moved to {{when}}:** {{what}}. First promised for {{first}}.{offer}", when=when,
                     what=commitment.what, first=first, moves=moves)
    return _write(desk, commitment, words_now, due_at=due, moves=moves, moved_at=desk.now, blocked_at=None,
                  blocked_why=None)


def smaller(desk: Desk, asker: Asker, number: int | str, words: str) -> Change:
    """Make a promise smaller: a lone number lowers its target, other words take the place of the promise's own.

    Raises UsageError where the number is no smaller than the target, or where nothing is counted.
    """
    commitment = _own(desk, asker, number)
    if not commitment.is_open:
        return _closed(commitment)
    of = progress_of(desk, [commitment])[commitment.commitment_id].of
    target = _target(words)
    if commitment.measured_by == "word" or target is None:
        if words.strip().isdigit():
            raise UsageError(f"Nothing is counted in {commitment.what!r}; write the smaller promise in words.")
        what = worded(words)
        return _write(desk, commitment, text("**Made smaller:** {what}", what=what), what=what)
    if not 1 <= target < of:
        raise UsageError(f"{target} is not smaller than the {of} promised; write a number from 1 to {max(1, of - 1)}.")
    lone = words.strip().isdigit()
    what = _with_target(commitment.what, of, target) if lone else worded(words)
    return _write(desk, commitment, text("**Made smaller:** {what}, {target} instead of {of}", what=what, target=target,
                                         of=of), what=what, target=target)


def drop(desk: Desk, asker: Asker, number: int | str, why: str | None = None) -> Change:
    """Let a commitment go. Whoever asked for it may do that too."""
    commitment = _own(desk, asker, number, by_maker=True, before_accepting=True)
    if not commitment.is_open:
        return _closed(commitment)
    note = " ".join((why or "").split())[:200] or f"{asker.name} let it go"
    return _write(desk, commitment, text("**Dropped:** {what}. It counts neither as kept nor as missed.",
                                         what=commitment.what),
                  outcome="dropped", outcome_by="word", outcome_note=note, closed_at=desk.now)


def block(desk: Desk, asker: Asker, number: int | str, why: str) -> Change:
    """Note what stands in the way; check-ins rest until it is moved, made possible or closed."""
    commitment = _own(desk, asker, number)
    if not commitment.is_open:
        return _closed(commitment)
    reason = worded(why)
    if commitment.blocked_why == reason:
        return Change(commitment, text("It is blocked by that already; nothing changed."), is_new=False)
    return _write(desk, commitment, text("**Blocked:** {what}. In the way: {why}. Reminders rest until it moves.",
                                         what=commitment.what, why=reason),
                  blocked_at=desk.now, blocked_why=reason)


def accept(desk: Desk, asker: Asker, number: int | str) -> Change:
    """Make a commitment that somebody else asked for one's own. Raises UsageError once its due moment is past."""
    commitment = _own(desk, asker, number, before_accepting=True)
    if not commitment.is_open:
        return _closed(commitment)
    if commitment.is_accepted:
        return Change(commitment, text("It is yours already; nothing changed."), is_new=False)
    if commitment.due_at <= desk.now:
        was = said(commitment.due_at, commitment.zone, now=desk.now)
        raise UsageError(f"Commitment {commitment.number} was due {was}; suggest another time, such as Friday 15:00.")
    when = said(commitment.due_at, commitment.zone, now=desk.now)
    return _write(desk, commitment, text("**Yours by {when}:** {what}", when=when, what=commitment.what),
                  accepted_at=desk.now)


def decline(desk: Desk, asker: Asker, number: int | str, why: str | None = None) -> Change:
    """Say no to a commitment that somebody else asked for. Raises UsageError for one that was accepted."""
    commitment = _own(desk, asker, number, before_accepting=True)
    if not commitment.is_open:
        return _closed(commitment)
    if commitment.is_accepted:
        raise UsageError(f"Commitment {commitment.number} was accepted; drop it if it will not happen.")
    note = " ".join((why or "").split())[:200] or f"{asker.name} declined it"
    return _write(desk, commitment, text("**Declined:** {what}. It is nobody's now.", what=commitment.what),
                  outcome="dropped", outcome_by="word", outcome_note=note, closed_at=desk.now)


def undo(desk: Desk, asker: Asker, number: int | str) -> Change:
    """Open a commitment again that a word closed in the last 7 days, or lift what blocked it.

    Raises UsageError where the data or time closed it, where it is too long ago, or where nothing was done.
    """
    commitment = _own(desk, asker, number, before_accepting=True)
    if commitment.is_open and commitment.blocked_at:
        return _write(desk, commitment, text("**Open again:** {what}", what=commitment.what), blocked_at=None,
                      blocked_why=None)
    if commitment.is_open:
        raise UsageError(f"Commitment {commitment.number} is open; there is nothing to undo.")
    if commitment.outcome_by != "word":
        raise UsageError(f"Commitment {commitment.number} was closed by the data ({commitment.outcome_note}); "
                         "a word does not reopen it. Make a new one instead.")
    if (commitment.closed_at or "") < ago(from_text(desk.now), days=UNDO_DAYS):
        raise UsageError(f"Commitment {commitment.number} was closed more than {UNDO_DAYS} days ago; make a new one.")
    return _write(desk, commitment, text("**Open again:** {what}, due {when}", what=commitment.what,
                                         when=said(commitment.due_at, commitment.zone, now=desk.now)),
                  outcome=None, outcome_by=None, outcome_note=None, closed_at=None)


def later(commitment: Commitment, now: str) -> str:
    """Return a due moment to offer, in words that can be read back: the same weekday and time of a week to come."""
    due = local(commitment.due_at, commitment.zone)
    weeks = max(0, (from_text(now) - due).days // 7) + 1
    return said(to_text(due + timedelta(weeks=weeks)), commitment.zone, now=now)


def _own(desk: Desk, asker: Asker, number: int | str, *, by_maker: bool = False,
         before_accepting: bool = False) -> Commitment:
    """Return a commitment that the asker may change. Raises UsageError naming whose it is, or what comes first."""
    commitment = numbered(desk, asker, number)
    may = asker.person == commitment.person or (by_maker and asker.person == commitment.made_by)
    if not may and not (asker.is_admin and commitment.is_accepted):
        raise UsageError(f"Commitment {commitment.number} is {commitment.person_name}'s; only they can change it.")
    if commitment.is_open and not commitment.is_accepted and not before_accepting:
        raise UsageError(f"Commitment {commitment.number} is not accepted yet; accept or decline it first.")
    return commitment


def _closed(commitment: Commitment) -> Change:
    outcome = OUTCOMES[outcome_of(commitment)]
    return Change(commitment, text("Commitment {number} is closed already: {outcome}. Nothing changed.",
                                   number=str(commitment.number), outcome=outcome[:1].lower() + outcome[1:]),
                  is_new=False)


def _write(desk: Desk, commitment: Commitment, words: Text, **values: Any) -> Change:
    with desk.records.write() as writer:
        after = change(writer, commitment, **values)
    if after is None:
        raise StoreError(f"Commitment {commitment.number} was changed at the same moment; look at it and try again.")
    follow(desk, after)
    return Change(after, words)


def _target(words: str) -> int | None:
    found = re.search(r"(?<![\w.,:/-])\d{1,6}(?![\w.,:/-]\w)", words, re.ASCII)
    return int(found[0]) if found else None


def _with_target(what: str, of: int, target: int) -> str:
    """Return a promise's words with its number lowered, or with the new number behind them."""
    swapped, times = re.subn(rf"(?<!\d){of}(?!\d)", str(target), what, count=1)
    return swapped if times else worded(f"{what[:120]} ({target} of {of})")
