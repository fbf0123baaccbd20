"""Rows of the tables other than posts to their facts, a batch at a time.

A required value that is empty holds the row back; an optional one that is empty is absent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, assert_never

from bot.intake.columns import Counts, Remarks, Words, trimmed
from bot.intake.escaping import unescaped
from bot.intake.evidence import Evidence
from bot.intake.headers import plain_name
from bot.intake.ids import bare_id, is_damaged
from bot.intake.links import clean_link, id_in_link, link_key, network_of_link
from bot.intake.mapping import Binding, Format
from bot.intake.moments import Moments
from bot.intake.posts import Columns, Setting
from bot.intake.shapes import LEAD_KINDS, LEAD_QUALITIES, NETWORK_WORDS, SHAPES, YES_NO, Value

Read = Callable[[Sequence[str], Remarks], Sequence[Any]]

_DEFAULTS: Mapping[Value, object] = {"lead_kind": "enquiry", "lead_quality": "unknown", "yes_no": False, "prose": ""}


class Records:
    """Turn batches of one table's columns into tuples in the field order of its fact."""

    def __init__(self, form: Format, binding: Binding, setting: Setting, evidence: Evidence) -> None:
        self._form = form
        self._binding = binding
        self._setting = setting
        self._evidence = evidence
        self._shape = SHAPES[form.makes]
        self.kinds = Words(NETWORK_WORDS)
        self._reads = {name: self._reader(name, value) for name, value in self._shape.fields.items()
                       if name in binding.columns}

    def __call__(self, columns: Columns, remarks: Remarks) -> list[tuple[Any, ...]]:
        """Return one tuple for each row."""
        size = len(columns[0])
        values = [self._column(name, value, columns, remarks, size) for name, value in self._shape.fields.items()]
        return list(zip(*values, strict=True))

    def _column(self, name: str, value: Value, columns: Columns, remarks: Remarks, size: int) -> Sequence[Any]:
        read = self._reads.get(name)
        if read is None:
            constant = self._form.constants.get(name, "total" if value == "constant" else _DEFAULTS.get(value))
            return [constant] * size
        return read(columns[self._binding.columns[name]], remarks)

    def _reader(self, name: str, value: Value) -> Read:
        label = self._setting.header[self._binding.columns[name]]
        needed = name in self._shape.required
        match value:
            case "text" | "constant":
                return _needed(label, lambda cells, _: trimmed(cells)) if needed else lambda cells, _: trimmed(cells)
            case "prose":
                if needed:
                    return lambda cells, _: [unescaped(cell) for cell in cells]
                return lambda cells, _: [unescaped(cell) if cell else None for cell in cells]
            case "network":
                return _needed(label, self._networks) if needed else self._networks
            case "key" | "ref":
                return _ids(label, needed=needed)
            case "link":
                return lambda cells, _: [clean_link(cell) or None for cell in cells]
            case "moment" | "when" | "day":
                return self._moments(name, label, value, needed=needed)
            case "count" | "amount":
                column = self._binding.columns[name]
                counts = Counts(name, label, style=lambda: self._evidence.style(column), whole=value == "count",
                                signed=value == "amount" or bool(self._form.signed))
                return _needed(label, counts) if needed else counts
            case "yes_no" | "maybe":
                return _choice(label, YES_NO, False if value == "yes_no" else None)
            case "lead_kind":
                return _choice(label, LEAD_KINDS, "enquiry")
            case "lead_quality":
                return _choice(label, LEAD_QUALITIES, "unknown")
        assert_never(value)

    def _networks(self, cells: Sequence[str], _: Remarks) -> Sequence[Any]:
        words = self.kinds
        return [words[cell] for cell in cells]

    def _moments(self, name: str, label: str, value: Value, *, needed: bool) -> Read:
        column = self._binding.columns[name]
        # A campaign is planned ahead; everything else has happened.
        now = self._setting.now + timedelta(days=3650 if self._form.makes == "campaigns" else 0)
        moments = Moments(label, order=lambda: self._evidence.order(column), rule=self._form.time,
                          zone=self._setting.zone, now=now, required=needed)
        if value == "day":
            return _days(moments)
        return lambda cells, remarks: moments(cells, remarks)[0]


def _needed(label: str, read: Read) -> Read:
    def checked(cells: Sequence[str], remarks: Remarks) -> Sequence[Any]:
        values = read(cells, remarks)
        if None in values:
            for row, value in enumerate(values):
                if value is None:
                    remarks.hold(row, f"{label} is empty, and the row needs it")
        return values

    return checked


def _ids(label: str, *, needed: bool) -> Read:
    def read(cells: Sequence[str], remarks: Remarks) -> Sequence[Any]:
        ids = [_id_of(cell) for cell in cells]
        for row, text in enumerate(ids):
            if text is None:
                if needed:
                    remarks.hold(row, f"{label} is empty, and the row needs it")
            elif is_damaged(text):
                remarks.hold(row, f"{label} '{text}' is spoilt by a spreadsheet; export the file again and import it "
                                  "unopened")
        return ids

    return read


def _id_of(cell: str) -> str | None:
    text = bare_id(cell)
    if text.startswith(("http://", "https://")):
        return id_in_link(network_of_link(text) or "", text) or link_key(text)
    return text or None


def _choice(label: str, words: Mapping[str, Any], absent: object) -> Read:
    def read(cells: Sequence[str], remarks: Remarks) -> Sequence[Any]:
        values: list[Any] = []
        for row, cell in enumerate(cells):
            name = plain_name(cell)
            if name and name not in words:
                remarks.reject(row, f"{label} is '{cell.strip()[:40]}'; write one of {', '.join(_spelled(words))}")
            values.append(words.get(name, absent))
        return values

    return read


def _spelled(words: Mapping[str, Any]) -> list[str]:
    return ["yes", "no"] if True in words.values() else list(dict.fromkeys(words.values()))


def _days(moments: Moments) -> Read:
    def read(cells: Sequence[str], remarks: Remarks) -> Sequence[Any]:
        # A day is the day as written: the clock time and its zone are left aside.
        found = moments([_day_part(cell) for cell in cells], remarks)[0]
        return [text[:10] if text else None for text in found]

    return read


def _day_part(cell: str) -> str:
    text = cell.strip()
    return text[:10] if len(text) > 10 and text[4:5] == "-" and text[10] in "T " else text
