"""`import` as a script and a person meet it: counts that add up, rows handed back, nothing half written."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main

STORE = "sqlite:///coach.db"
POSTS = """network,post_id,published_at,account,text,reach,reactions
instagram,p1,2026-02-01T10:00:00Z,bakery,Rye is back,1200,40
instagram,p2,2026-02-02T10:00:00+01:00,bakery,,,
instagram,p3,03/04/2026,bakery,When was this,5,1
facebook,,2026-02-03T10:00:00Z,bakery,No id,5,1
,,,,,,
"""
Say = Callable[..., Any]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Run the command line and return its JSON document; the exit code must be the expected one."""

    def run(*words: str, code: int = 0) -> Any:
        assert main([*words, "--store", STORE, "--json", "--now", "2026-03-02T09:30:00Z"]) == code
        out = capsys.readouterr().out
        return json.loads(out) if out else None

    return run


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    """A general posts table with every kind of row."""
    path = tmp_path / "posts.csv"
    path.write_text(POSTS, encoding="utf-8")
    return path


def counts(document: dict[str, Any]) -> tuple[int, ...]:
    """Return the counts of an import: new, updated, unchanged, ignored, held, rejected."""
    return tuple(document[name] for name in ("new", "updated", "unchanged", "ignored", "held", "rejected"))


def test_every_row_of_a_file_is_accounted_for(say: Say, posts: Path) -> None:
    [document] = say("import", str(posts))
    assert document["format"] == "posts"
    assert document["read"] == 5 == sum(counts(document))
    assert counts(document) == (2, 0, 0, 1, 2, 0)


def test_a_row_not_taken_is_handed_back_with_its_line_and_reason(say: Say, posts: Path) -> None:
    [document] = say("import", str(posts))
    told = {row["line"]: (row["status"], row["reason"]) for row in document["rows"]}
    assert told[4][0] == "held"
    assert "03/04/2026" in told[4][1]
    assert told[5][0] == "held"
    assert told[6][0] == "ignored"


def test_the_same_file_again_changes_nothing(say: Say, posts: Path) -> None:
    say("import", str(posts))
    before = say("export", "posts")
    [again] = say("import", str(posts))
    assert counts(again) == (0, 0, 2, 1, 2, 0)
    assert say("export", "posts") == before


def test_a_dry_run_writes_nothing_and_makes_no_store(say: Say, posts: Path, tmp_path: Path) -> None:
    [document] = say("import", str(posts), "--dry-run")
    assert document["new"] == 2
    assert not (tmp_path / "coach.db").exists()
    assert say("export", "posts") == []


def test_a_dry_run_on_a_store_that_is_there_leaves_it_as_it_was(say: Say, posts: Path, tmp_path: Path) -> None:
    say("import", str(posts))
    (tmp_path / "more.csv").write_text("network,post_id,published_at\ninstagram,p9,2026-02-05T10:00:00Z\n")
    before = say("export", "posts")
    [document] = say("import", "more.csv", "--dry-run")
    assert document["new"] == 1
    assert say("export", "posts") == before


