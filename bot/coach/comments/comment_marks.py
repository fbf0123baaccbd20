"""What a button carries to say which comment it means; the way back is in `bot.coach.nudges.pointing`."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from collections.abc import Iterable

LISTED_MOST = 10
"""How many comments one button can carry the marks of; 100 letters travel with it on every front."""
MARK_LETTERS = 7
LIST, MARKED = "list", "mark"
_LONGEST_ID = 70


def one_subject(network: str, comment_id: str) -> str:
    """Return what a button about one comment carries: its id, or a mark of it where that is too long to travel."""
    if len(network) + len(comment_id) < _LONGEST_ID:
        return f"{network}/{comment_id}"
    return f"{MARKED}/{mark_of(network, comment_id)}"


def list_subject(keys: Iterable[tuple[str, str]]) -> str:
    """Return what a button about a list of comments carries (network and id each); the first ten of them fit."""
    return f"{LIST}/{''.join(mark_of(*key) for key in list(keys)[:LISTED_MOST])}"


def mark_of(network: str, comment_id: str) -> str:
    """Return seven letters (35 bits) by which a comment is found again."""
    drawn = hashlib.blake2b(f"{network}/{comment_id}".encode(), digest_size=5).digest()
    return b32encode(drawn).decode().lower()[:MARK_LETTERS]
