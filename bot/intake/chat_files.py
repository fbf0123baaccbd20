"""Files that come as bytes, from a chat: looked at first, imported when somebody says so. What is kept stays in the store.

A file lies on disk only for as long as it is read, in a folder of its own that is thrown away.
"""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields, replace
from pathlib import Path

from bot.errors import IntakeError
from bot.intake.batches import READ_AS
from bot.intake.importer import Imported, ImportJob, import_file, undo
from bot.intake.reading import read_file
from bot.model.incoming import FileTold, RowNotTaken
from bot.model.times import from_text, to_text

UNPACKED_MB = 100
"""What a dropped zip or workbook may unpack to: a real export of this size takes some 10 seconds to read."""
_NAME_LETTERS = 80
_TIMES = ("published_at", "created_at", "day", "starts_on")


class ChatFiles:
    """The port `Intake` of the coach, over the importer. `job(zone, is_dry_run)` says how a file is to be imported."""

    def __init__(self, job: Callable[[str | None, bool], ImportJob]) -> None:
        self._job = job

    def preview(self, name: str, data: bytes, *, zone: str | None = None, at: str | None = None) -> FileTold:
        """Return what importing a file would do. Raises IntakeError when it cannot be read."""
        # What each comment is changes no count and takes most of the time; nothing of a look is kept.
        return self._read(name, data, replace(self._job(zone, True), label=lambda _: "other"), at)

    def take(self, name: str, data: bytes, *, zone: str | None = None, at: str | None = None) -> FileTold:
        """Import a file and return what came of it. Raises IntakeError when it cannot be read; then nothing is kept."""
        return self._read(name, data, self._job(zone, False), at)

    def undo(self, import_id: str) -> bool:
        """Take an import back; False where there is none of that id that could be."""
        job = self._job(None, False)
        return undo(job.records, import_id, now=to_text(job.options.now))

    def _read(self, name: str, data: bytes, job: ImportJob, at: str | None) -> FileTold:
        own = safe_name(name)
        _check_unpacked(own, data)
        with _on_disk(own, data, at) as path:
            imported = import_file(job, path)
            return _told(imported, _window(path, job) if job.is_dry_run and not imported.was_known else (None, None))


def safe_name(name: str) -> str:
    r"""Return a name from outside as one that a file may have, its ending kept.

    >>> safe_name("..\\..\\etc/passwd"), safe_name("a\0b\n.csv"), safe_name("..")
    ('passwd', 'a b .csv', 'file')
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(letter if letter.isprintable() else " " for letter in last).strip()
    return plain[-_NAME_LETTERS:].strip() if plain.strip(". ") else "file"


@contextmanager
def _on_disk(name: str, data: bytes, at: str | None) -> Iterator[Path]:
    """Keep bytes in a file for a while. Its age is that of the drop: figures are at most as new as that."""
    with tempfile.TemporaryDirectory(prefix="coach-dropped-") as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        if at:
            moment = from_text(at).timestamp()
            os.utime(path, (moment, moment))
        yield path


def _check_unpacked(name: str, data: bytes) -> None:
    """Raise IntakeError for what unpacks to more than a chat should wait for; a zip cannot grow beyond what it states."""
    if data[:2] != b"PK":
        return
    with suppress(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > UNPACKED_MB * 1_000_000:
            raise IntakeError(f"{name} unpacks to {unpacked // 1_000_000:,} MB, and in a chat at most {UNPACKED_MB} MB are "
                              f"taken; import it at the terminal: python -m bot import {name}")


def _window(path: Path, job: ImportJob) -> tuple[str | None, str | None]:
    """Return the first and the last day that a file's rows are of."""
    first, last = "", ""
    for batch in read_file(path, job.options).batches():
        names = [each.name for each in fields(batch.types[0])]
        place = next((names.index(name) for name in _TIMES if name in names), None)
        days = [str(row[place])[:10] for row in batch.values[0] if row[place]] if place is not None else []
        if days:
            first, last = min(first or days[0], *days), max(last, *days)
    return first or None, last or None


def _told(imported: Imported, window: tuple[str | None, str | None]) -> FileTold:
    rows = tuple(RowNotTaken(row.line, row.sheet, row.status, row.reason) for row in imported.rows)
    is_kept = imported.was_known or not imported.is_dry_run
    return FileTold(
        file=imported.file, format=imported.format, feed=imported.feed, network=imported.network, as_of=imported.as_of,
        counts=imported.counts, rows=rows, notes=imported.notes, unknown_columns=imported.unknown_columns,
        import_id=imported.import_id if is_kept else "", was_known=imported.was_known, since=window[0], until=window[1],
        asks_zone=any("--zone" in each for each in (*imported.notes, *(row.reason for row in rows))),
        doubts_zone=any(each.startswith(READ_AS) for each in imported.notes))
