"""Where the coach sits: one team's records, the guidance, the settings and the moment. Every use case takes a Desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, NoReturn

from bot.errors import CoachError
from bot.model.times import to_text

if TYPE_CHECKING:
    from bot.coach.ports import Adviser, Author, Drafter, Intake, Records, Reviewer
    from bot.model.refusal import Refusal
    from bot.model.rule import NamedRule
    from bot.model.settings import Settings


def _nobody_looks(_piece: str) -> None:
    """Take a piece of an answer that nobody watches being written."""


def _no_language(_words: str) -> str | None:
    """Tell nothing of the language of a text."""
    return None


def _nobody_writes() -> None:
    """Return no author: answers are quoted from the guidance."""


def _nothing_is_refused(_question: str) -> None:
    """Return no refusal."""


def _nobody_imports(_desk: Desk) -> NoReturn:
    """Raise CoachError: this desk was made without a way to import."""
    raise CoachError("Files are not taken here; import them at the terminal: python -m bot import FILE")


@dataclass(frozen=True)
class Desk:
    """One team's desk. `clock` gives the moment to reckon from; `adviser` is made on first use.

    `purpose_of` tells what a post is from its words; None where they do not say. `show` takes pieces of an answer while
    it is being written, and may be called from any thread. `author_of` gives who writes answers, None where no language
    model is set; `refusal_of` gives what to say where a question is none for the coach.
    `drafter` writes drafts of replies, None where none is set; `language_of` names a text's language where it is plainly
    another than English. `reviewer` looks at texts before they are posted, None where none is set.
    `intake_of` gives what takes files at a desk; `sample_of` opens the desk of a made-up team that is thrown away.
    """

    records: Records
    settings: Settings
    clock: Callable[[], datetime]
    rules: Mapping[str, NamedRule]
    adviser_of: Callable[[], Adviser]
    purpose_of: Callable[[str], str | None]
    show: Callable[[str], None] = _nobody_looks
    drafter: Drafter | None = None
    reviewer: Reviewer | None = None
    language_of: Callable[[str], str | None] = _no_language
    author_of: Callable[[], Author | None] = _nobody_writes
    refusal_of: Callable[[str], Refusal | None] = _nothing_is_refused
    intake_of: Callable[[Desk], Intake] = _nobody_imports
    sample_of: Callable[[Desk], AbstractContextManager[Desk]] = _nobody_imports

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

    @property
    def intake(self) -> Intake:
        """What takes files for this team. Raises CoachError where nothing does."""
        return self.intake_of(self)

    def at(self, clock: Callable[[], datetime]) -> Desk:
        """Return the same desk at another time: rehearsals and previews look from there."""
        return replace(self, clock=clock)
