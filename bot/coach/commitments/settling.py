"""Closes commitments as the data comes in: kept, missed or can't tell. Called after each import and by the tick.

Later data mends a verdict: what it shows as kept is no longer missed or can't tell, and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.coach.commitments.assessment import Verdict, assess
from bot.coach.commitments.commitments import Commitment, change, every
from bot.coach.commitments.progress import progress_of
from bot.coach.desk import Desk
from bot.coach.feeds import feeds_of
from bot.model.card import Card, Text, plain, text

RATE_FROM = 5
"""Fewer closed commitments than this make no rate."""
RATE_OF = 10
"""The rate speaks of the last ten."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A commitment that the data closed, or whose verdict it mended."""

    commitment: Commitment
    is_mended: bool = False

    @property
    def sentence(self) -> str:
        """What happened, in one plain sentence."""
        return plain(settled_words(self))

    @property
    def card(self) -> Card:
        """The same as a card."""
        return Card(settled_words(self), tone="good" if self.commitment.outcome == "kept" else "plain")


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of the team's last closed commitments were kept; `of` counts kept and missed alone."""

    kept: int
    of: int

    @property
    def sentence(self) -> str:
        """The rate in words."""
        return f"{self.kept} of the last {self.of} kept"


def settle(desk: Desk) -> list[Settled]:
    """Close what the data decides, mend what it contradicts, and return both in the order of their numbers."""
    found = [(each, verdict, _is_mending(each)) for each, verdict in verdicts(desk, _unsettled(every(desk)))]
    if not found:
        return []
    settled = []
    with desk.records.write() as writer:
        for commitment, verdict, is_mended in found:
            note = f"{verdict.note}; later data showed it" if is_mended else verdict.note
            closed_at = commitment.closed_at or desk.now
            after = change(writer, commitment, outcome=verdict.outcome, outcome_by=verdict.by, outcome_note=note,
                           closed_at=closed_at)
            if after:
                settled.append(Settled(after, is_mended))
    return [each for each in settled if not _only_confirms(each, found)]


def verdicts(desk: Desk, commitments: Sequence[Commitment]) -> list[tuple[Commitment, Verdict]]:
    """Return those of the commitments on which the data has a new verdict at the desk's moment, with it."""
    if not commitments:
        return []
    feeds, progress = feeds_of(desk), progress_of(desk, commitments)
    found = []
    for each in commitments:
        verdict = assess(each, progress[each.commitment_id], feeds)
        if verdict and (each.is_open or (verdict.outcome, verdict.by) == ("kept", "data")):
            found.append((each, verdict))
    return found


def as_seen(desk: Desk, commitments: Sequence[Commitment]) -> list[Commitment]:
    """Return commitments as the data shows them at the desk's moment, without writing it down."""
    told = {each.commitment_id: verdict for each, verdict in verdicts(desk, _unsettled(commitments))}
    return [
        each if (verdict := told.get(each.commitment_id)) is None
        else replace(each, outcome=verdict.outcome, outcome_by=verdict.by, outcome_note=verdict.note,
                     closed_at=each.closed_at or desk.now)
        for each in commitments
    ]


def rate(desk: Desk) -> Rate | None:
    """Return how many of the team's last ten kept or missed commitments were kept; None for fewer than five."""
    ended = sorted((each for each in every(desk) if each.seen_by == "team" and each.outcome in ("kept", "missed")),
                   key=lambda each: (each.closed_at or "", each.number))[-RATE_OF:]
    if len(ended) < RATE_FROM:
        return None
    return Rate(sum(each.outcome == "kept" for each in ended), len(ended))


def settled_words(settled: Settled) -> Text:
    """Return how a commitment ended, in words."""
    commitment = settled.commitment
    mended = ", put right" if settled.is_mended else ""
    return text(f"**{{outcome}}:** {{what}} ({{number}}{mended}). __{{note}}__",
                outcome=OUTCOMES[outcome_of(commitment)], what=commitment.what, number=f"commitment {commitment.number}",
                note=_sentence(commitment.outcome_note or ""))


OUTCOMES = {
    "kept by data": "Kept, seen in the data", "kept by word": "Kept, by their word", "missed": "Missed",
    "dropped": "Dropped", "cant-tell": "Can't tell", "open": "Open",
}


def outcome_of(commitment: Commitment) -> str:
    """Return which of `OUTCOMES` a commitment stands at."""
    if commitment.outcome == "kept":
        return f"kept by {commitment.outcome_by or 'word'}"
    return commitment.outcome or "open"


def _unsettled(commitments: Sequence[Commitment]) -> list[Commitment]:
    """Return the open ones, and those that later data may still show as kept."""
    return [each for each in commitments if each.is_open or _is_mending(each)]


def _is_mending(commitment: Commitment) -> bool:
    """Whether data may still better the verdict: missed and can't tell become kept, a word is confirmed."""
    if commitment.is_open or commitment.measured_by == "word":
        return False
    if commitment.outcome == "kept":
        return commitment.outcome_by == "word"
    return commitment.outcome in ("missed", "cant-tell")


def _only_confirms(settled: Settled, found: Sequence[tuple[Commitment, Verdict, bool]]) -> bool:
    """Whether the data only confirmed what a person had said already: nobody has to be told."""
    before = {commitment.commitment_id: commitment.outcome for commitment, _, _ in found}
    return before[settled.commitment.commitment_id] == "kept"


def _sentence(note: str) -> str:
    return f"{note[:1].upper()}{note[1:]}." if note else ""
