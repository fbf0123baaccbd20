"""Fixtures that every test may use: a store on each engine, and a small world on top of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.store.store import Store, open_store
from tests.engines import empty, missing_reason, own_database, own_store, server
from tests.world import World, desk_for

settings.register_profile("quick", max_examples=60, deadline=None, database=None, derandomize=True)
settings.load_profile("quick")

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test write beside the code or see the machine's settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATABASE_URL", raising=False)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a PostgreSQL server for this run."""
    reason = missing_reason()
    if reason:
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    given = os.environ.get("TEST_POSTGRES_URL")
    with own_database(given) if given else server() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_store(postgres_url: str) -> Iterator[Store]:
    """One store on PostgreSQL, migrated once; tests empty it."""
    store = open_store(postgres_url)
    yield store
    store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty store, once on each engine."""
    if request.param == "sqlite":
        with own_store() as opened:
            yield opened
        return
    shared: Store = request.getfixturevalue("postgres_store")
    yield shared
    empty(shared)


@pytest.fixture
def sqlite_store() -> Iterator[Store]:
    """An empty store on SQLite, where the engine makes no difference."""
    with own_store() as opened:
        yield opened


@pytest.fixture
def world(store: Store) -> World:
    """A team without data on each engine, at Wednesday 4 March 2026, 09:30 UTC."""
    return World(desk_for(store.team("bakery")))


@pytest.fixture
def small_world(sqlite_store: Store) -> World:
    """The same on SQLite alone, where the engine makes no difference."""
    return World(desk_for(sqlite_store.team("bakery")))


@pytest.fixture
def world_at(sqlite_store: Store) -> Callable[[str], World]:
    """Make a world that starts at a given moment."""
    return lambda now: World(desk_for(sqlite_store.team("bakery"), now=now))
