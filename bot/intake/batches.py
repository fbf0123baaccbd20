"""One table's rows in batches: what is no row of data set aside, the rest converted column by column.

Facts travel as plain tuples in the field order of their dataclasses; that is what keeps a million rows quick.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from bot.intake.columns import Fault, Remarks
from bot.intake.evidence import Evidence
from bot.intake.idtimes import median_gap_hours
from bot.intake.mapping import Format, bind
from bot.intake.posts import Posts, Setting
from bot.intake.records import Records
from bot.intake.shapes import SHAPES
from bot.intake.tables import Chunk, Table
from bot.model.facts import Fact, Post, Reading
from bot.model.words import count

_TOTALS = frozenset({"total", "totals", "grand total", "gesamt", "total general", "insgesamt"})
_DATED = re.compile(r"\d{4}|\d[-/.:]\d")
"""A cell with a year or a time is data, however long: a definition explains in words."""
_SPELLINGS = frozenset(spell(word) for word in _TOTALS for spell in (str.lower, str.upper, str.title, str.capitalize))
READ_AS = "read as"
"""How a note begins that doubts the time zone of a file whose rows were all read."""
_PROBED = 200
_SUSPECT_HOURS = 1.5
"""Posts go up within minutes of their ids, so a usual gap beyond this is a wrong zone or a habit of scheduling."""


class RowResult(NamedTuple):
    """One row's outcome. `status` is ok, ignored, held or rejected; `reason` is None for ok; `cells` only for others.

    `line` is the physical line the row starts on; `extra` holds the filled cells of columns nobody knows.
    """

    line: int
    sheet: str
    status: str
    reason: str | None
    facts: tuple[Fact, ...] = ()
    extra: Mapping[str, str] = MappingProxyType({})
    cells: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Batch(NamedTuple):
    """Up to a thousand rows. `lines`, `extras` and every list in `values` are aligned and hold the ok rows only.

    `types` are the facts' dataclasses (Post and Reading, or one other) and `values` one list for each, of tuples in
    that dataclass's field order; a Reading is None where the row gives no figure. `extras` is empty when every column
    is known. `notes` are by line; `others` are the rows ignored, held and rejected.
    """

    sheet: str
    types: tuple[type[Fact], ...]
    lines: list[int]
    values: tuple[list[Any], ...]
    extras: list[dict[str, str]]
    notes: dict[int, list[str]]
    others: list[RowResult]

    def rows(self) -> Iterator[RowResult]:
        """Yield every row of the batch, by line, with its facts built."""
        results = list(self.others)
        for n, line in enumerate(self.lines):
            facts = tuple(make(*column[n]) for make, column in zip(self.types, self.values, strict=True)
                          if column[n] is not None)
            result = RowResult(line, self.sheet, "ok", None, facts, notes=tuple(self.notes.get(line, ())))
            results.append(result._replace(extra=self.extras[n]) if self.extras else result)
        return iter(sorted(results, key=lambda result: result.line) if self.others else results)


class TableReader:
    """One table with the format that knows it."""

    def __init__(self, table: Table, form: Format, *, as_of: str, now: datetime, zone: ZoneInfo | None,
                 team_zone: ZoneInfo | None) -> None:
        self.table = table
        self.form = form
        self.is_empty = False
        self.binding = bind(form, table.header)
        chosen = zone or (ZoneInfo(form.time.zone) if form.time.zone else None)
        chosen = chosen or (team_zone if form.time.falls_to_team else None)
        self.zone_name = chosen.key if chosen else None
        prose = [self.binding.columns[name] for name in ("text", "text_more", "permalink", "post_id", "note")
                 if name in self.binding.columns]
        evidence = Evidence(table, texts=prose, source_style=form.style)
        setting = Setting(table.header, chosen, as_of, now)
        self._posts = Posts(form, self.binding, setting, evidence) if form.makes == "posts" else None
        self._records = None if self._posts else Records(form, self.binding, setting, evidence)
        self._types: tuple[type[Fact], ...] = (Post, Reading) if self._posts else (SHAPES[form.makes].fact,)
        key = next((name for name in ("post_id", "comment_id", "lead_id") if name in self.binding.columns), None)
        self._key = self.binding.columns[key] if key else self.binding.columns[form.required[0]]

    def probe(self) -> list[str]:
        """Look at the first rows for what only many rows show together; return sentences for people."""
        first = next(self.table.chunks(), None)
        self.is_empty = first is None
        if first is None or self._posts is None:
            return []
        said = []
        if self.form.time.falls_to_team and self.zone_name is None:
            said.append("the file does not say its time zone, so hours come from the posts' ids where those agree and "
                        "are left aside elsewhere; give --zone to read them")
        self._posts.look_at_ids([row[self._key] for row in first.rows if len(row) > self._key])
        posts = self._batch(first, is_first=True).values[0]
        gap = median_gap_hours([Post(*post) for post in posts[:_PROBED]])
        if self.zone_name and gap is not None and abs(gap) > _SUSPECT_HOURS:
            said.append(f"{READ_AS} {self.zone_name}, the times lie about {count(round(abs(gap)), 'hour')} "
                        f"{'after' if gap > 0 else 'before'} those in the posts' own ids; the file's clock may be that of "
                        "another zone")
        return said

    def strangers(self) -> list[str]:
        """Return the words met so far that the format has no word for."""
        return self._posts.kinds.strangers if self._posts else self._records.kinds.strangers if self._records else []

    def batches(self) -> Iterator[Batch]:
        """Yield the table's rows, in order. Raises IntakeError at a line that cannot be read."""
        is_first = True
        for chunk in self.table.chunks():
            yield self._batch(chunk, is_first=is_first)
            is_first = False

    def _batch(self, chunk: Chunk, *, is_first: bool) -> Batch:
        remarks = Remarks()
        lines, rows, others = chunk.lines, chunk.rows, list[RowResult]()
        columns = None if is_first else self._plain_columns(rows)
        if columns is None:
            lines, rows, others = self._set_aside(chunk, is_first=is_first)
            columns = self._columns(rows, remarks)
        values: tuple[list[Any], ...] = tuple([] for _ in self._types)
        if rows and self._posts:
            values = self._posts(columns, remarks)
        elif rows and self._records:
            values = (self._records(columns, remarks),)
        notes = {lines[row]: found for row, found in remarks.notes.items()}
        if remarks.faults:
            faults = remarks.faults
            others.extend(RowResult(lines[row], self.table.name, status, reason, cells=tuple(rows[row]))
                          for row, (status, reason) in faults.items())
            kept = [row for row in range(len(rows)) if row not in faults]
            values = tuple([column[row] for row in kept] for column in values)
            lines, rows = [lines[row] for row in kept], [rows[row] for row in kept]
        return Batch(self.table.name, self._types, lines, values, self._extras(rows), notes, others)

    def _plain_columns(self, rows: list[list[str]]) -> list[tuple[str, ...]] | None:
        """Return the columns if every row is plainly a row of data, else None: the common case, at full speed."""
        if set(map(len, rows)) != {len(self.table.header)}:
            return None
        columns: list[tuple[str, ...]] = list(zip(*rows, strict=True))
        keys = columns[self._key]
        return columns if "" not in keys and _SPELLINGS.isdisjoint(keys) else None

    def _set_aside(self, chunk: Chunk, *, is_first: bool) -> tuple[list[int], list[list[str]], list[RowResult]]:
        """Part the rows of data from blank rows, totals, definitions and rows with too many cells."""
        others: list[RowResult] = []
        lines: list[int] = []
        rows: list[list[str]] = []
        for line, row in zip(chunk.lines, chunk.rows, strict=True):
            fault = self._no_data(row, may_define=is_first and line == chunk.lines[0])
            if fault:
                others.append(RowResult(line, self.table.name, *fault, cells=tuple(row)))
            else:
                lines.append(line)
                rows.append(row)
        return lines, rows, others

    def _no_data(self, row: Sequence[str], *, may_define: bool) -> tuple[Fault, str] | None:
        if not any(cell.strip() for cell in row):
            return "ignored", "the row is empty"
        width = len(self.table.header)
        key = row[self._key].strip() if len(row) > self._key else ""
        if key.casefold() in _TOTALS or (not key and row[0].strip().casefold() in _TOTALS):
            return "ignored", "a row of totals, not a row of data"
        if may_define and sum(len(cell) > 15 and " " in cell and not _DATED.search(cell) for n, cell in enumerate(row)
                              if n in self._figure_places()) >= 2:
            return "ignored", "a row that explains the columns"
        if any(cell.strip() for cell in row[width:]):
            return "rejected", (f"has {len(row)} cells under {width} column names, so a separator or a quotation mark "
                                "is amiss")
        return None

    def _figure_places(self) -> set[int]:
        fields = SHAPES[self.form.makes].fields if self.form.makes != "posts" else {}
        words = {"text", "text_more", "permalink", "account", "kind", "campaign", "link", "page_id", "note", "author",
                 "offline", "page", "hashtag", "landing_url", "email"}
        return {place for name, place in self.binding.columns.items() if name not in words
                and fields.get(name, "count") not in ("text", "prose")}

    def _columns(self, rows: list[list[str]], remarks: Remarks) -> list[tuple[str, ...]]:
        width = len(self.table.header)
        for n, row in enumerate(rows):
            if len(row) != width:
                if len(row) < width:
                    remarks.note(n, f"the row ends early: {len(row)} of {width} cells")
                rows[n] = (row + [""] * width)[:width]
        return list(zip(*rows, strict=True))

    def _extras(self, rows: list[list[str]]) -> list[dict[str, str]]:
        unknown = self.binding.unknown
        if not unknown:
            return []
        return [{name: row[place] for place, name in unknown if row[place]} for row in rows]
