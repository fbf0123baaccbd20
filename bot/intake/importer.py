"""Brings an export file into a team's records: one transaction, every row accounted for, nothing half written.

read = new + updated + unchanged + ignored + held + rejected, asserted at the end of each import.
"""

from __future__ import annotations

import gc
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.coach.ports import Records, RecordsWriter
from bot.errors import IntakeError
from bot.intake.merge import Merger
from bot.intake.reading import Batch, FileReading, ReadOptions, read_file
from bot.model.counted_once import tie_anew, told_once
from bot.model.ids import new_id
from bot.model.times import to_text
from bot.model.words import readable

OUTCOMES = ("new", "updated", "unchanged", "ignored", "held", "rejected")
TOLD_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A row that was ignored, held or rejected. `line` is the physical line it starts on."""

    line: int
    sheet: str
    status: str
    reason: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of one file. `rows` are those not taken, at most 10,000 of them; all are kept in the store.

    `was_known`: the same bytes were imported before and nothing was written.
    """

    import_id: str
    file: str
    format: str
    feed: str
    network: str | None
    as_of: str
    counts: dict[str, int]
    rows: tuple[NotTaken, ...]
    notes: tuple[str, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    was_known: bool = False
    is_dry_run: bool = False

    @property
    def read(self) -> int:
        """How many rows the file has."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class ImportJob:
    """How files are to be imported. `label` tells what a comment is; `progress` is told of rows as they are read."""

    records: Records
    options: ReadOptions
    label: Callable[[str], str]
    is_dry_run: bool = False
    max_file_mb: int = 2048
    progress: Callable[[int], None] = field(default=lambda _: None)


class _DryRun(Exception):
    """Ends the transaction of a dry run, so that nothing of it is kept."""


def import_file(job: ImportJob, path: Path) -> Imported:
    """Import one file and return what came of it. Raises IntakeError when it could not be read; then nothing is kept."""
    digest = _digest(path, job.max_file_mb)
    known = job.records.one("import_of_file", file_sha256=digest, options=_options_key(job.options))
    if known:
        return _known(job, path, known)
    reading = read_file(path, job.options)
    import_id = new_id(job.options.now)
    imported: Imported | None = None
    try:
        with _without_collecting(), job.records.write() as writer:
            imported = _Import(job, reading, import_id, digest).write(writer)
            if job.is_dry_run:
                raise _DryRun
    except _DryRun:
        pass
    assert imported is not None
    return imported


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Rest the garbage collector: rows are tuples by the million without a cycle, and it would look at each of them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def undo(records: Records, import_id: str, *, now: str) -> bool:
    """Take an import back: what it alone told of is forgotten, figures go back to the readings that are left, and leads
    are tied anew.

    Texts that it changed stay as they are; leads told in chat that it had brought too count again. Return whether there
    was such an import.
    """
    with records.write() as writer:
        if not writer.run("mark_import_undone", import_id=import_id, now=now):
            return False
        for noun in ("readings", "posts", "comments", "leads", "followers", "campaigns", "outbound"):
            writer.run(f"drop_{noun}_of_import", import_id=import_id)
        writer.run("mend_figures_of_all_posts", import_id=import_id)
        tie_anew(writer.run, now)
    return True


def column_maps(records: Records) -> dict[str, Any]:
    """Return what the team said of headers nobody knew, as formats by header hash."""
    rows = records.rows("column_maps")
    if not rows:
        return {}
    from bot.intake.picker import Mapping as ColumnMap

    return {row["header_key"]: ColumnMap.from_dict(json.loads(row["mapping"])).as_format() for row in rows}


class _Import:
    """One file on its way into the store."""

    def __init__(self, job: ImportJob, reading: FileReading, import_id: str, digest: str) -> None:
        self._job, self._reading, self._import_id, self._digest = job, reading, import_id, digest
        self._told: list[NotTaken] = []
        self._counts: Counter[str] = Counter()
        self._read = 0
        self._notes: Counter[str] = Counter()

    def write(self, writer: RecordsWriter) -> Imported:
        """Write everything into an open transaction."""
        reading = self._reading
        team = writer.run("team")[0]
        merger = Merger(writer, self._import_id, reading.as_of, team["salt"], self._job.label)
        for batch in reading.batches():
            self._take(batch, merger, writer)
        merged = self._counts + merger.finish()
        counts = {name: merged[name] for name in OUTCOMES}
        assert sum(counts.values()) == self._read, f"{self._read} rows read, but {counts}"
        now = to_text(self._job.options.now)
        writer.run(
            "add_import", import_id=self._import_id, file_sha256=self._digest, options=_options_key(self._job.options),
            file_name=readable(reading.path.name), format=reading.format, feed=reading.makes, network=reading.network,
            zone=reading.zone, as_of=reading.as_of, columns_unknown="\n".join(reading.unknown_columns),
            rows_read=self._read, imported_at=now, **{f"rows_{name}": counts[name] for name in OUTCOMES},
        )
        return Imported(
            self._import_id, readable(reading.path.name), reading.format, reading.makes, reading.network,
            reading.as_of, counts, tuple(sorted(self._told, key=lambda row: (row.sheet, row.line))),
            (*told_once(merger.joined, self._zone()), *self._said()),
            reading.unknown_columns, is_dry_run=self._job.is_dry_run,
        )

    def _take(self, batch: Batch, merger: Merger, writer: RecordsWriter) -> None:
        self._read += len(batch.lines) + len(batch.others)
        if batch.lines:
            kind, *_ = batch.types
            merger.add(kind, batch.values[0], *batch.values[1:])
        for note in batch.notes.values():
            self._notes.update(note)
        for row in batch.others:
            self._counts[row.status] += 1
            if len(self._told) < TOLD_ROWS:
                self._told.append(NotTaken(row.line, row.sheet, row.status, row.reason or "", row.cells))
        kept = [*_others(batch), *_extras(batch)]
        if kept:
            writer.many("add_raw_row", ({**row, "import_id": self._import_id} for row in kept))
        self._job.progress(self._read)

    def _zone(self) -> str:
        """Return the zone in which days are named: the team's, else the file's."""
        return self._job.options.team_zone or self._reading.zone or "UTC"

    def _said(self) -> tuple[str, ...]:
        """Return the notes on the file and on its rows, and kinds nobody knows, each once."""
        said = [*self._reading.notes]
        said += [note if n == 1 else f"{note} ({n:,} rows)" for note, n in self._notes.most_common(20)]
        strange = self._reading.kinds_not_known()
        if strange:
            said.append(f"these kinds of post are not known and count as other: {', '.join(strange[:10])}")
        return tuple(dict.fromkeys(said))


def _others(batch: Batch) -> Iterator[dict[str, Any]]:
    for row in batch.others:
        yield {"sheet": row.sheet, "line": row.line, "status": row.status, "reason": row.reason,
               "cells": json.dumps(row.cells, ensure_ascii=False)}


def _extras(batch: Batch) -> Iterator[dict[str, Any]]:
    for line, extra in zip(batch.lines, batch.extras, strict=False):
        if extra:
            yield {"sheet": batch.sheet, "line": line, "status": "ok", "reason": None,
                   "cells": json.dumps(extra, ensure_ascii=False)}


def _known(job: ImportJob, path: Path, row: dict[str, Any]) -> Imported:
    """Return what came of a file that was imported before: nothing new, nothing written."""
    taken = row["rows_new"] + row["rows_updated"] + row["rows_unchanged"]
    counts = {"new": 0, "updated": 0, "unchanged": taken, "ignored": row["rows_ignored"], "held": row["rows_held"],
              "rejected": row["rows_rejected"]}
    told = tuple(
        NotTaken(each["line"], each["sheet"], each["status"], each["reason"] or "", tuple(json.loads(each["cells"])))
        for each in job.records.rows("rows_not_taken", import_id=row["import_id"])[:TOLD_ROWS]
    )
    return Imported(
        row["import_id"], readable(path.name), row["format"], row["feed"], row["network"], row["as_of"], counts, told,
        (f"the same file was imported at {row['imported_at']}; nothing was written",), was_known=True,
        is_dry_run=job.is_dry_run,
    )


def _digest(path: Path, max_file_mb: int) -> str:
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise IntakeError(f"{path} is a folder; name the file in it that you want to import.")
        if size > max_file_mb * 1_000_000:
            raise IntakeError(f"{path.name} has {size // 1_000_000:,} MB and at most {max_file_mb:,} are taken; "
                              "split it, or raise imports.max_file_mb in the configuration.")
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise IntakeError(f"There is no file {path}; check its name and folder.") from None
    except OSError as error:
        raise IntakeError(f"{path.name} cannot be read: {error.strerror or error}. Check its permissions.") from error


def _options_key(options: ReadOptions) -> str:
    """Return what, beside the bytes, decides what a file means: the same file with another zone is another import."""
    stated = (options.zone, options.as_of, options.format, *sorted(options.saved))
    return "|".join(part or "" for part in stated)
