"""The column picker: a table nobody knows is asked about once, and its answer is kept for the next file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main

TABLE = "Wann,Wo,Kennung,Wie viele\n2026-02-01T10:00:00Z,instagram,4711,120\n2026-02-02T10:00:00Z,instagram,4712,80\n"
ANSWERS = {"What does each row": "posts", "network": "2", "post_id": "Kennung", "published_at": "1", "reach": "Wie viele"}


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Answer the picker's questions; return what was asked."""
    asked: list[str] = []

    def prompt(words: str, default: Any = None, **_: Any) -> Any:
        asked.append(words)
        return next((answer for start, answer in ANSWERS.items() if words.startswith(start)), default)

    monkeypatch.setattr("bot.cli_picker.click.prompt", prompt)
    return asked


def imported(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    """Import a file and return its document."""
    assert main(["import", *words, "--json", "--store", "sqlite:///own.db", "--now", "2026-03-02T09:30:00Z"]) == 0
    return json.loads(capsys.readouterr().out)[0]


def test_a_table_nobody_knows_is_read_by_what_a_person_says(
    answers: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "a.csv").write_text(TABLE, encoding="utf-8")
    assert imported(capsys, "a.csv", "--map")["new"] == 2
    assert any("needed" in words for words in answers)


def test_the_answer_is_kept_for_files_with_the_same_header(
    answers: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "a.csv").write_text(TABLE, encoding="utf-8")
    imported(capsys, "a.csv", "--map")
    answers.clear()
    (tmp_path / "b.csv").write_text(TABLE.replace("4712", "4713"), encoding="utf-8")
    assert imported(capsys, "b.csv")["new"] == 1
    assert answers == []


def test_a_dry_run_keeps_no_answer(answers: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text(TABLE, encoding="utf-8")
    assert imported(capsys, "a.csv", "--map", "--dry-run")["new"] == 2
    assert main(["import", "a.csv", "--store", "sqlite:///own.db"]) == 1
    assert "--map" in capsys.readouterr().err
