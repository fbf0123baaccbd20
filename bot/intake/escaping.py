"""Cells safe to open in a spreadsheet: no text from outside is ever taken for a formula.

Numbers stay numbers, and `unescaped` takes back what `escaped` put in front.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

_LEADS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "%", "|")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?$")

Cell = str | int | float | bool | None


def escaped(cell: Cell) -> str | int | float:
    """Return a cell for a CSV: text that a spreadsheet would reckon gets an apostrophe in front, None becomes empty.

    >>> escaped("=1+1"), escaped("-5"), escaped(-5), escaped("@team"), escaped(None)
    ("'=1+1", '-5', -5, "'@team", '')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if not isinstance(cell, str):
        return cell
    if cell.startswith(_LEADS) or cell.lstrip(" \u00a0").startswith(_LEADS):
        return cell if _NUMBER.match(cell) else "'" + cell
    return cell


def unescaped(cell: str) -> str:
    """Return a cell as it was before `escaped`, when this project wrote it.

    >>> unescaped("'@team"), unescaped("'tis")
    ('@team', "'tis")
    """
    if cell[:1] == "'" and cell[1:].lstrip(" \u00a0").startswith(_LEADS):
        return cell[1:]
    return cell


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return a whole CSV, comma and LF, every cell escaped."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([escaped(cell) for cell in header])
    writer.writerows([escaped(cell) for cell in row] for row in rows)
    return out.getvalue()
