"""Columns of cells to columns of values, a batch of rows at a time.

A batch whose cells are all plain goes through in C; one odd cell sends its column, and no other, cell by cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from bot.intake.headers import plain_name
from bot.intake.numbers import LARGEST, Number, Style, Unsure, read_number

Fault = Literal["ignored", "held", "rejected"]


class Remarks:
    """What was found about single rows of one batch, by their place in it; the first fault of a row stands."""

    __slots__ = ("faults", "notes", "rounded")

    def __init__(self) -> None:
        self.faults: dict[int, tuple[Fault, str]] = {}
        self.notes: dict[int, list[str]] = {}
        self.rounded: dict[int, list[str]] = {}

    def hold(self, row: int, reason: str) -> None:
        """Keep a row back until somebody settles what it means."""
        self.faults.setdefault(row, ("held", reason))

    def reject(self, row: int, reason: str) -> None:
        """Hand a row back as unreadable."""
        self.faults.setdefault(row, ("rejected", reason))

    def note(self, row: int, text: str) -> None:
        """Say something about a row that is kept."""
        self.notes.setdefault(row, []).append(text)

    def round(self, row: int, field: str) -> None:
        """Mark a figure that the source rounded."""
        self.rounded.setdefault(row, []).append(field)


class Counts:
    """Read a column of figures. `scale` turns the source's unit into ours; `whole` figures are counts of something."""

    def __init__(self, field: str, label: str, *, style: Callable[[], Style], whole: bool = True,
                 scale: float = 1.0, signed: bool = False) -> None:
        self._field = field
        self._label = label
        self._style = style
        self._whole = whole
        self._scale = scale
        self._signed = signed
        self._seen: dict[str, float | None] = {}

    def __call__(self, cells: Sequence[str], remarks: Remarks) -> list[float | None]:
        """Return a figure, or None for an absent one, for each cell."""
        if self._whole and self._scale == 1.0:
            joined = "".join(cells)
            if joined.isascii() and joined.isdigit():
                try:
                    plain: list[float | None] = list(map(int, cells))
                except ValueError:
                    pass
                else:
                    if max(map(len, cells)) < 16:
                        return plain
        seen = self._seen
        return [seen[cell] if cell in seen else self._one(row, cell, remarks) for row, cell in enumerate(cells)]

    def _one(self, row: int, cell: str, remarks: Remarks) -> float | None:
        try:
            number = self._number(cell)
        except Unsure:
            remarks.hold(row, f"{self._label} is '{cell.strip()}', which may be a thousand or a fraction, and nothing "
                              "in the file tells which; write it without a separator")
            return None
        except (ValueError, OverflowError):
            remarks.reject(row, f"{self._label} is '{_short(cell)}', which is no number; leave it empty if unknown")
            return None
        if number.percent:
            remarks.note(row, f"{self._label} is '{cell.strip()}', a share and not a count; left empty")
            return None
        return self._checked(row, cell, number, remarks)

    def _checked(self, row: int, cell: str, number: Number, remarks: Remarks) -> float | None:
        value = None if number.value is None else number.value * self._scale
        if value is not None and ((value < 0 and not self._signed) or abs(value) > LARGEST):
            remarks.reject(row, f"{self._label} is '{_short(cell)}', which no such figure can be; "
                                "leave it empty if unknown")
            return None
        if value is not None and self._whole:
            if value != int(value):
                remarks.reject(row, f"{self._label} is '{cell.strip()}', which is no whole number; "
                                    "leave it empty if unknown")
                return None
            value = int(value)
        if number.approximate:
            remarks.round(row, self._field)
        elif len(self._seen) < 20_000:
            self._seen[cell] = value
        return value

    def _number(self, cell: str) -> Number:
        try:
            return read_number(cell, "open")
        except Unsure:
            return read_number(cell, self._style())


class Words(dict[str, str | None]):
    """Turn a source's words into ours; what it does not know becomes `other`, and `strangers` remembers it."""

    def __init__(self, known: Mapping[str, str], *, other: str | None = "other") -> None:
        super().__init__({"": None})
        self._known = known
        self._other = other
        self.strangers: list[str] = []

    def __missing__(self, cell: str) -> str | None:
        name = plain_name(cell)
        word = self._known.get(name, self._other) if name else None
        if name and name not in self._known and len(self.strangers) < 20:
            self.strangers.append(cell.strip())
        if len(self) < 20_000:
            self[cell] = word
        return word


def texts(cells: Sequence[str]) -> list[str | None]:
    """Return each cell as written, an empty one as None."""
    return [cell or None for cell in cells]


def trimmed(cells: Sequence[str]) -> list[str | None]:
    """Return each cell without space around it, an empty one as None."""
    return [cell.strip() or None for cell in cells]


def _short(cell: str) -> str:
    text = cell.strip()
    return text if len(text) <= 40 else text[:39] + "…"
