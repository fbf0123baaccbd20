"""What came of a file that somebody gave: its rows counted, and those that were not taken, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RowNotTaken:
    """A row that was ignored, held or rejected, by the physical line it starts on; `sheet` is empty for a plain file."""

    line: int
    sheet: str
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class FileTold:
    """One file, imported or only looked at. `counts` by outcome: new, updated, unchanged, ignored, held and rejected.

    `since` and `until` are the first and last day (`YYYY-MM-DD`) its rows are of, None where that is not known;
    `was_known`: the same bytes were imported before and nothing was or would be written. `asks_zone`: a time zone would
    let more be read; `doubts_zone`: all is read, but the times look like those of another zone.
    """

    file: str
    format: str
    feed: str
    network: str | None
    as_of: str
    counts: Mapping[str, int]
    rows: tuple[RowNotTaken, ...]
    notes: tuple[str, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    import_id: str = ""
    was_known: bool = False
    since: str | None = None
    until: str | None = None
    asks_zone: bool = False
    doubts_zone: bool = False

    @property
    def read(self) -> int:
        """How many rows the file has."""
        return sum(self.counts.values())

    @property
    def changes(self) -> int:
        """How many rows are new or say something new."""
        return self.counts.get("new", 0) + self.counts.get("updated", 0)
