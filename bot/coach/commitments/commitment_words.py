"""Commitments as the language model is told them: what was promised and by when, without anybody's name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.coach.commitments.commitments import Commitment, Outcome
from bot.coach.commitments.settling import OUTCOMES, RATE_FROM, outcome_of
from bot.model.command import Asker
from bot.model.measured import TEAM_SEES, Measured, Piece

_COUNTED: tuple[Outcome, ...] = ("kept", "missed", "dropped")


def open_pieces(held: Sequence[Commitment], asker: Asker) -> tuple[Piece, ...]:
    """Return open commitments, the first due first."""
    return tuple(_piece(each, asker) for each in sorted(held, key=lambda each: (each.due_at, each.number)))


def closed_pieces(ended: Sequence[Commitment], asker: Asker) -> tuple[Piece, ...]:
    """Return closed commitments, the newest first."""
    return tuple(_piece(each, asker) for each in sorted(ended, key=lambda each: (each.closed_at or "", each.number),
                                                        reverse=True))


def outcomes(ended: Sequence[Commitment]) -> tuple[Measured, ...]:
    """Return how many were kept, missed and dropped, and the share kept where there are enough to speak of one."""
    ways = Counter(each.outcome for each in ended)
    found = [Measured(f"commitments {name}", ways[name], "count") for name in _COUNTED]
    whole = ways["kept"] + ways["missed"]
    if whole >= RATE_FROM:
        found.append(Measured("commitments kept as a share of commitments", round(ways["kept"] / whole, 4), "share",
                              n=whole, cases="commitments"))
    return tuple(found)


def _piece(each: Commitment, asker: Asker) -> Piece:
    whose = "the asker's own" if each.person == asker.person else "a colleague's"
    details = {"number": str(each.number), "whose": whose,
               "seen_by": TEAM_SEES if each.seen_by == "team" else "the asker and whom they asked alone",
               "state": "open" if each.is_open else OUTCOMES[outcome_of(each)]}
    return Piece("commitment", each.what, each.commitment_id, at=each.made_at, due_at=each.due_at, details=details)
