"""When the coach has leave to speak: a slot of a channel, and one occurrence of it on one local date.

The key of an occurrence holds the local date and never the instant, so an hour that the clocks repeat counts once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.model.settings import Weekday

SlotKind = Literal["digest", "audit", "nudge"]


@dataclass(frozen=True, slots=True)
class Slot:
    """A standing leave to post: which channel, for what, at which local time (`HH:MM`) of which weekdays."""

    channel: str
    kind: SlotKind
    at: str
    days: tuple[Weekday, ...]
    zone: str

    @property
    def cron(self) -> str:
        """The slot as five cron fields, weekdays by name: numbers mean other days in other programs."""
        hour, minute = self.at.split(":")
        return f"{int(minute)} {int(hour)} * * {','.join(self.days)}"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One slot on one local date (`YYYY-MM-DD`). `slot` is the slot's clock time."""

    channel: str
    kind: SlotKind
    local_date: str
    slot: str

    @property
    def key(self) -> str:
        """The occurrence as one line of text, for what is drawn by chance."""
        return f"{self.channel}/{self.kind}/{self.local_date}/{self.slot}"
