"""The store on both engines: transactions, isolation, the portable subset, and what a person is told when it fails."""

from __future__ import annotations

import re
import sqlite3
import threading
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store.migrations import migrate
from bot.store.postgres import in_psycopg_words
from bot.store.statements import Statement, statements
from bot.store.store import Store, open_store
from tests.conftest import ROOT
from tests.world import World, comment, desk_for, lead, post, reading

MIGRATIONS = (ROOT / "bot/store/migrations").glob("*.sql")
TABLES = sorted(
    name for path in MIGRATIONS for name, body in re.findall(r"create table (\w+) \((.*?)\n\);", path.read_text(), re.S)
    if "team_id" in body
)


HOUSE = {"installations", "sign_ins", "house_notes"}
"""What is of no team: whose team a workspace is has to be found before any team is known."""


def test_every_table_of_a_team_has_its_team_first_in_the_key() -> None:
    for path in sorted((ROOT / "bot/store/migrations").glob("*.sql")):
        for name, body in re.findall(r"create table (\w+) \((.*?)\n\);", path.read_text(), re.S):
            assert name in HOUSE or re.search(r"primary key \(team_id|team_id text primary key", body), name


@pytest.mark.parametrize("statement", statements().values(), ids=lambda each: each.name)
def test_no_statement_reaches_a_teams_table_without_its_team(statement: Statement) -> None:
    bare = re.sub(r"'[^']*'", "''", statement.sql)
    reads = re.findall(r"\b(?:from|join|into|update)\s+(\w+)(?:\s+(?:as\s+)?(?!where|set|on|left|join|order|group|values|select|using)(\w+))?", bare)
    for table, alias in reads:
        if table in TABLES:
            named = rf"(?:\b(?:{alias or table}|{table})\.|(?<![.\w]))team_id"
            assert re.search(named, bare), f"{statement.name} reads {table} without its team"
            assert "team_id" in statement.parameters, statement.name


@pytest.mark.parametrize("statement", statements().values(), ids=lambda each: each.name)
def test_every_statement_runs(store: Store, statement: Statement) -> None:
    with pytest.raises(_Enough), store.driver.write() as writer:
        for name in sorted(statements()):
            if name.startswith("stage_"):
                writer.run(statements()[name].sql, {})
        writer.run(statement.sql, {name: _value(name) for name in statement.parameters})
        raise _Enough


class _Enough(Exception):
    """Ends a transaction without keeping it."""


_NUMBERS = {"target", "moves", "number", "answered", "attempts", "followers", "line", "limit", "n",
            "requests", "tokens", "micros", "version"}


def _value(name: str) -> object:
    return 1 if name in _NUMBERS or name.startswith("rows_") else "2026-03-02T09:30:00Z"


@pytest.mark.parametrize("statement", statements().values(), ids=lambda each: each.name)
def test_a_statement_keeps_to_the_portable_subset(statement: Statement) -> None:
    bare = re.sub(r"'[^']*'", "''", statement.sql.lower())
    for word in ("string_agg", "group_concat", "json", "is distinct from", "strftime", "date(", "now()", "::", "glob ", "ilike",
                 "rowid", "insert or", "round("):
        assert word not in bare
    assert statement.purpose.endswith(".")


def test_one_team_never_sees_anothers_rows(store: Store) -> None:
    ours, theirs = World(desk_for(store.team("ours"))), World(desk_for(store.team("theirs")))
    theirs.tell(post(), reading(reach=10), comment(), lead(post_id="p1"))
    for name in ("posts", "comments", "leads", "feeds", "imports"):
        assert ours.desk.records.rows(name) == []
        assert theirs.desk.records.rows(name)


def test_the_same_ids_live_in_two_teams_side_by_side(store: Store) -> None:
    ours, theirs = World(desk_for(store.team("ours"))), World(desk_for(store.team("theirs")))
    ours.tell(post(text="ours"))
    theirs.tell(post(text="theirs"))
    assert [row["text"] for row in ours.desk.records.rows("posts")] == ["ours"]


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    records = World(desk_for(store.team("bakery"))).desk.records
    with pytest.raises(_Enough), records.write() as writer:
        writer.run("keep_column_map", header_key="h", mapping="{}", made_at="2026-03-02T09:30:00Z")
        raise _Enough
    assert records.rows("column_maps") == []


