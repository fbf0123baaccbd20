"""The command line as people and scripts meet it: help with examples, one JSON document, clear ends."""

from __future__ import annotations

import errno
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
from bot.cli_operator import operator_commands
from bot.commands import commands
from tests.conftest import ROOT

DEMO = ROOT / "bot/demo/exports"
NOW = "2026-03-04T10:00:00Z"
EVERY = sorted([*commands(), *(str(each.name) for each in operator_commands())])


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a store that holds the demo's first week."""
    url = f"sqlite:///{tmp_path_factory.mktemp('filled') / 'coach.db'}"
    files = [str(DEMO / name) for name in ("facebook_content.csv", "instagram_content.csv", "comments.csv", "leads.csv")]
    assert main(["import", *files, "--store", url, "--now", "2026-03-01T20:00:00Z"]) == 0
    return url


@pytest.mark.parametrize("name", EVERY)
def test_every_command_shows_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*name.split(), "--help"]) == 0
    shown = capsys.readouterr().out
    assert "Examples:" in shown
    assert f"python -m bot {name.split()[0]}" in shown


@pytest.mark.parametrize("words", [
    ["audit"], ["audit", "month"], ["audit", "leads"], ["audit", "comments"], ["audit", "tracking"], ["digest"],
    ["comments"], ["commitments"], ["nudges", "preview", "--days", "7"], ["export", "posts"], ["export", "comments"],
    ["export", "leads"], ["export", "followers"], ["export", "commitments"], ["ask", "Do we need to go viral?"], ["doctor"],
    ["goals"], ["nudges", "explain", "unanswered-comments"],
], ids=" ".join)
def test_with_json_nothing_but_one_document_goes_to_standard_output(
    filled: str, words: list[str], capsys: pytest.CaptureFixture[str],
) -> None:
    code = main([*words, "--json", "--store", filled, "--now", NOW])
    shown = capsys.readouterr()
    assert code == 0, shown.err
    assert json.loads(shown.out) is not None


@pytest.mark.parametrize("words", [["audit"], ["digest"], ["comments"], ["doctor"], ["ask", "leads or views?"]], ids=" ".join)
def test_people_get_a_card_and_no_markup(filled: str, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--store", filled, "--now", NOW]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("▌ ")
    assert "**" not in shown
    assert "{" not in shown


def test_the_audit_names_the_loud_post_without_leads(filled: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["audit", "--json", "--store", filled, "--now", NOW])
    findings = json.loads(capsys.readouterr().out)["findings"]
    found = [each for each in findings if each["rule"] == "reach-without-leads" and each["verdict"] == "fires"]
    assert len(found) == 1
    assert found[0]["guidance"]
    assert found[0]["next_step"]


def test_a_promise_is_made_listed_moved_and_closed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*words: str) -> object:
        assert main([*words, "--store", "sqlite:///own.db", "--now", NOW, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    run("commit", "write the spring plan by Friday 15:00")
    [made] = run("commitments")  # type: ignore[misc]
    assert (made["status"], made["due_at"]) == ("open", "2026-03-06T15:00:00Z")
    run("commitments", "move", "1", "Monday", "10:00")
    run("commitments", "done", "1")
    [closed] = run("commitments")  # type: ignore[misc]
    assert (closed["status"], closed["outcome_by"], closed["first_due_at"]) == ("kept", "word", "2026-03-06T15:00:00Z")


def test_a_day_that_cannot_be_read_is_asked_back_and_nothing_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["commit", "call the mill", "--due", "sometime soon", "--store", "sqlite:///own.db", "--now", NOW]) == 2
    assert "sometime soon" in capsys.readouterr().err
    main(["commitments", "--json", "--store", "sqlite:///own.db", "--now", NOW])
    assert json.loads(capsys.readouterr().out) == []


def test_texts_are_classified_line_by_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO('{"id": "a", "text": "how much is the rye loaf?"}\n{"id": "b", "text": ""}\n'))
    assert main(["classify", "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines == [{"id": "a", "label": "buying signal"}, {"id": "b", "label": "other"}]


def test_a_fault_of_ours_is_one_sentence_and_the_traceback_goes_to_the_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("bot.app.settings_for", lambda _: 1 / 0)
    assert main(["audit"]) == 1
    said = capsys.readouterr().err
    assert "Traceback" not in said
    number = said.split("id ")[1].split(")")[0]
    log = Path("coach.log").read_text(encoding="utf-8")
    assert number in log
    assert "ZeroDivisionError" in log


@pytest.mark.parametrize("words", [["commit", "caf\udce9 by Friday 15:00"], ["audit", "post", "caf\udce9"], ["ask", "caf\udce9"]],
                         ids=lambda words: words[0])
def test_bytes_that_are_no_text_are_no_fault_of_ours(
    filled: str, words: list[str], capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([*words, "--store", filled, "--now", NOW]) in (0, 2)
    assert "our side" not in capsys.readouterr().err


def test_what_an_error_quotes_steers_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "\x1b]0;own\x07.csv", "--store", "sqlite:///own.db"]) == 1
    assert main(["\x1b[31m"]) == 2
    said = capsys.readouterr().err
    assert "\x1b" not in said
    assert "\\x1b" in said


def test_an_output_without_room_is_told_as_that(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("bot.cli_show.show", full)
    assert main(["audit", "--store", "sqlite:///own.db", "--now", NOW]) == 1
    monkeypatch.undo()
    assert "could not be written in full: No space left" in capsys.readouterr().err


def test_a_backup_is_not_written_over_a_file_that_is_there(filled: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", "copy.db", "--store", filled]) == 0
    assert main(["backup", "copy.db", "--store", filled]) == 2
    assert "--force" in capsys.readouterr().err
    assert main(["audit", "--store", "sqlite:///copy.db", "--now", NOW]) == 0


def test_the_demo_plays_its_week_and_the_data_keeps_the_promise(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo"]) == 0
    shown = capsys.readouterr().out
    for words in ("the digest", "Rework a post", "Answer 5 comments", "From the guidance", "I'll take these", "5 of 5 answered"):
        assert words in shown, words


def test_what_is_rehearsed_at_another_time_writes_nothing_when_it_only_looks(
    filled: str, capsys: pytest.CaptureFixture[str],
) -> None:
    file = Path(filled.removeprefix("sqlite:///"))
    for words in (["audit"], ["digest"], ["comments"], ["commitments"], ["nudges", "preview"], ["ask", "leads?"], ["doctor"]):
        before = file.read_bytes()
        assert main([*words, "--store", filled, "--now", "2026-03-10T10:00:00Z"]) == 0
        assert file.read_bytes() == before, words
    capsys.readouterr()


def test_the_program_starts_as_a_module_and_says_its_words() -> None:
    done = subprocess.run([sys.executable, "-m", "bot", "--help"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    for name in EVERY:
        assert name.split()[0] in done.stdout
