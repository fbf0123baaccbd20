"""Sheets of a workbook as rows of text, formulas never evaluated.

A workbook is opened in a process of its own with a limit on its memory: one wrong cell reference in a few kilobytes
can ask for a sheet of billions of cells, and that must end one reading and not the bot.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import IntakeError
from bot.intake.sources import Source

MEMORY_BYTES = 1_500_000_000
"""What the reading process may take: a sheet of 1,000,000 rows and 30 columns takes about 1 GB."""
TIMEOUT_S = 180

_EXACT_UP_TO = 10**15
"""Spreadsheets keep 15 significant digits."""
_ROOT = Path(__file__).resolve().parents[2]
_CHILD = "import sys; sys.path.insert(0, sys.argv.pop(1)); from bot.intake.workbooks import child; child(sys.argv[1:])"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One filled sheet, kept as a file of its own for as long as this value lives. Rows start at the first line."""

    name: str
    _path: Path
    _folder: tempfile.TemporaryDirectory[str]

    def rows(self) -> Iterator[list[str]]:
        """Yield the rows, blank ones between others too."""
        with self._path.open(encoding="utf-8", newline="") as file:
            yield from csv.reader(file)


def sheets(source: Source) -> Iterator[Sheet]:
    """Yield every sheet that has a filled cell, in order. Raises IntakeError for a damaged or locked workbook."""
    folder = tempfile.TemporaryDirectory(prefix="coach-sheets-")
    place = Path(folder.name)
    with source.open() as file, (place / "book").open("wb") as copy:
        shutil.copyfileobj(file, copy)
    command = [sys.executable, "-c", _CHILD, str(_ROOT), str(place)]
    try:
        ended = subprocess.run(command, capture_output=True, timeout=TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired:
        raise IntakeError(_unreadable(source, f"it took longer than {TIMEOUT_S} s")) from None
    names = place / "names.json"
    if ended.returncode or not names.exists():
        said = ended.stderr.decode("utf-8", "replace").strip().rsplit("\n", 1)[-1][:120]
        raise IntakeError(_unreadable(source, said if ended.returncode == 1 else "it asks for too much memory"))
    for number, name in enumerate(json.loads(names.read_text(encoding="utf-8"))):
        yield Sheet(name, place / f"{number}.csv", folder)


def _unreadable(source: Source, why: str) -> str:
    return (f"{source.label} could not be read as a workbook ({why}). If it has a password, take it off; "
            "else export it again as CSV.")


def child(arguments: Sequence[str]) -> None:
    """Write the sheets of `book` in the given folder beside it as CSV: what the process of its own does."""
    _limit_memory()
    from python_calamine import CalamineWorkbook

    place = Path(arguments[0])
    names: list[str] = []
    try:
        book = CalamineWorkbook.from_path(str(place / "book"))
        for name in book.sheet_names:
            if _write(book.get_sheet_by_name(name).iter_rows(), place / f"{len(names)}.csv"):
                names.append(name)
    except Exception as error:  # a parser's outermost edge: whatever it says goes to the parent as one line
        sys.stderr.write(f"{error}\n".replace("\n", " ") + "\n")
        raise SystemExit(1) from None
    (place / "names.json").write_text(json.dumps(names), encoding="utf-8")


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return  # no such limits on this system
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _write(rows: Iterable[Sequence[object]], path: Path) -> bool:
    """Write the rows but for blank ones at the end; say whether there was any."""
    blank = 0
    any_filled = False
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for row in rows:
            cells = [_text(cell) for cell in row]
            if not any(cells):
                blank += 1
                continue
            writer.writerows([[""]] * blank)
            writer.writerow(cells)
            blank, any_filled = 0, True
    return any_filled


def _text(cell: object) -> str:
    match cell:
        case str():
            return cell.replace("\0", "")
        case bool():
            return "yes" if cell else "no"
        case int():
            return _number(float(cell)) if abs(cell) >= _EXACT_UP_TO else str(cell)
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
    """Write a number; one too long for a spreadsheet to hold in `E+` form, so that the id rules see the damage."""
    if value.is_integer():
        return str(int(value)) if abs(value) < _EXACT_UP_TO else f"{value:.14E}"
    return repr(value)
