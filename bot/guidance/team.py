"""The guidance as one team sees it: ours, its folder of Markdown, and what it wrote into the store.

What is in the store answers at once, in every process: each question looks at one small row first. The folder's files are
looked at once a minute.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Lock

from bot.coach.ports import Records, Row
from bot.errors import StoreError
from bot.guidance.corpus import Piece, own_document, read_corpus
from bot.guidance.library import MOST_SOURCES, Found, Guidance
from bot.model.answers import Answer

logger = logging.getLogger(__name__)

FOLDER_EVERY_S = 60
"""Seconds for which the folder's files are taken to be as they were."""
OWN = "own/"
"""What the id of a piece from the store begins with; its number follows."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_Files = tuple[tuple[str, int, int], ...]


class TeamGuidance:
    """One team's guidance: the port `Adviser`. `ours` is shared between teams and read on first use.

    Safe to use from several threads. Without `records` there is nothing of the store's, without `folder` no files.
    """

    def __init__(self, ours: Callable[[], Guidance], records: Records | None = None, folder: Path | None = None,
                 ticks: Callable[[], float] = time.monotonic) -> None:
        self._ours, self._records, self._folder, self._ticks = ours, records, folder, ticks
        self._lock = Lock()
        self._guidance: Guidance | None = None
        self._kept: tuple[Piece, ...] = ()
        self._stamp = 0
        self._filed: tuple[Piece, ...] = ()
        self._files: _Files = ()
        self._look_at_folder_from = 0.0

    def answer(self, question: str, previous: str | None = None) -> Answer:
        """Answer a question; `previous`: the same person's message before it. Raises GuidanceError for a file at fault."""
        return self.now().answer(question, previous)

    def search(self, question: str, previous: str | None = None, *, limit: int = MOST_SOURCES) -> Found:
        """Find what speaks to a question, best first, one a piece. Raises GuidanceError for a file at fault."""
        return self.now().search(question, previous, limit=limit)

    def piece(self, piece_id: str) -> Piece:
        """Fetch a piece by its id. Raises GuidanceError where there is none of that id."""
        return self.now().piece(piece_id)

    def ids(self) -> frozenset[str]:
        """List the ids of all pieces, the team's own included."""
        return self.now().ids()

    def now(self) -> Guidance:
        """Return the guidance as it stands, read anew where the team's part has changed since the last question."""
        with self._lock:
            has_changed = self._read_folder() | self._read_store()
            if self._guidance is None or has_changed:
                own = (*self._filed, *self._kept)
                known = self._guidance or self._ours()
                self._guidance = known.with_own(own) if own or self._guidance else known
            return self._guidance

    def _read_store(self) -> bool:
        """Take what is in the store where its stamp has moved on; a busy store leaves what is known."""
        if self._records is None:
            return False
        try:
            row = self._records.one("guidance_stamp")
            stamp = int(row["stamp"]) if row else 0
            if stamp == self._stamp:
                return False
            kept = tuple(_piece(each) for each in self._records.rows("own_guidance"))
        except StoreError:
            logger.warning("own guidance not read team=%s", self._records.team_id)
            return False
        self._kept, self._stamp = kept, stamp
        return True

    def _read_folder(self) -> bool:
        """Take the folder's files where one of them is new, changed or gone."""
        if self._folder is None or self._ticks() < self._look_at_folder_from:
            return False
        files = _files(self._folder)
        if files != self._files or not files:
            self._filed = read_corpus(self._folder, "team")
        has_changed, self._files = files != self._files, files
        self._look_at_folder_from = self._ticks() + FOLDER_EVERY_S
        return has_changed


def _files(folder: Path) -> _Files:
    """Return every Markdown file beneath a folder with its time of change (ns) and size (bytes)."""
    found = []
    for path in sorted(folder.rglob("*.md")):
        try:
            status = path.stat()
        except OSError:
            continue
        found.append((str(path), status.st_mtime_ns, status.st_size))
    return tuple(found)


def _piece(row: Row) -> Piece:
    """Make a piece of a kept one: what a document says on top of itself holds, but for its title."""
    number, questions = f"{OWN}{row['number']}", tuple(filter(None, row["questions"].split("\n")))
    if row["kind"] == "piece":
        return Piece(number, row["title"], "Your own guidance", None, row["dated"], questions, row["body"], "team")
    read = own_document(row["file_name"] or row["title"], row["body"])
    date = read.date if read.date and _DATE.fullmatch(read.date) else row["dated"]
    return replace(read, id=number, title=row["title"], date=date, source=row["file_name"] or read.source)
