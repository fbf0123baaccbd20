"""What the store asks of an engine. The SQL is the same on both: named parameters, the portable subset."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Literal, Protocol

Row = dict[str, Any]
Values = Mapping[str, Any]
Engine = Literal["sqlite", "postgresql"]


class Writer(Protocol):
    """One open transaction. Everything in it is kept together or not at all."""

    def run(self, sql: str, values: Values) -> list[Row]:
        """Run one statement and return the rows it gives back (none without `returning` or `select`)."""
        ...

    def many(self, sql: str, rows: Iterable[Values]) -> None:
        """Run one statement for each mapping of values."""
        ...

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Fill a staging table anew in bulk, the fastest way the engine has; the values stand in the columns' order."""
        ...

    def learn(self) -> None:
        """Let the engine look at what its tables hold now, so that its plans fit."""
        ...


class Driver(Protocol):
    """An engine. Raises StoreError, in one sentence, for whatever the engine refuses."""

    engine: Engine

    def rows(self, sql: str, values: Values) -> list[Row]:
        """Read all rows of a query."""
        ...

    def stream(self, sql: str, values: Values) -> Iterator[Row]:
        """Read the rows of a query one by one, with flat memory."""
        ...

    def write(self) -> AbstractContextManager[Writer]:
        """Open the one transaction in which things are written; it commits at its end and rolls back on any error."""
        ...

    def backup(self, target: Path) -> None:
        """Copy the whole store into one file while it is in use."""
        ...

    def close(self) -> None:
        """Give back every connection."""
        ...
