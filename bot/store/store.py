"""The store: named statements on an engine, bound to one team at a time.

A team's records can only be reached through `Store.team`, which puts the team's id into every statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from bot.errors import StoreError
from bot.store.driver import Driver, Row, Writer
from bot.store.migrations import migrate
from bot.store.statements import statements


def open_store(url: str, *, busy_timeout_s: float = 5) -> Store:
    """Open `sqlite:///FILE` or `postgresql://...` and bring it to the newest shape. Raises StoreError."""
    driver = _driver(url, busy_timeout_s)
    try:
        migrate(driver)
    except BaseException:
        driver.close()
        raise
    return Store(driver)


def _driver(url: str, busy_timeout_s: float) -> Driver:
    scheme, separator, rest = url.partition("://")
    if scheme == "sqlite" and separator and len(rest) > 1:
        from bot.store.sqlite import SqliteDriver

        return SqliteDriver(rest[1:] if rest.startswith("/") else rest, busy_timeout_s=busy_timeout_s)
    if scheme in ("postgresql", "postgres") and separator:
        from bot.store.postgres import PostgresDriver

        return PostgresDriver(url, busy_timeout_s=busy_timeout_s)
    raise StoreError(f"The store {url!r} has no form I know; write sqlite:///coach.db or postgresql://user@host/name.")


class Store:
    """An open store of any engine."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver

    def team(self, team_id: str) -> TeamRecords:
        """Return the records of one team and of no other."""
        return TeamRecords(self.driver, team_id)

    def house(self) -> TeamRecords:
        """Return what belongs to no team: installations, sign-ins, notes of the deployment. Statements on a team's tables
        find nothing there."""
        return TeamRecords(self.driver, "")

    def close(self) -> None:
        """Give back every connection."""
        self.driver.close()


class TeamWriter:
    """One open transaction on one team's records."""

    def __init__(self, writer: Writer, team_id: str) -> None:
        self._writer = writer
        self.team_id = team_id

    def run(self, name: str, **values: Any) -> list[Row]:
        """Run a named statement and return what it gives back."""
        return self._writer.run(statements()[name].sql, {**values, "team_id": self.team_id})

    def many(self, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Run a named statement for each mapping of values."""
        self._writer.many(statements()[name].sql, ({**row, "team_id": self.team_id} for row in rows))

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Fill a staging table of this transaction anew, in bulk."""
        self._writer.load(table, columns, rows)

    def learn(self) -> None:
        """Let the engine look at what its tables hold now."""
        self._writer.learn()


class TeamRecords:
    """The records of one team: the port `Records` of the coach."""

    def __init__(self, driver: Driver, team_id: str) -> None:
        self._driver = driver
        self.team_id = team_id

    def rows(self, name: str, **values: Any) -> list[Row]:
        """Read all rows of a named statement."""
        return self._driver.rows(statements()[name].sql, {**values, "team_id": self.team_id})

    def one(self, name: str, **values: Any) -> Row | None:
        """Read the first row of a named statement, or None."""
        found = self.rows(name, **values)
        return found[0] if found else None

    def stream(self, name: str, **values: Any) -> Iterator[Row]:
        """Read the rows of a named statement one by one."""
        return self._driver.stream(statements()[name].sql, {**values, "team_id": self.team_id})

    def detect(self, sql: str, values: Mapping[str, Any]) -> list[Row]:
        """Run a rule's own query for this team."""
        return self._driver.rows(sql, {**values, "team_id": self.team_id})

    @contextmanager
    def write(self) -> Iterator[TeamWriter]:
        """Open one transaction; it is kept together or not at all."""
        with self._driver.write() as writer:
            yield TeamWriter(writer, self.team_id)
