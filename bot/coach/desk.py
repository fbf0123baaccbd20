"""Where the coach sits: one team's records, the guidance, the settings and the moment. Every use case takes a Desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from bot.model.times import to_text

if TYPE_CHECKING:
    from bot.coach.ports import Adviser, Records
    from bot.model.rule import NamedRule
    from bot.model.settings import Settings


def _nobody_looks(_piece: str) -> None:
    """Take a piece of an answer that nobody watches being written."""


@dataclass(frozen=True)
class Desk:
    """One team's desk. `clock` gives the moment to reckon from; `adviser` is made on first use.

    `purpose_of` tells what a post is from its words; None where they do not say. `show` takes pieces of an answer while
    it is being written, and may be called from any thread.
    """

    records: Records
    settings: Settings
    clock: Callable[[], datetime]
    rules: Mapping[str, NamedRule]
    adviser_of: Callable[[], Adviser]
    purpose_of: Callable[[str], str | None]
    show: Callable[[str], None] = _nobody_looks

    @property
    def now(self) -> str:
        """The moment to reckon from, as stored text."""
        return to_text(self.clock())

    @property
    def zone(self) -> str:
        """The team's IANA time zone."""
        return self.settings.zone

    @cached_property
    def adviser(self) -> Adviser:
        """The guidance, read on first use."""
        return self.adviser_of()

    def at(self, clock: Callable[[], datetime]) -> Desk:
        """Return the same desk at another time: rehearsals and previews look from there."""
        return replace(self, clock=clock)
