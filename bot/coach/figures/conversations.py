"""Conversations: threads in which somebody answered the team's answer. A reply that nobody came back to is none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.coach.desk import Desk
from bot.coach.windows import Window

_UNWELCOME = frozenset({"hostile", "spam"})


@dataclass(slots=True)
class Conversation:
    """One thread: where it stands, its first comment's id, and the second turns in it, oldest first."""

    network: str
    post_id: str
    thread: str
    turns: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_welcome(self) -> bool:
        """Whether somebody came back with something else than an attack or spam."""
        return any(turn["label"] not in _UNWELCOME for turn in self.turns)

    @property
    def length(self) -> int:
        """How many turns it has at least: the first question and its answer are one, each return another."""
        return 1 + len(self.turns)


def conversations(desk: Desk, window: Window) -> list[Conversation]:
    """Return the conversations in which somebody came back in a window, the longest first."""
    return threads(desk.records.rows("second_turns", since=window.since, until=window.until))


def threads(rows: Iterable[dict[str, Any]]) -> list[Conversation]:
    """Return second turns gathered into their threads; a reply to a reply belongs to the thread it began in."""
    turns = list(rows)
    above = {(row["network"], row["thread"]): row["above"] for row in turns if row["above"]}
    found: dict[tuple[str, str], Conversation] = {}
    for row in turns:
        network, thread = row["network"], _first(above, row["network"], row["thread"])
        found.setdefault((network, thread), Conversation(network, row["post_id"], thread)).turns.append(row)
    return sorted(found.values(), key=lambda each: (-each.length, each.network, each.thread))


def _first(above: dict[tuple[str, str], str], network: str, thread: str) -> str:
    seen = {thread}
    while (upper := above.get((network, thread))) and upper not in seen:
        thread = upper
        seen.add(upper)
    return thread
