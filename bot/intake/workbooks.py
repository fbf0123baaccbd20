"""Sheets of a workbook as rows of text, formulas never evaluated.

A number too long for a spreadsheet to hold is written in `E+` form, so that the id rules see the damage.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator

from bot.errors import IntakeError
from bot.intake.sources import Source

Row = list[str]

_EXACT_UP_TO = 10**15
"""Spreadsheets keep 15 significant digits."""


def sheets(source: Source) -> Iterator[tuple[str, list[Row]]]:
    """Yield name and rows of every sheet that has any, rows from the sheet's first line on.

    Raises IntakeError for a workbook that is damaged or locked.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    with source.open() as file:
        content = file.read()
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            rows = [[_text(cell) for cell in row] for row in cells]
            if any(any(row) for row in rows):
                yield name, rows
    except (CalamineError, OSError, ValueError) as error:
        raise IntakeError(f"{source.label} could not be read as a workbook ({error}). If it has a password, "
                          "take it off; else export it again as CSV.") from None


def _text(cell: object) -> str:
    match cell:
        case str():
            return cell.replace("\0", "")
        case bool():
            return "yes" if cell else "no"
        case int():
            return str(cell)
        case float():
            return _number(cell)
        case dt.datetime():
            return cell.isoformat(sep=" ", timespec="seconds")
        case dt.date():
            return cell.isoformat()
        case dt.time():
            return cell.isoformat(timespec="seconds")
        case dt.timedelta():
            minutes, seconds = divmod(round(cell.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
        case _:
            return str(cell)


def _number(value: float) -> str:
    if value.is_integer():
        return str(int(value)) if abs(value) < _EXACT_UP_TO else f"{value:.14E}"
    return repr(value)
