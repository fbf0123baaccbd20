"""PostgreSQL over psycopg 3 and its pool: the same statements, for teams that one machine cannot hold.

The named parameters `:name` are written `%(name)s` for this engine; nothing else of a statement changes.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, LiteralString

from bot.errors import StoreError
from bot.store.driver import Engine, Row, Values

if TYPE_CHECKING:
    from psycopg import Connection

_SKIP_OR_NAME = re.compile(r"'(?:[^']|'')*'|--[^\n]*|::\w+|:([a-z_][a-z0-9_]*)|%")


@lru_cache(maxsize=2048)
def in_psycopg_words(sql: str) -> LiteralString:
    """Return a statement with psycopg's marks for its named parameters.

    >>> in_psycopg_words("select ':x' as a, b % 2 from t where c = :c")
    "select ':x' as a, b %% 2 from t where c = %(c)s"
    """

    def mark(found: re.Match[str]) -> str:
        if found.group(1):
            return f"%({found.group(1)})s"
        return found.group(0).replace("%", "%%")

    return _SKIP_OR_NAME.sub(mark, sql)


class PostgresWriter:
    """An open transaction."""

    def __init__(self, connection: Connection[Row]) -> None:
        self._connection = connection

    def run(self, sql: str, values: Values) -> list[Row]:
        """Run one statement and return its rows."""
        cursor = self._connection.execute(in_psycopg_words(sql), values)
        return cursor.fetchall() if cursor.description else []

    def many(self, sql: str, rows: Iterable[Values]) -> None:
        """Run one statement for each mapping of values."""
        with self._connection.cursor() as cursor:
            cursor.executemany(in_psycopg_words(sql), list(rows))

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Fill a staging table anew with COPY; without a look at it the engine would plan for an empty one."""
        self._connection.execute(f"truncate {table}")
        words = f"copy {table} ({', '.join(columns)}) from stdin"
        with self._connection.cursor() as cursor, cursor.copy(words) as copy:
            for row in rows:
                copy.write_row(tuple(_without_nul(value) for value in row))
        self._connection.execute(f"analyze {table}")

    def learn(self) -> None:
        """Look at the tables that imports fill: until the server does so by itself, plans fit their old size."""
        self._connection.execute("analyze posts, readings, comments, leads")


class PostgresDriver:
    """A server, or anything that speaks its protocol, by URL."""

    engine: Engine = "postgresql"

    def __init__(self, url: str, *, busy_timeout_s: float = 5) -> None:
        from psycopg import OperationalError
        from psycopg.rows import dict_row
        from psycopg_pool import ConnectionPool, PoolTimeout

        # The pool tells each vain attempt to whoever reads standard error; the StoreError below says it once.
        logging.getLogger("psycopg.pool").addHandler(logging.NullHandler())
        self._pool: Any = ConnectionPool(
            url, min_size=1, max_size=8, timeout=max(5.0, busy_timeout_s), open=False,
            kwargs={"row_factory": dict_row, "options": "-c client_min_messages=warning"}, configure=_for_short_queries,
        )
        try:
            self._pool.open(wait=True, timeout=max(5.0, busy_timeout_s))
        except (PoolTimeout, OperationalError) as error:
            self._pool.close()
            raise StoreError("The PostgreSQL server named by `store` does not answer; "
                             "check that it runs and that the URL's host, name and password are right.") from error

    def rows(self, sql: str, values: Values) -> list[Row]:
        """Read all rows of a query."""
        with self._connection() as connection:
            return connection.execute(in_psycopg_words(sql), values).fetchall()

    def stream(self, sql: str, values: Values) -> Iterator[Row]:
        """Read the rows of a query one by one, over a cursor of the server's."""
        with self._connection() as connection, connection.cursor("coach_stream") as cursor:
            yield from cursor.execute(in_psycopg_words(sql), values)

    @contextmanager
    def write(self) -> Iterator[PostgresWriter]:
        """Open a writing transaction."""
        with self._connection() as connection:
            yield PostgresWriter(connection)

    def backup(self, target: Path) -> None:
        """Refuse, and say what does it: PostgreSQL has its own tool."""
        raise StoreError("A PostgreSQL store is backed up with its own tool: "
                         f"pg_dump --file {target} and the store's URL.")

    def close(self) -> None:
        """Close the pool."""
        self._pool.close()

    @contextmanager
    def _connection(self) -> Iterator[Connection[Row]]:
        from psycopg import DataError, Error, IntegrityError, ProgrammingError

        try:
            with self._pool.connection() as connection:
                yield connection
        except (ProgrammingError, IntegrityError, DataError):
            raise
        except Error as error:
            raise StoreError(f"The PostgreSQL store refused: {str(error).splitlines()[0]}. "
                             "Nothing was half written; try again, and look at the server's log.") from error


def _for_short_queries(connection: Connection[Row]) -> None:
    """Keep the server from compiling queries: ours take milliseconds, compiling them ten times that. Other engines that
    speak the protocol may not know the setting.
    """
    from psycopg.errors import Error

    with suppress(Error), connection.transaction():
        connection.execute("set jit = off")


def _without_nul(value: Any) -> Any:
    return value.replace("\x00", "") if isinstance(value, str) else value
