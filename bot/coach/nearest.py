"""The nearest right command to wrong words, filled in with the rest of what was typed."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

NEAR = 0.6
"""Below this likeness a word is another word and not a slip."""


def filled_in(words: Sequence[str], names: Iterable[str]) -> str | None:
    """Return what was probably meant, None where nothing is near. Names have one word or two.

    >>> filled_in(["schedul", "set", "quiet", "from", "17:30"], ["schedule", "schedule set", "settings"])
    'schedule set quiet from 17:30'
    >>> filled_in(["comit", "answer", "all"], ["commit", "commitments"]), filled_in(["xyzzy"], ["commit"])
    ('commit answer all', None)
    """
    known = list(names)
    typed = [word.lower() for word in words]
    if not typed:
        return None
    first = difflib.get_close_matches(typed[0], sorted({name.split()[0] for name in known}), n=1, cutoff=NEAR)
    if not first:
        return None
    under = [name.split()[1] for name in known if name.startswith(f"{first[0]} ")]
    second = difflib.get_close_matches(typed[1], under, n=1, cutoff=NEAR) if len(typed) > 1 else []
    if second:
        return " ".join([first[0], second[0], *words[2:]])
    return " ".join([first[0] if first[0] in known else f"{first[0]} {under[0]}", *words[1:]])
