"""Ids made here: text, sortable by the time they were made, never guessed from the outside."""

from __future__ import annotations

import os
from datetime import datetime

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id(moment: datetime) -> str:
    """Return a fresh id of 20 characters: nine of milliseconds since 1970, eleven of chance (55 bits)."""
    return _in_base_32(int(moment.timestamp() * 1000), 9) + _in_base_32(int.from_bytes(os.urandom(7)) >> 1, 11)


def _in_base_32(number: int, width: int) -> str:
    digits = []
    for _ in range(width):
        number, rest = divmod(number, 32)
        digits.append(_ALPHABET[rest])
    return "".join(reversed(digits))
