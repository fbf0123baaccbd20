"""What a post mainly is, from its text alone: one of six kinds, told by the same means as comments are.

A post may do several things; its kind is what most of its words do. Promotional: an offer, a launch, an event, something
to buy or book. Teaching: how something is done or works. Encouraging: courage, thanks, congratulations. Entertaining: made
to amuse. Behind the scenes: the people, the place, the work, what went wrong. Invitation to answer: it asks its readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bot.triage.classify import Verdict, reasons
from bot.triage.features import Seen, see
from bot.triage.post_marks import MARKS
from bot.triage.weights import weights

KINDS: tuple[str, ...] = (
    "promotional", "teaching", "encouraging", "entertaining", "behind the scenes", "invitation to answer",
)
UNKNOWN = "unknown"
"""What a post without words is: its picture may be anything."""
POSTS_WEIGHTS = Path(__file__).parent / "posts_weights.txt"

_TAGS = re.compile(r"#\w+|@\w[\w.]*|https?://\S+")
_AFTER_THE_END = re.compile(r"[^\w?¿？؟]+$")
_PARTS = re.compile(r"(?<=[.!?…\n？])\s+|\n+")


def kind_of_post(text: str) -> Verdict:
    """Name the kind of one post, one of `KINDS`, or `UNKNOWN` where there are no words; never raises on any text.

    >>> kind_of_post("20% off everything until Sunday, order now").label
    'promotional'
    """
    seen = see_post(text)
    if seen is None:
        return Verdict(UNKNOWN, 1.0, ())
    model = weights(POSTS_WEIGHTS)
    chances = dict(zip(model.classes, model.chances(seen), strict=True))
    label = max(KINDS, key=chances.__getitem__)
    return Verdict(label, chances[label], reasons(model, seen, label))


def see_post(text: str) -> Seen | None:
    """Give what is seen in a post: what is seen in a comment, and the marks of posts; None where it has no words."""
    words = _TAGS.sub(" ", text[:2000])
    seen = see(text) if any(map(str.isalnum, words)) else None
    return replace(seen, marks=seen.marks.union(_post_marks(words.strip()))) if seen else None


def _post_marks(words: str) -> Iterator[str]:
    for mark, pattern in MARKS.items():
        if pattern.search(words):
            yield mark
    parts = [part for part in _PARTS.split(_AFTER_THE_END.sub("", words)) if part.strip()]
    asking = [part.rstrip().endswith(("?", "？", "؟")) for part in parts]
    if asking and asking[0]:
        yield "asks-first"
    if asking and asking[-1]:
        yield "asks-last"
    if asking and all(asking):
        yield "asks-only"
    yield f"parts{min(len(parts), 5)}"
