"""Numbered migrations, forward only, the same text on both engines, each with its receipt."""

from __future__ import annotations

import re
from pathlib import Path

from bot.errors import StoreError
from bot.store.driver import Driver, Writer

FOLDER = Path(__file__).parent / "migrations"
_RECEIPTS = "create table if not exists migrations (number bigint primary key, name text not null)"
IN_KEY_ORDER = "/* kept in the order of its key */"
_COMMENT = re.compile(r"^\s*--.*$", re.MULTILINE)


def migrate(driver: Driver) -> list[str]:
    """Bring the store to the newest shape and return the names of the steps taken now, in order.

    All steps and their receipts are one transaction. Raises StoreError when the store is newer than this program.
    """
    steps = pending(driver)
    if not steps:
        return []
    with driver.write() as writer:
        _take_turns(driver, writer)
        writer.run(_RECEIPTS, {})
        done = {row["number"] for row in writer.run("select number from migrations", {})}
        taken = [path for path in steps if number_of(path) not in done]
        for path in taken:
            for statement in _COMMENT.sub("", path.read_text(encoding="utf-8")).split(";"):
                if statement.strip():
                    writer.run(_for_engine(driver, statement), {})
            writer.run("insert into migrations (number, name) values (:number, :name)",
                       {"number": number_of(path), "name": path.stem})
    return [path.stem for path in taken]


def pending(driver: Driver) -> list[Path]:
    """Return the migration files the store has not taken yet, in order."""
    files = sorted(FOLDER.glob("*.sql"))
    known = {number_of(path) for path in files}
    done = _receipts(driver)
    if done - known:
        raise StoreError("The store was made by a newer version of the coach; update the program, "
                         "or choose another store with --store.")
    return [path for path in files if number_of(path) not in done]


def number_of(path: Path) -> int:
    """Return the number a migration file's name begins with."""
    return int(path.stem.split("_")[0])


def _for_engine(driver: Driver, statement: str) -> str:
    """Return a statement as the engine takes it: SQLite keeps a table in its key's order only when it is told to."""
    return statement.replace(IN_KEY_ORDER, "without rowid") if driver.engine == "sqlite" else statement


def _receipts(driver: Driver) -> set[int]:
    table = "sqlite_master where type = 'table' and name" if driver.engine == "sqlite" else "pg_tables where tablename"
    if not driver.rows(f"select 1 as found from {table} = 'migrations'", {}):
        return set()
    return {int(row["number"]) for row in driver.rows("select number from migrations", {})}


def _take_turns(driver: Driver, writer: Writer) -> None:
    """Keep two processes that start together from migrating twice; SQLite's own write lock does it there."""
    if driver.engine == "postgresql":
        writer.run("select pg_advisory_xact_lock(761203)", {})
