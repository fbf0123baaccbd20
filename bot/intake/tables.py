"""Tables inside an export file: its delimiter, where its header stands, and its rows as text.

The delimiter is the one under which a header is recognised, never a guess from punctuation; rows stream, and can be
read again from the start as often as wanted.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from bot.errors import IntakeError
from bot.intake.sources import Source, open_sources
from bot.intake.texts import SAMPLE_BYTES, find_encoding, text_lines
from bot.intake.workbooks import Sheet, sheets

HEADER_SEARCH_ROWS = 40
MAX_CELL_CHARS = 131_072
"""The longest cell read, in letters: twice the longest post Facebook allows."""
_GUESS_ROWS = 4000
DELIMITERS = (",", ";", "\t", "|")

CHUNK_ROWS = 1000
RawRow = tuple[int, list[str]]
"""The physical line a row starts on, and its cells."""


class Chunk(NamedTuple):
    """Up to CHUNK_ROWS rows: the physical line each starts on, and its cells."""

    lines: list[int]
    rows: list[list[str]]


Score = tuple[int, int]
Scorer = Callable[[Sequence[str]], Score]
"""Says how well a row does as a header: (0, 0) for not at all; the larger the better."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: where it stood and how it was read. `name` is the sheet or zip member, "" for a plain file.

    `header` is as written; `known` tells whether a format recognised it; `notes` are sentences for people.
    """

    name: str
    encoding: str
    delimiter: str
    header_line: int
    header: tuple[str, ...]
    known: bool
    notes: tuple[str, ...] = ()
    _read: Callable[[], Iterator[Chunk]] = field(repr=False, default=lambda: iter(()))

    def chunks(self) -> Iterator[Chunk]:
        """Yield the rows below the header from the first. Raises IntakeError naming the line that cannot be read."""
        return self._read()

    def rows(self) -> Iterator[RawRow]:
        """Yield the same rows one by one, each with its line."""
        for chunk in self.chunks():
            yield from zip(chunk.lines, chunk.rows, strict=True)


@dataclass(frozen=True, slots=True)
class _Spot:
    delimiter: str
    line: int
    header: tuple[str, ...]
    score: Score


def open_tables(path: Path, score: Scorer) -> Iterator[Table]:
    """Yield the tables of a file, in its order: one for a CSV, one a sheet for a workbook, all members of a zip.

    Raises IntakeError, in one sentence with the next step, for what is no table.
    """
    sources = open_sources(path)
    for source in sources:
        name = source.label.removeprefix(path.name).removeprefix("/")
        if source.content == "workbook":
            yield from _sheet_tables(source, name, score)
        elif len(sources) == 1 or source.size:
            yield _text_table(source, name, score)


def _sheet_tables(source: Source, name: str, score: Scorer) -> Iterator[Table]:
    found = False
    for sheet in sheets(source):
        found = True
        parsed = [("", list(enumerate(islice(sheet.rows(), _GUESS_ROWS), 1)))]
        spot = _best_spot(parsed, score) or _guess_spot(parsed)
        if spot is None:
            continue
        full = f"{name}/{sheet.name}" if name else sheet.name
        yield Table(full, "workbook", "", spot.line, spot.header, spot.score[0] > 0, (),
                    _SheetRows(sheet, spot.line))
    if not found:
        raise IntakeError(f"{source.label} has no filled sheet; export it again and check that it has rows.")


@dataclass(frozen=True, slots=True)
class _SheetRows:
    sheet: Sheet
    header_line: int

    def __call__(self) -> Iterator[Chunk]:
        csv.field_size_limit(MAX_CELL_CHARS)
        rows = islice(self.sheet.rows(), self.header_line, None)
        line = self.header_line + 1
        while part := list(islice(rows, CHUNK_ROWS)):
            yield Chunk(list(range(line, line + len(part))), part)
            line += len(part)


def _text_table(source: Source, name: str, score: Scorer) -> Table:
    encoding = find_encoding(source)
    with text_lines(source, encoding.name) as lines:
        sample = _sample(lines)
    forced, skipped = _sep_line(sample)
    delimiters = (forced,) if forced else DELIMITERS
    parsed = [(delimiter, list(_parse(sample, delimiter, skipped))) for delimiter in delimiters]
    spot = _best_spot(parsed, score) or _guess_spot(parsed)
    if spot is None:
        raise IntakeError(_no_header(source.label, sample))
    notes = (encoding.note,) if encoding.note else ()
    return Table(name, encoding.name, spot.delimiter, spot.line, spot.header, spot.score[0] > 0, notes,
                 _TextRows(source, encoding.name, spot.delimiter, spot.line))


def _sample(lines: Iterator[str]) -> list[str]:
    sample: list[str] = []
    room = SAMPLE_BYTES
    for line in lines:
        sample.append(line)
        room -= len(line)
        if room <= 0:
            break
    return sample


def _sep_line(sample: list[str]) -> tuple[str, int]:
    first = sample[0].lstrip("\ufeff").rstrip("\r\n").strip('"') if sample else ""
    if first[:4].lower() == "sep=" and len(first) == 5:
        return first[4], 1
    return "", 0


def _parse(sample: list[str], delimiter: str, skipped: int) -> Iterator[RawRow]:
    """Yield up to the searched number of rows; a row that cannot be parsed ends them."""
    csv.field_size_limit(MAX_CELL_CHARS)
    reader = csv.reader(sample[skipped:], delimiter=delimiter, doublequote=True)
    line = skipped + 1
    try:
        for row in reader:
            yield line, row
            line = skipped + reader.line_num + 1
            if line > skipped + _GUESS_ROWS:
                return
    except csv.Error:
        return


def _best_spot(parsed: Sequence[tuple[str, Sequence[RawRow]]], score: Scorer) -> _Spot | None:
    best: _Spot | None = None
    for delimiter, rows in parsed:
        for line, row in rows[:HEADER_SEARCH_ROWS]:
            points = score(row)
            if points[0] and (best is None or (points, len(row)) > (best.score, len(best.header))):
                best = _Spot(delimiter, line, _trimmed(row), points)
    return best


def _guess_spot(parsed: Sequence[tuple[str, Sequence[RawRow]]]) -> _Spot | None:
    """Return the likeliest header of a table nobody knows: the first row of words as wide as most rows are."""
    best: tuple[int, _Spot] | None = None
    for delimiter, rows in parsed:
        widths = Counter(len(row) for _, row in rows if any(row))
        width, often = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]), default=(0, 0))
        if width < 2:
            continue
        spot = next((_Spot(delimiter, line, _trimmed(row), (0, 0)) for line, row in rows[:HEADER_SEARCH_ROWS]
                     if len(row) == width and _is_wordy(row)), None)
        if spot and (best is None or often * width > best[0]):
            best = (often * width, spot)
    return best[1] if best else None


def _is_wordy(row: list[str]) -> bool:
    filled = [cell.strip() for cell in row if cell.strip()]
    return len(filled) > len(row) // 2 and all(not cell[0].isdigit() and len(cell) < 200 for cell in filled)


def _trimmed(row: Sequence[str]) -> tuple[str, ...]:
    cells = [cell.strip().lstrip("\ufeff") for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _no_header(label: str, sample: list[str]) -> str:
    text = "".join(sample)
    if sum(not c.isprintable() and c not in "\r\n\t" for c in text[:4000]) > len(text[:4000]) // 10:
        return f"{label} holds no readable text. Export it again as CSV or XLSX."
    first = text.strip().split("\n", 1)[0].strip()[:80]
    return (f"{label} has no row of column names that could be found; it begins with {first!r}. "
            "Give a CSV whose first line names the columns, for example network,post_id,published_at.")


@dataclass(frozen=True, slots=True)
class _TextRows:
    source: Source
    encoding: str
    delimiter: str
    header_line: int

    def __call__(self) -> Iterator[Chunk]:
        csv.field_size_limit(MAX_CELL_CHARS)
        before = self.header_line - 1
        with text_lines(self.source, self.encoding) as lines:
            for _ in range(before):
                next(lines, None)
            reader = csv.reader(lines, delimiter=self.delimiter, doublequote=True)
            try:
                next(reader, None)
                ended = before + reader.line_num
                while pairs := [(row, reader.line_num) for row in islice(reader, CHUNK_ROWS)]:
                    ends = [before + end for _, end in pairs]
                    yield Chunk([ended + 1, *[end + 1 for end in ends[:-1]]], [row for row, _ in pairs])
                    ended = ends[-1]
            except csv.Error as error:
                raise IntakeError(self._why(error, before + reader.line_num)) from None

    def _why(self, error: csv.Error, line: int) -> str:
        if "field limit" in str(error):
            return (f"{self.source.label} has a cell of more than {MAX_CELL_CHARS:,} letters that ends near line "
                    f"{line}: a quotation mark was probably opened and never closed. Export the file again.")
        return f"{self.source.label} line {line} cannot be read as CSV ({error}). Export the file again."


