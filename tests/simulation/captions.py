"""What the simulated posts say: real captions with their true kinds, none of them learned from, so that some are misread."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from random import Random
from typing import NamedTuple

from tests.training.triage_texts import labelled

MIX: Mapping[str, float] = {
    "promotional": 0.28, "teaching": 0.16, "encouraging": 0.12, "entertaining": 0.14, "behind the scenes": 0.16,
    "invitation to answer": 0.14,
}
"""Which share of a healthy team's posts is of which kind: 42% teach, encourage or entertain."""


class Caption(NamedTuple):
    """A post's words, and what it truly is."""

    words: str
    kind: str

    @property
    def asks(self) -> bool:
        """Whether it truly invites an answer, or ends with a question."""
        return self.kind == "invitation to answer" or self.words.endswith("?")


def without(*kinds: str, **shares: float) -> Mapping[str, float]:
    """Return the healthy mix without some kinds, the others in their proportions; or with the share of one set."""
    kept = {kind: share for kind, share in MIX.items() if kind not in kinds and kind not in shares}
    rest = 1 - sum(shares.values())
    return {**{kind: rest * share / sum(kept.values()) for kind, share in kept.items()}, **shares}


class Captions:
    """Captions drawn kind by kind; a text comes again only when all of its kind were used."""

    def __init__(self, rng: Random) -> None:
        """Begin with every text unused."""
        self._rng = rng
        self._left: dict[tuple[str, bool], list[str]] = {}

    def draw(self, mix: Mapping[str, float]) -> Caption:
        """Draw one caption; where the mix holds no invitations, no other text ends with a question either."""
        kind = self._rng.choices(list(mix), list(mix.values()))[0]
        may_ask = "invitation to answer" in mix
        left = self._left.setdefault((kind, may_ask), [])
        if not left:
            left += [words for words in _texts()[kind] if may_ask or not words.endswith("?")]
            self._rng.shuffle(left)
        return Caption(left.pop(), kind)


@cache
def _texts() -> Mapping[str, tuple[str, ...]]:
    rows = labelled("held", "posts")
    return {kind: tuple(row["text"] for row in rows if row["label"] == kind) for kind in MIX}
