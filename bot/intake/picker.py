"""Columns of a table nobody knows, matched to the general tables by their names and by what their cells look like.

A suggestion is shown with its reason and never applied unasked; what a person settles is kept by header.
"""

from __future__ import annotations

import re
from collections import abc
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast, get_args

from bot.errors import IntakeError
from bot.intake.dates import Order, read_date
from bot.intake.headers import header_hash, plain_name, plain_names
from bot.intake.links import network_of_link
from bot.intake.mapping import Format, TableName, TimeRule
from bot.intake.numbers import Style, read_number
from bot.intake.shapes import NETWORK_WORDS
from bot.intake.synonyms import REQUIRED, SYNONYMS
from bot.intake.tables import open_tables

_SAMPLE_ROWS = 50


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One field of a general table and the column it may stand in; `column` is None when none looks right."""

    field: str
    column: str | None
    reason: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """The first look at a table nobody knows: where it stood, its header and its first rows."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    encoding: str
    delimiter: str
    header_line: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a person settled: which column gives which field of a general table, and what holds for every row.

    `columns` goes from field to column name (of two alike the second is `Views#2`), `constants` from field to value
    (a network, an account).
    """

    table: TableName
    columns: abc.Mapping[str, str]
    constants: abc.Mapping[str, str] = field(default_factory=dict)
    zone: str | None = None
    order: Order = "open"
    style: Style = "open"

    def to_dict(self) -> dict[str, object]:
        """Return the mapping as plain values, for JSON."""
        return {"table": self.table, "columns": dict(self.columns), "constants": dict(self.constants),
                "zone": self.zone, "order": self.order, "style": self.style}

    @classmethod
    def from_dict(cls, kept: abc.Mapping[str, object]) -> Mapping:
        """Return the mapping that `to_dict` gave. Raises IntakeError for any other shape."""
        columns, constants, zone = kept.get("columns"), kept.get("constants", {}), kept.get("zone")
        table, order, style = kept.get("table"), kept.get("order", "open"), kept.get("style", "open")
        if table not in SYNONYMS or not isinstance(columns, abc.Mapping) or not isinstance(constants, abc.Mapping) or (
            order not in get_args(Order) or style not in get_args(Style) or not isinstance(zone, str | None)
        ):
            raise IntakeError("the kept mapping of this table is damaged; map its columns again with --map.")
        return cls(cast(TableName, table), {str(k): str(v) for k, v in columns.items()},
                   {str(k): str(v) for k, v in constants.items()}, zone, cast(Order, order), cast(Style, style))

    def missing(self) -> tuple[str, ...]:
        """Return the fields that still lack a column or a constant; a link does in place of a post's id."""
        given = {*self.columns, *self.constants}
        if self.table == "posts" and "permalink" in given:
            given.add("post_id")
        return tuple(name for name in REQUIRED[self.table] if name not in given)

    def as_format(self) -> Format:
        """Return the mapping as a format. Raises IntakeError when a field the table needs has no column."""
        if self.missing():
            raise IntakeError(f"a {self.table} table needs {', '.join(self.missing())}; say which column it is.")
        aliases = {name: (plain_name(column),) for name, column in self.columns.items()}
        return Format(name=self.table, makes=self.table, required=tuple(aliases), aliases=aliases,
                      constants=self.constants, style=self.style, time=TimeRule(order=self.order, zone=self.zone))


def preview(path: Path) -> Preview:
    """Return the first look at a file's first table. Raises IntakeError when it is no table."""
    table = next(open_tables(path, lambda _: (0, 0)))
    rows = tuple(tuple(row) for (_, row), _ in zip(table.rows(), range(_SAMPLE_ROWS), strict=False))
    return Preview(table.header, rows, table.encoding, table.delimiter, table.header_line)


def likely_table(header: Sequence[str]) -> TableName:
    """Return the general table whose fields this header names most of."""
    names = set(plain_names(header))

    def points(table: TableName) -> tuple[int, int]:
        fields = SYNONYMS[table]
        required = sum(not names.isdisjoint(fields[name]) for name in REQUIRED[table])
        return required - len(REQUIRED[table]), sum(not names.isdisjoint(options) for options in fields.values())

    order: tuple[TableName, ...] = ("posts", "comments", "leads", "followers", "outbound", "campaigns")
    return max(order, key=lambda table: (points(table)[0] >= -1, points(table)[1], points(table)[0]))


def suggest(header: Sequence[str], rows: Sequence[Sequence[str]], table: TableName | None = None) -> list[Suggestion]:
    """Return a suggestion for each field of the table, the required ones first; no column is suggested twice."""
    chosen = table or likely_table(header)
    names = plain_names(header)
    taken: set[int] = set()
    found: dict[str, tuple[int, str]] = {}
    for each, options in SYNONYMS[chosen].items():
        place = next((names.index(option) for option in options
                      if option in names and names.index(option) not in taken), None)
        if place is not None:
            taken.add(place)
            found[each] = place, f"the column is called '{header[place]}'"
    for each in SYNONYMS[chosen]:
        if each not in found and each in _LOOKS:
            look, reason = _LOOKS[each]
            place = next((n for n in range(len(header)) if n not in taken and _mostly(rows, n, look)), None)
            if place is not None:
                taken.add(place)
                found[each] = place, reason
    needed = REQUIRED[chosen]
    ordered = [*needed, *(name for name in SYNONYMS[chosen] if name not in needed)]
    return [Suggestion(name, _label(header, found[name][0]) if name in found else None,
                       found[name][1] if name in found else "no column looks like it", name in needed)
            for name in ordered]


def mapping_key(header: Sequence[str]) -> str:
    """Return the key under which a team's mapping of this header is kept."""
    return header_hash(header)


def _label(header: Sequence[str], place: int) -> str:
    before = [plain_name(cell) for cell in header[:place]].count(plain_name(header[place]))
    return f"{header[place]}#{before + 1}" if before else header[place]


def _mostly(rows: Sequence[Sequence[str]], column: int, look: Callable[[str], bool]) -> bool:
    cells = [row[column].strip() for row in rows if len(row) > column and row[column].strip()]
    return bool(cells) and sum(look(cell) for cell in cells) > 0.8 * len(cells)


def _is_date(cell: str) -> bool:
    if cell.isdigit():
        return False
    try:
        read_date(cell, "mdy")
    except ValueError:
        try:
            read_date(cell, "dmy")
        except ValueError:
            return False
    return True


def _is_count(cell: str) -> bool:
    try:
        return read_number(cell, "point").value is not None
    except ValueError:
        return False


_LOOKS: abc.Mapping[str, tuple[Callable[[str], bool], str]] = {
    "network": (lambda cell: cell.casefold() in NETWORK_WORDS, "its cells are names of networks"),
    "permalink": (lambda cell: network_of_link(cell) is not None, "its cells are links to posts"),
    "published_at": (_is_date, "its cells are dates"),
    "created_at": (_is_date, "its cells are dates"),
    "day": (_is_date, "its cells are dates"),
    "post_id": (lambda cell: re.match(r"\d{9,20}(_\d+)?$", cell) is not None, "its cells are long numbers, as ids are"),
    "email": (lambda cell: re.match(r"\S+@\S+\.\w+$", cell) is not None, "its cells are addresses"),
    "followers": (_is_count, "its cells are counts"),
}
