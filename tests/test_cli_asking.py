"""A question at the command line with a model: acknowledged on standard error, answered on standard output."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.chat.live import LOOKING
from bot.cli import main
from tests.asked_scenes import ANSWER, QUESTION
from tests.fakes.openai_server import FakeOpenAI, said


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    """The end of a command line whose model is not there."""
    path = tmp_path / "own.toml"
    path.write_text('[model]\nname = "made-up"\nbase_url = "http://127.0.0.1:9/v1"\napi_key_env = ""\nretries = 0\n', encoding="utf-8")
    return ["--config", str(path), "--store", f"sqlite:///{tmp_path}/x.db"]


def test_it_is_acknowledged_beside_the_answer(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with FakeOpenAI(said(ANSWER)) as server:
        Path(words[1]).write_text(f'[model]\nname = "made-up"\nbase_url = "{server.url}"\napi_key_env = ""\n', encoding="utf-8")
        assert main(["ask", QUESTION, *words]) == 0
    printed = capsys.readouterr()
    assert printed.err.strip() == LOOKING
    assert ANSWER in " ".join(printed.out.split())
    assert LOOKING not in printed.out


@pytest.mark.parametrize("more", [["--show-prompt"], ["--json"]])
def test_where_nothing_is_waited_for_or_a_script_reads_it_is_not(words: list[str], more: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", QUESTION, *more, *words]) == 0
    assert LOOKING not in capsys.readouterr().err
