"""SQLite over sqlite-utils: one writer at a time, readers on their own connections.

Every write begins with BEGIN IMMEDIATE: a deferred one loses to a concurrent writer at once, whatever the timeout.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.errors import StoreError
from bot.store.driver import Engine, Row, Values


class SqliteWriter:
    """An open transaction on the writer's connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def run(self, sql: str, values: Values) -> list[Row]:
        """Run one statement and return its rows."""
        return _as_rows(self._connection.execute(sql, values))

    def many(self, sql: str, rows: Iterable[Values]) -> None:
        """Run one statement for each mapping of values."""
        self._connection.executemany(sql, rows)

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Fill a staging table anew."""
        self._connection.execute(f"delete from {table}")
        marks = ", ".join("?" * len(columns))
        self._connection.executemany(f"insert into {table} ({', '.join(columns)}) values ({marks})", rows)

    def learn(self) -> None:
        """Keep the plans as they are: SQLite's follow the indexes, and the statements were written to them."""


class SqliteDriver:
    """One file. `busy_timeout_s` is how long a writer waits for another before it says so."""

    engine: Engine = "sqlite"

    def __init__(self, path: str, *, busy_timeout_s: float = 5) -> None:
        self.path = path
        self._timeout_s = busy_timeout_s
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._write_lock = threading.RLock()
        with _plainly(path):
            self._writer = self._open()
            _log_ahead(self._writer)

    def rows(self, sql: str, values: Values) -> list[Row]:
        """Read all rows of a query."""
        with _plainly(self.path):
            return _as_rows(self._reader().execute(sql, values))

    def stream(self, sql: str, values: Values) -> Iterator[Row]:
        """Read the rows of a query one by one."""
        with _plainly(self.path):
            cursor = self._reader().execute(sql, values)
            names = [column[0] for column in cursor.description or ()]
            for row in cursor:
                yield dict(zip(names, row, strict=True))

    @contextmanager
    def write(self) -> Iterator[SqliteWriter]:
        """Open the one writing transaction."""
        with self._write_lock, _plainly(self.path):
            connection = self._writer
            connection.execute("begin immediate")
            try:
                yield SqliteWriter(connection)
            except BaseException:
                if connection.in_transaction:
                    connection.rollback()
                raise
            else:
                connection.commit()

    def backup(self, target: Path) -> None:
        """Copy the store with SQLite's online backup; readers and writers go on meanwhile.

        A copy that fails leaves nothing, and what stood at `target` stays.
        """
        if target.exists() and target.samefile(self.path):
            raise StoreError(f"{target} is the store itself; choose another name for its copy.")
        part = target.with_name(f"{target.name}.part")
        try:
            with _plainly(str(target)):
                copy = sqlite3.connect(part)
                try:
                    self._reader().backup(copy)
                finally:
                    copy.close()
            part.replace(target)
        except OSError as error:
            raise StoreError(f"{target} cannot be written: {error.strerror}. Choose another file.") from error
        finally:
            part.unlink(missing_ok=True)

    def close(self) -> None:
        """Close every connection."""
        for connection in self._opened:
            connection.close()
        self._opened.clear()

    def _reader(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._open()
        return connection

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=self._timeout_s, check_same_thread=False, isolation_level=None)
        connection.execute("pragma foreign_keys=on")
        connection.execute("pragma synchronous=normal")
        connection.execute("pragma temp_store=memory")
        connection.execute("pragma cache_size=-57344")
        self._opened.append(connection)
        return connection


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Let a store that is new be written ahead of itself, which it remembers."""
    if connection.execute("pragma journal_mode").fetchone()[0] == "wal":
        return
    # Only here: the library brings numpy along where that is installed, fourteen megabytes in all.
    from sqlite_utils import Database

    Database(connection, execute_plugins=False).enable_wal()


@contextmanager
def _plainly(path: str) -> Iterator[None]:
    """Turn the engine's errors into one sentence with a next step."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        words = str(error).lower()
        for sign, sentence in _SENTENCES:
            if sign in words:
                raise StoreError(sentence.format(path=path)) from error
        if isinstance(error, sqlite3.OperationalError | sqlite3.IntegrityError):
            raise
        raise StoreError(f"The store {path} could not be used: {error}. "
                         "Check the file, or restore a backup.") from error


_SENTENCES = (
    ("database is locked", "The store {path} is in use by another process; wait for it to end, then try again."),
    ("unable to open", "The store {path} cannot be opened; check that its folder exists and may be written to."),
    ("readonly", "The store {path} may not be written to; check its permissions or choose another with --store."),
    ("disk is full", "The disk that holds {path} is full; free some space and try again. Nothing was half written."),
    ("disk i/o error", "The disk that holds {path} gave an error; check it and try again. Nothing was half written."),
    ("not a database", "The file {path} is not a coach store; choose another with --store, or restore a backup."),
    ("malformed", "The store {path} is damaged; restore a backup made with `python -m bot backup`."),
)


def _as_rows(cursor: sqlite3.Cursor) -> list[Row]:
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
