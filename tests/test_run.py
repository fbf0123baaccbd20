"""`run` as a process meets the week: what is due comes once, a stale Monday says why, and SIGTERM ends it cleanly."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
from tests.conftest import ROOT

STORE = "sqlite:///own.db"
DEMO = ROOT / "bot/demo/exports"


def once(capsys: pytest.CaptureFixture[str], now: str) -> str:
    """Do what is due at a moment and return what was posted."""
    assert main(["run", "--once", "--store", STORE, "--now", now]) == 0
    return capsys.readouterr().out


@pytest.fixture
def filled(capsys: pytest.CaptureFixture[str]) -> None:
    """A store with the demo's data, and schedules that begin on Sunday evening."""
    files = [str(DEMO / name) for name in ("facebook_content.csv", "comments.csv", "leads.csv")]
    assert main(["import", *files, "--store", STORE, "--now", "2026-03-01T20:00:00Z"]) == 0
    capsys.readouterr()
    assert once(capsys, "2026-03-01T20:30:00Z") == ""


@pytest.mark.usefixtures("filled")
def test_what_is_due_is_posted_once_however_often_the_process_starts(capsys: pytest.CaptureFixture[str]) -> None:
    assert "rework a post" in once(capsys, "2026-03-02T09:31:00Z").lower()
    assert once(capsys, "2026-03-02T09:32:00Z") == ""


@pytest.mark.usefixtures("filled")
def test_a_monday_without_fresh_data_says_what_to_import_instead_of_a_digest(capsys: pytest.CaptureFixture[str]) -> None:
    said = once(capsys, "2026-03-23T09:31:00Z")
    assert "No digest" in said
    assert "Import the newest" in said


@pytest.mark.usefixtures("filled")
def test_sigterm_ends_the_process_with_nothing_half_sent(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "bot", "run", "--store", f"sqlite:///{tmp_path}/own.db", "--now", "2026-03-02T09:31:00Z"]
    process = subprocess.Popen(words, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    assert any("Up for" in line for line in iter(process.stderr.readline, ""))
    process.send_signal(signal.SIGTERM)
    _, rest = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "nothing was left half sent" in rest