def test_the_same_file_again_is_known_by_its_bytes_and_not_read(
    say: Say, posts: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    say("import", str(posts))
    monkeypatch.setattr("bot.intake.importer.read_file", lambda *_: 1 / 0)
    [again] = say("import", str(posts))
    assert again["read"] == 5


def test_a_newer_export_without_a_figure_does_not_forget_it(say: Say, tmp_path: Path) -> None:
    for name, head, row, day in (("a", ",reach", ",20", "10"), ("b", ",views", ",7", "20")):
        (tmp_path / f"{name}.csv").write_text(f"network,post_id,published_at{head}\nx,1,2026-02-01T10:00:00Z{row}\n")
        say("import", f"{name}.csv", "--as-of", f"2026-02-{day}T00:00:00Z")
    assert say("export", "posts")[0]["readings"] == {"reach": 20, "views": 7}


def test_an_empty_figure_is_absent_and_never_zero(say: Say, posts: Path) -> None:
    say("import", str(posts))
    by_id = {post["post_id"]: post for post in say("export", "posts")}
    assert by_id["p1"]["readings"] == {"reach": 1200, "reactions": 40}
    assert by_id["p2"]["readings"] == {}
    assert by_id["p2"]["published_at"] == "2026-02-02T09:00:00Z"


def test_a_newer_export_wins_and_an_older_one_fills_gaps_only(say: Say, tmp_path: Path) -> None:
    head = "network,post_id,published_at,text,reach,views\n"
    for name, row, as_of in (
        ("b.csv", "x,1,2026-02-01T10:00:00Z,new words,20,", "2026-02-20T00:00:00Z"),
        ("a.csv", "x,1,2026-02-01T10:00:00Z,old words,10,7", "2026-02-10T00:00:00Z"),
    ):
        (tmp_path / name).write_text(head + row + "\n")
        say("import", str(tmp_path / name), "--as-of", as_of)
    [post] = say("export", "posts")
    assert post["text"] == "new words"
    assert post["readings"] == {"reach": 20, "views": 7}


def test_exports_that_come_in_any_order_end_in_the_same_figures(say: Say, tmp_path: Path) -> None:
    head = "network,post_id,published_at,reach\n"
    for as_of, reach in (("2026-02-20", ""), ("2026-02-05", "10"), ("2026-02-10", "20")):
        path = tmp_path / f"{as_of}.csv"
        path.write_text(f"{head}x,1,2026-02-01T10:00:00Z,{reach}\n")
        say("import", str(path), "--as-of", f"{as_of}T00:00:00Z")
    assert say("export", "posts")[0]["readings"] == {"reach": 20}


@pytest.mark.parametrize("order", [("05", "20"), ("20", "05")])
def test_figures_keep_their_own_moment_where_another_export_has_none(
    say: Say, tmp_path: Path, order: tuple[str, str],
) -> None:
    head, reach = "network,post_id,published_at,reach\n", {"05": "10", "20": ""}
    for day in order:
        (tmp_path / f"{day}.csv").write_text(f"{head}x,1,2026-02-01T10:00:00Z,{reach[day]}\n")
        say("import", str(tmp_path / f"{day}.csv"), "--as-of", f"2026-02-{day}T00:00:00Z")
    assert say("export", "posts")[0]["as_of"] == "2026-02-05T00:00:00Z"


def test_an_import_can_be_taken_back(say: Say, posts: Path) -> None:
    [document] = say("import", str(posts))
    assert say("import", "--undo", document["import_id"]) == {"import_id": document["import_id"], "undone": True}
    assert say("export", "posts") == []
    [again] = say("import", str(posts))
    assert again["new"] == 2


def test_taking_back_the_newer_of_two_exports_brings_the_older_figures_back(say: Say, tmp_path: Path) -> None:
    head = "network,post_id,published_at,reach\n"
    for day, reach in (("05", "10"), ("20", "20")):
        (tmp_path / f"{day}.csv").write_text(f"{head}x,1,2026-02-01T10:00:00Z,{reach}\n")
        [document] = say("import", str(tmp_path / f"{day}.csv"), "--as-of", f"2026-02-{day}T00:00:00Z")
    say("import", "--undo", document["import_id"])
    assert say("export", "posts")[0]["readings"] == {"reach": 10}


def test_the_rows_not_taken_go_to_a_csv_that_no_spreadsheet_runs(say: Say, tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    path.write_text("network,post_id,published_at,text\nx,,2026-02-01T10:00:00Z,=cmd|' /C calc'!A0\n")
    say("import", str(path), "--rejects", "rejects.csv")
    with (tmp_path / "rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert any("cmd|" in cell for cell in cells)
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)


def test_a_crash_in_the_middle_leaves_nothing_half_written(say: Say, posts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.intake import merge

    say("doctor")
    monkeypatch.setattr(merge.Merger, "finish", lambda _: 1 / 0)
    say("import", str(posts), code=1)
    monkeypatch.undo()
    assert say("export", "posts") == []
    assert sqlite3.connect("coach.db").execute("select count(*) from imports").fetchone() == (0,)


@pytest.mark.parametrize(("name", "content", "words"), [
    ("missing.csv", None, "There is no file"),
    ("empty.csv", b"", "empty"),
    ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "picture.csv"),
    ("unknown.csv", b"colour,shape\nred,round\n", "--map"),
    ("header.csv", b"network,post_id,published_at\n", "no rows below"),
])
def test_a_file_that_cannot_be_read_gets_one_sentence_with_a_next_step(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None, words: str,
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    code = main(["import", str(path), "--store", STORE, "--json"])
    said = capsys.readouterr().err
    assert words in said
    assert "Traceback" not in said
    assert "our side" not in said
    assert code == 1


def test_a_gigantic_field_gets_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.write(b"network,post_id,published_at,text\nx,1,2026-02-01T10:00:00Z,\"")
        for _ in range(200):
            file.write(b"a" * 1_000_000)
        file.write(b'"\n')
    assert main(["import", str(path), "--store", STORE]) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_a_file_whose_name_is_no_text_or_steers_is_shown_harmless(
    posts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    named = tmp_path / "a\u202eb\udcff.csv"
    named.write_bytes(posts.read_bytes())
    assert main(["import", str(named), "--store", STORE, "--now", "2026-03-02T09:30:00Z"]) == 0
    shown = capsys.readouterr().out
    assert "\u202e" not in shown
    assert "a\\u202eb?.csv line 4: held" in shown


def test_one_bad_file_does_not_keep_the_others_out(say: Say, posts: Path) -> None:
    documents = say("import", "missing.csv", str(posts), code=1)
    assert [document["file"] for document in documents] == ["posts.csv"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_store_that_may_not_be_written_says_so(posts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    assert main(["import", str(posts), "--store", f"sqlite:///{folder}/coach.db"]) == 1
    assert "cannot be opened" in capsys.readouterr().err


@pytest.mark.parametrize(("words", "said"), [
    (["import"], "Name the file"),
    (["imprt", "x.csv"], "Did you mean"),
    (["import", "x.csv", "--as-of", "yesterday"], "--as-of"),
    (["import", "x.csv", "--now", "0001-01-01T00:00:00Z"], "--now"),
    (["import", "x.csv", "--zone", "Mars/Base"], "Mars/Base"),
    (["import", "x.csv", "--format", "excel"], "excel"),
    (["import", "--undo", "nothing"], "nothing"),
    (["import", "x.csv", "--team", "../../etc"], "team"),
])
def test_words_that_are_off_end_with_exit_code_2(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("x.csv").write_text(POSTS, encoding="utf-8")
    assert main([*words, "--store", STORE]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error
