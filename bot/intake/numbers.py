"""Numbers as exports write them. A cell without a figure is None and never 0; a rounded one says so.

Whether `1,234` is a thousand or a fraction is decided for a whole column, from the cells that leave no doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

Style = Literal["point", "comma", "mixed", "open"]
"""The decimal mark of a column; `mixed` when its cells disagree, `open` when nothing tells."""

LARGEST = 10**15
"""Above this a figure is taken for an id in the wrong column; every count of every network lies far below."""

_ABSENT = frozenset({"", "-", "--", "–", "—", "n/a", "na", "nan", "none", "null", "#n/a", "n.a.", "…", "not available"})
_SUPPRESSED = re.compile(r"[<≤]\s*[\d.,]+$")
_GROUP_SPACES = re.compile(r"(?<=\d)[\s\u00a0\u202f'’](?=\d{3}(?!\d))")
_CURRENCY = re.compile(r"^[€$£¥₹]\s*|\s*[€$£¥₹]$")
_SUFFIXED = re.compile(r"([\d.,]+)\s?([KkMmBb])$")
_SCALE = {"k": 10**3, "m": 10**6, "b": 10**9}
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2})(?:\.\d+)?$")
_POINT_SURE = re.compile(
    r"[+-]?(?:\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}|\d*\.\d{1,2}|\d*\.\d{4,}|0\.\d+|\d{4,}\.\d+)$")
_COMMA_SURE = re.compile(
    r"[+-]?(?:\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|\d*,\d{1,2}|\d*,\d{4,}|0,\d+|\d{4,},\d+)$")
_MARKED = re.compile(r"[+-]?[\d.,]*\d[\d.,]*$")
_TAIL = re.compile(r"\s*(?:%|[KkMmBb])$")


class Number(NamedTuple):
    """A figure read from a cell: None when absent; `approximate` when the source rounded it; `percent` for `38%`."""

    value: float | None
    approximate: bool = False
    percent: bool = False


class Unsure(ValueError):
    """The cell can be read in two ways and nothing in the file tells which."""


class StyleTally:
    """Find the decimal mark of a column from the cells that allow one reading only, cell by cell."""

    __slots__ = ("comma", "point")

    def __init__(self) -> None:
        self.point = False
        self.comma = False

    def add(self, cell: str) -> None:
        """Take a cell into account."""
        if "," not in cell and "." not in cell:
            return
        bare = _GROUP_SPACES.sub("", _TAIL.sub("", cell.strip()))
        self.point = self.point or _POINT_SURE.match(bare) is not None
        self.comma = self.comma or _COMMA_SURE.match(bare) is not None

    @property
    def style(self) -> Style:
        """Return the decimal mark as the cells so far tell it."""
        if self.point and self.comma:
            return "mixed"
        return "point" if self.point else "comma" if self.comma else "open"


def style_of(cells: Iterable[str]) -> Style:
    """Return the decimal mark of a column.

    >>> style_of(["1,234", "5.6"]), style_of(["1.234,5"]), style_of(["1,234"]), style_of(["1,5", "1.5"])
    ('point', 'comma', 'open', 'mixed')
    """
    tally = StyleTally()
    for cell in cells:
        tally.add(cell)
    return tally.style


def read_number(cell: str, style: Style) -> Number:
    """Return the figure of a cell. Raises Unsure when the style does not settle it, ValueError when it is no number.

    >>> read_number("1.2K", "point"), read_number("<15", "open").value, read_number("0:12", "open").value
    (Number(value=1200.0, approximate=True, percent=False), None, 12.0)
    """
    text = _CURRENCY.sub("", cell.strip().lstrip("'").strip())
    if text.casefold() in _ABSENT or _SUPPRESSED.match(text):
        return Number(None)
    clock = _CLOCK.match(text)
    if clock:
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return Number(float(hours * 3600 + minutes * 60 + seconds))
    if text.endswith("%"):
        return Number(_decimal(text[:-1].strip(), style), percent=True)
    suffixed = _SUFFIXED.match(text)
    if suffixed:
        digits, letter = suffixed.groups()
        return Number(round(_decimal(digits, style) * _SCALE[letter.lower()], 3), approximate=True)
    return Number(_decimal(text, style))


def _decimal(text: str, style: Style) -> float:
    bare = _GROUP_SPACES.sub("", text)
    if not _MARKED.match(bare):
        if re.match(r"[+-]?\d+(\.\d+)?[eE][+-]?\d+$", bare):
            return float(bare)
        raise ValueError(text)
    if "," not in bare and "." not in bare:
        return float(int(bare)) if len(bare) < 17 else float(bare)
    if _POINT_SURE.match(bare):
        return float(bare.replace(",", ""))
    if _COMMA_SURE.match(bare):
        return float(bare.replace(".", "").replace(",", "."))
    if not re.match(r"[+-]?\d{1,3}[.,]\d{3}$", bare):
        raise ValueError(text)
    if style == "point":
        return float(bare.replace(",", ""))
    if style == "comma":
        return float(bare.replace(".", "").replace(",", "."))
    raise Unsure(text)
