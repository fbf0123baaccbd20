"""An export file to facts: which format it is, and every row's outcome with its line and the reason.

Rows read = ok + ignored + held + rejected; nothing is left out in silence, and nothing is written anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.errors import IntakeError, UnknownTable, UsageError
from bot.intake.batches import Batch, RowResult, TableReader
from bot.intake.filenames import NameHints, hints_in
from bot.intake.formats import all_formats, all_refusals
from bot.intake.headers import plain_names
from bot.intake.mapping import Format, Refusal, missing_columns, score
from bot.intake.picker import mapping_key
from bot.intake.tables import Table, open_tables
from bot.model.times import to_text

__all__ = ["Batch", "FileReading", "ReadOptions", "RowResult", "read_file"]

_LONGEST_NAME = 150


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the caller knows about a file. `now` is the present; `as_of` is UTC text; zones are IANA names.

    `format` forces a format by name; `saved` holds what a team settled for tables of its own (`picker.Mapping`), by
    `mapping_key` of their header.
    """

    now: datetime
    zone: str | None = None
    as_of: str | None = None
    format: str | None = None
    team_zone: str | None = None
    saved: Mapping[str, Format] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileReading:
    """A file made out, its rows still to come. `as_of` is UTC text; `hints` and `notes` are sentences for people.

    Of several tables (workbook, zip) the first one's format, encoding and header stand for the file.
    """

    path: Path
    format: str
    network: str | None
    makes: str
    encoding: str
    delimiter: str
    header_line: int
    header: tuple[str, ...]
    unknown_columns: tuple[str, ...]
    as_of: str
    as_of_from: str
    zone: str | None
    hints: NameHints
    notes: tuple[str, ...]
    tables: tuple[TableReader, ...]

    def batches(self) -> Iterator[Batch]:
        """Yield the rows in batches of tuples, in file order: the fast way. Raises IntakeError at a broken line."""
        for table in self.tables:
            yield from table.batches()

    def rows(self) -> Iterator[RowResult]:
        """Yield every row's outcome with its facts, in file order. Raises IntakeError at a broken line."""
        for batch in self.batches():
            yield from batch.rows()

    def kinds_not_known(self) -> tuple[str, ...]:
        """Return the words for kinds met so far that the format does not know; their posts have the kind `other`."""
        return tuple(dict.fromkeys(word for table in self.tables for word in table.strangers()))


def read_file(path: Path, options: ReadOptions) -> FileReading:
    """Make a file out. Raises IntakeError when it is no table, UnknownTable when nobody knows its columns."""
    hints = hints_in(path.name)
    as_of, as_of_from = _as_of(path, options, hints)
    zone = _zone(options.zone)
    team_zone = _zone(options.team_zone)
    forced = _named(options.format)
    tables: list[TableReader] = []
    notes: list[str] = []
    refused: list[IntakeError] = []
    for table in open_tables(path, lambda header: _best(header, options, forced)[0]):
        notes.extend(f"{_place(table)}{note}" for note in table.notes)
        try:
            form = _recognised(path, table, options, forced)
        except IntakeError as error:
            refused.append(error)
            notes.append(str(error))
            continue
        tables.append(TableReader(table, form, as_of=as_of, now=options.now, zone=zone, team_zone=team_zone))
    if not tables:
        raise refused[0] if refused else IntakeError(f"{path.name} holds no table; export it again as CSV or XLSX.")
    for reader in tables:
        notes.extend(f"{_place(reader.table)}{note}" for note in reader.probe())
    filled = [reader for reader in tables if not reader.is_empty]
    if not filled:
        raise IntakeError(f"{path.name} has column names and no rows below them; export it again with a period that "
                          "holds something.")
    first = filled[0]
    return FileReading(
        path, first.form.name, first.form.network or first.form.constants.get("network"), first.form.makes,
        first.table.encoding, first.table.delimiter, first.table.header_line, first.table.header,
        tuple(dict.fromkeys(name for table in tables for _, name in table.binding.unknown)), as_of, as_of_from,
        first.zone_name, hints, tuple(notes), tuple(tables),
    )


def _zone(name: str | None) -> ZoneInfo | None:
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise UsageError(f"'{name}' is no time zone; write one like Europe/Berlin or UTC.") from None


def _as_of(path: Path, options: ReadOptions, hints: NameHints) -> tuple[str, str]:
    """Return the moment of the figures and where it is from; never later than the present unless it was given."""
    if options.as_of:
        return options.as_of, "given"
    now = to_text(options.now)
    if hints.exported_by:
        return min(hints.exported_by, now), "file name"
    try:
        changed = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
    except (OSError, ValueError, OverflowError):
        return now, "now"
    return min(to_text(changed), now), "file time"


def _named(name: str | None) -> Format | None:
    if name is None:
        return None
    found = next((form for form in all_formats() if form.name == name.lower()), None)
    if found is None:
        raise UsageError(f"'{name}' is no format; it is one of {', '.join(form.name for form in all_formats())}.")
    return found


def _best(header: Sequence[str], options: ReadOptions,
          forced: Format | None) -> tuple[tuple[int, int], Format | Refusal | None]:
    if options.saved and not forced:
        saved = options.saved.get(mapping_key(_trim(header)))
        if saved:
            return (99, len(header)), saved
    candidates: tuple[Format | Refusal, ...] = (forced,) if forced else (*all_formats(), *all_refusals())
    # No column name is this long: such a cell is a caption, and bringing it to plain form would be work for nothing.
    names = frozenset(plain_names([cell for cell in header if len(cell) <= _LONGEST_NAME])) - {""}
    best: tuple[tuple[int, int], Format | Refusal | None] = ((0, 0), None)
    for form in candidates if names else ():
        points = score(form, names)
        if points > best[0]:
            best = points, form
    return best


def _trim(header: Sequence[str]) -> Sequence[str]:
    cells = [cell.strip() for cell in header]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _recognised(path: Path, table: Table, options: ReadOptions, forced: Format | None) -> Format:
    form = _best(table.header, options, forced)[1]
    if isinstance(form, Format):
        return form
    if isinstance(form, Refusal):
        raise IntakeError(f"{_place(table) or path.name + ': '}{form.reason}")
    raise UnknownTable(_unknown(path, table, forced))


def _place(table: Table) -> str:
    return f"{table.name}: " if table.name else ""


def _unknown(path: Path, table: Table, forced: Format | None) -> str:
    seen = ", ".join(table.header[:6]) + (", ..." if len(table.header) > 6 else "")
    where = f"{path.name} {table.name}".strip()
    if forced:
        lacks = ", ".join(missing_columns(forced, table.header))
        return f"{where} is no {forced.name} table: the column {lacks} is missing; it has {seen}."
    near = [(len(missing), form.name, missing) for form in all_formats() if len(form.required) > 1
            and (missing := missing_columns(form, table.header)) and len(missing) == 1 and len(form.required) > 2]
    hint = f" It is nearly a {near[0][1]} table and lacks the column {near[0][2][0]}." if near else ""
    return (f"{where} has columns that no format knows: {seen}.{hint} Say which is which with "
            f"`python -m bot import {path.name} --map`, or rename them to the general table's, "
            "for example network, post_id, published_at.")
