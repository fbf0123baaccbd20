"""What became of a comment, in one quiet word: what a card that names it shows beside it.

A card that was posted after a complaint was moved to a private channel asks for its end, so only that settles it there;
before, the move itself did.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.model.rule import Ref

ANSWERED, PUT_ASIDE, MOVED, RESOLVED = "answered", "put aside", "moved to DM", "resolved offline"


def standing_of(rows: Iterable[Mapping[str, Any]], posted_at: str, now: str) -> dict[Ref, str | None]:
    """Return what became of comments at a moment; None for one that a card posted at `posted_at` still asks for.

    rows: one per comment, with the moments at which it was answered, put aside, moved and resolved.
    """
    return {Ref("comment", row["network"], row["comment_id"]): _word(row, posted_at, now) for row in rows}


def _word(row: Mapping[str, Any], posted_at: str, now: str) -> str | None:
    if _is_past(row["resolved_at"], now):
        return RESOLVED
    if _is_past(row["dismissed_at"], now):
        return PUT_ASIDE
    if row["moved_at"] is not None and row["moved_at"] < posted_at:
        return None
    if _is_past(row["moved_at"], now):
        return MOVED
    return ANSWERED if _is_past(row["answered_at"], now) else None


def _is_past(moment: str | None, now: str) -> bool:
    return moment is not None and moment <= now
