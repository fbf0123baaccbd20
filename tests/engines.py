"""The two engines for tests: a file of SQLite's, and a throw-away PostgreSQL server on loopback.

Where PostgreSQL is missing its tests are skipped with the reason; in CI that is a failure.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from bot.store.store import Store, open_store

USER = "postgres"
_MEMORY = Path("/dev/shm")


@contextmanager
def own_store() -> Iterator[Store]:
    """Give an empty store on SQLite for as long as the block lasts, at next to no cost.

    It is a copy of one that was made once, and lies in memory where the machine offers a folder there.
    """
    with tempfile.TemporaryDirectory(prefix="coach-store-", dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        file = Path(folder, "coach.db")
        file.write_bytes(_newest_shape())
        store = open_store(f"sqlite:///{file}")
        try:
            yield store
        finally:
            store.close()


def empty(store: Store) -> None:
    """Forget everything but the shape of a PostgreSQL store. Deleting few rows is quicker than truncating many tables."""
    with store.driver.write() as writer:
        writer.run(_emptying(store), {})


@cache
def _newest_shape() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "coach.db"
        open_store(f"sqlite:///{file}").close()
        return file.read_bytes()


@cache
def _emptying(store: Store) -> str:
    """Return the statements for every table at once: a trip to the server for each would take three times as long."""
    tables = store.driver.rows("select tablename as name from pg_tables where schemaname = 'public' "
                               "and tablename <> 'migrations'", {})
    return "; ".join(f"delete from {row['name']}" for row in tables)


def tool(name: str) -> str | None:
    """Return where a program of PostgreSQL's lies, the newest version first."""
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    for home in homes:
        if (home / name).is_file():
            return str(home / name)
    return shutil.which(name)


def missing_reason() -> str | None:
    """Return why no PostgreSQL can be tried here, or None when one can."""
    if os.environ.get("TEST_POSTGRES_URL"):
        return None
    if not tool("initdb") or not tool("postgres"):
        return "PostgreSQL is not installed (initdb and postgres were not found) and TEST_POSTGRES_URL is not set"
    if os.geteuid() == 0 and not _user_exists():
        return "PostgreSQL refuses to run as root and there is no user named postgres to run it"
    return None


@contextmanager
def server() -> Iterator[str]:
    """Start a throw-away server on a free port of 127.0.0.1 and yield its URL; it ends with the block."""
    folder = Path(tempfile.mkdtemp(prefix="coach-postgres-"))
    folder.chmod(0o755)
    data = folder / "data"
    data.mkdir()
    if os.geteuid() == 0:
        shutil.chown(data, USER)
    port = _free_port()
    _run([tool("initdb") or "", "-D", str(data), "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync"])
    options = ["-D", str(data), "-p", str(port), "-h", "127.0.0.1", "-k", str(data), "-F",
               "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=60"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(_as_user([tool("postgres") or "", *options]), stdout=log, stderr=log)
    url = f"postgresql://{USER}@127.0.0.1:{port}/postgres"
    try:
        _wait(url, process, folder / "log")
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def own_database(url: str) -> Iterator[str]:
    """Make a database of this process's own on a given server, so that parallel runs keep apart; drop it at the end."""
    import psycopg

    name = f"coach_test_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"create database {name}")
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            connection.execute(f"drop database {name} with (force)")


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    ready = [tool("pg_isready") or "pg_isready", "-d", url, "-t", "1", "-q"]
    for _ in range(60):
        if process.poll() is not None:
            raise RuntimeError(f"PostgreSQL did not start: {log.read_text(errors='replace')[-500:]}")
        if subprocess.run(ready, check=False).returncode == 0:
            return
        try:
            process.wait(timeout=0.2)
        except subprocess.TimeoutExpired:
            continue
    raise RuntimeError("PostgreSQL did not get ready")


def _run(command: list[str]) -> None:
    done = subprocess.run(_as_user(command), capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr.decode(errors='replace')[-500:]}")


def _as_user(command: list[str]) -> list[str]:
    return ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--init-groups", *command] if os.geteuid() == 0 else command


def _user_exists() -> bool:
    import pwd

    try:
        pwd.getpwnam(USER)
    except KeyError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
