"""Names of columns: brought to one form so that case, accents and spaces never hide a known column."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence

_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad"))
_GAPS = re.compile(r"[\s_]+")


def plain_name(name: str) -> str:
    """Return a column name without accents, case, invisible marks or doubled spaces; `_` counts as a space.

    >>> plain_name("  Identificação do   POST ")
    'identificacao do post'
    """
    decomposed = unicodedata.normalize("NFKD", name.translate(_INVISIBLE))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _GAPS.sub(" ", bare).strip().casefold()


def plain_names(header: Sequence[str]) -> tuple[str, ...]:
    """Return the plain name of each column; a name seen before gets `#2`, `#3`, so none hides another.

    >>> plain_names(["Views", "views", "Reach"])
    ('views', 'views#2', 'reach')
    """
    seen: dict[str, int] = {}
    names: list[str] = []
    for cell in header:
        name = plain_name(cell)
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return tuple(names)


def header_hash(header: Iterable[str]) -> str:
    """Return the key under which a team's own mapping of this header is kept: 16 hex digits of its plain names."""
    joined = "\x1f".join(plain_name(cell) for cell in header)
    return hashlib.sha256(joined.encode()).hexdigest()[:16]
