"""What a process that waits holds in memory: definitions are read when they are asked for, and no library before its use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.actions import actions
from tests.conftest import ROOT
from tests.engines import own_store

HEAVY = ("numpy", "sqlite_utils", "pydantic", "openai", "rich", "psycopg", "apscheduler", "bot.triage", "bot.guidance", "bot.llm", "bot.demo",
         "bot.actions.", "bot.rules.")
WAITS = """
import sys
from pathlib import Path
from bot.actions import actions
from bot.app import Options, duties, opened
from bot.commands import commands
with opened(Options(config=Path("coach.toml"))) as desk:
    list(commands().values()), list(actions()), duties().slots(desk)
    print(*sys.modules)
"""


@pytest.mark.parametrize("name", list(actions()))
def test_an_action_has_the_name_of_its_file(name: str) -> None:
    assert actions()[name].name == name


def test_to_know_an_action_its_file_is_not_read() -> None:
    asked = "import sys; from bot.actions import actions; print('keep-pace' in actions(), 'bot.actions.keep_pace' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT)})
    assert told.stdout.split() == ["True", "False"]


def test_a_process_that_waits_has_loaded_no_library_that_it_does_not_use(tmp_path: Path) -> None:
    with own_store() as store:
        Path("coach.toml").write_text(f'store = "sqlite:///{store.driver.path}"\n', encoding="utf-8")  # type: ignore[attr-defined]
        told = subprocess.run([sys.executable, "-c", WAITS], capture_output=True, text=True, check=True, cwd=tmp_path,
                              env={"PYTHONPATH": str(ROOT)})
    assert [name for name in told.stdout.split() if name.startswith(HEAVY)] == []