def test_two_threads_that_write_at_once_both_get_through(store: Store) -> None:
    records = World(desk_for(store.team("bakery"))).desk.records
    faults: list[BaseException] = []

    def write(part: int) -> None:
        try:
            for n in range(25):
                with records.write() as writer:
                    writer.run("keep_column_map", header_key=f"{part}-{n}", mapping="{}", made_at="2026-03-02T09:30:00Z")
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=write, args=(part,)) for part in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(records.rows("column_maps")) == 100


def test_migrating_twice_changes_nothing(store: Store) -> None:
    assert migrate(store.driver) == []


def test_a_store_from_a_newer_program_is_refused(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'new.db'}")
    with store.driver.write() as writer:
        writer.run("insert into migrations (number, name) values (9999, 'future')", {})
    store.close()
    with pytest.raises(StoreError, match="newer version"):
        open_store(f"sqlite:///{tmp_path / 'new.db'}")


def test_a_locked_store_says_so(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'coach.db'}"
    store = open_store(url, busy_timeout_s=0)
    blocker = sqlite3.connect(tmp_path / "coach.db", isolation_level=None)
    blocker.execute("begin immediate")
    with pytest.raises(StoreError, match="in use by another process"), store.driver.write():
        pass
    blocker.close()
    store.close()


@pytest.mark.parametrize(("url", "words"), [
    ("coach.db", "has no form I know"),
    ("mysql://x", "has no form I know"),
    ("sqlite:///nowhere/at/all/coach.db", "cannot be opened"),
    ("postgresql://nobody@127.0.0.1:1/none?connect_timeout=1", "does not answer"),
])
def test_a_store_that_cannot_be_opened_says_what_to_do(url: str, words: str) -> None:
    with pytest.raises(StoreError, match=words):
        open_store(url)


def test_a_file_that_is_no_store_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("these are my notes, not a database at all, and long enough to be looked at " * 20)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not a coach store"):
        open_store(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_a_backup_holds_the_same_rows_and_opens_as_a_store(sqlite_store: Store, tmp_path: Path) -> None:
    World(desk_for(sqlite_store.team("bakery"))).tell(post(), reading(reach=10))
    sqlite_store.driver.backup(tmp_path / "copy.db")
    copy = open_store(f"sqlite:///{tmp_path / 'copy.db'}")
    assert copy.team("bakery").rows("posts") == sqlite_store.team("bakery").rows("posts")
    copy.close()


def test_a_backup_that_fails_keeps_the_older_copy_and_leaves_no_part(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy.db"
    copy.write_text("the older copy")
    driver = sqlite_store.driver

    class Full:
        def backup(self, _: object) -> None:
            raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(driver, "_reader", Full)
    with pytest.raises(StoreError, match="is full"):
        driver.backup(copy)
    assert (copy.read_text(), list(tmp_path.glob("*.part"))) == ("the older copy", [])


def test_a_store_is_never_backed_up_over_itself(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'coach.db'}")
    with pytest.raises(StoreError, match="the store itself"):
        store.driver.backup(tmp_path / "coach.db")
    store.close()


def test_named_parameters_are_rewritten_outside_of_quotes_only() -> None:
    sql = "select ':no', '100%' from t where a = :a and b like '%x' -- :never\n and c = cast(:c as text)"
    assert in_psycopg_words(sql) == (
        "select ':no', '100%%' from t where a = %(a)s and b like '%%x' -- :never\n and c = cast(%(c)s as text)"
    )


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'coach.db'}")
    world = World(desk_for(store.team("bakery")))
    pages = store.driver.rows("pragma page_count", {})[0]["page_count"]
    store.driver._writer.execute(f"pragma max_page_count={pages + 2}")  # type: ignore[attr-defined]
    with pytest.raises(StoreError, match="is full"):
        world.tell(*(comment(f"c{n}", text="a" * 2000) for n in range(50)))
    assert world.desk.records.rows("comments") == []
    store.close()
