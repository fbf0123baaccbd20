"""Short ways for the intake tests to write a file and read it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from bot.intake.reading import FileReading, ReadOptions, RowResult, read_file
from bot.model.facts import Post, Reading

ROOT = Path(__file__).parent.parent
EXPORTS = ROOT / "tests" / "data" / "exports"
SHARED = ROOT.parent / "shared" / "exports"
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)

F = TypeVar("F")


def reading(path: Path, **options: Any) -> FileReading:
    """Read a file as of 22 November 2026."""
    return read_file(path, ReadOptions(now=NOW, **options))


def rows(path: Path, **options: Any) -> list[RowResult]:
    """Return every row's outcome."""
    return list(reading(path, **options).rows())


def facts(kind: type[F], path: Path, **options: Any) -> list[F]:
    """Return all facts of one kind in a file."""
    return [fact for row in rows(path, **options) for fact in row.facts if isinstance(fact, kind)]


def written(folder: Path, text: str | bytes, name: str = "table.csv") -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def posts_table(folder: Path, *lines: str, header: str = "network,post_id,published_at") -> Path:
    """Write a general posts table of these lines."""
    return written(folder, "\n".join([header, *lines]) + "\n")


def one_post(path: Path, **options: Any) -> Post:
    """Return the only post of a file."""
    (post,) = facts(Post, path, **options)
    return post


def one_reading(path: Path, **options: Any) -> Reading:
    """Return the only reading of a file."""
    (found,) = facts(Reading, path, **options)
    return found
