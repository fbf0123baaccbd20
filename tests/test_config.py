"""The configuration: the example says every setting and its default, and every fault is told at once."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.app import Options, settings_for
from bot.config import load
from bot.errors import ConfigError
from bot.model.settings import Settings
from bot.rules import rules
from tests.conftest import ROOT

EXAMPLE = ROOT / "config.example.toml"


def written(tmp_path: Path, toml: str) -> Path:
    """Return a configuration file with some text."""
    path = tmp_path / "own.toml"
    path.write_text(toml, encoding="utf-8")
    return path


def faults(tmp_path: Path, toml: str) -> str:
    """Return what is said of a configuration with faults."""
    with pytest.raises(ConfigError) as caught:
        load(written(tmp_path, toml), rules())
    return str(caught.value)


def test_the_example_holds_every_default() -> None:
    assert load(EXAMPLE, rules()) == Settings()


def names(place: Any) -> list[str]:
    """Return the names of all settings in a table and the tables in it."""
    found = []
    for each in fields(place):
        value = getattr(place, each.name)
        value = value[0] if isinstance(value, tuple) and value and is_dataclass(value[0]) else value
        found += names(value) if is_dataclass(value) else [each.name]
    return found


def test_the_example_names_every_setting_once() -> None:
    stated = re.findall(r"^(\w+) = ", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(stated) == sorted(name for name in names(Settings()) if name != "rules")


def test_without_a_file_the_defaults_hold_and_coach_toml_is_found_by_itself(tmp_path: Path) -> None:
    assert settings_for(Options()) == Settings()
    (tmp_path / "coach.toml").write_text('zone = "Europe/Berlin"\n')
    assert settings_for(Options()).zone == "Europe/Berlin"


def test_every_fault_is_told_at_once_with_the_nearest_right_name(tmp_path: Path) -> None:
    said = faults(tmp_path, """
zon = "Europe/Berlin"
zone = "Europe/Berln"
busy_timeout_s = -1
[nudges]
nudge_at = "25:99"
audit_dy = "mon"
holidays = ["2026-13-01"]
[rules.unanswered-coments]
window_days = 3
[rules.unanswered-comments]
windw_days = 3
""")
    for words in ("8 faults", "did you mean zone?", "did you mean Europe/Berlin?", "busy_timeout_s", "25:99", "did you mean audit_day?",
                  "2026-13-01", "did you mean unanswered-comments?", "did you mean window_days?"):
        assert words in said, words


@pytest.mark.parametrize(("toml", "words"), [
    ("zone = ", "not valid TOML"),
    ("[nudges]\nprofile = 'loud'", "profile"),
    ("[nudges]\nhold_out_share = 1.5", "hold_out_share"),
    ("[[channels]]\nzone = 'Nowhere'", "Nowhere"),
])
def test_a_fault_names_its_place(tmp_path: Path, toml: str, words: str) -> None:
    assert words in faults(tmp_path, toml)


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"copy config\.example\.toml"):
        load(tmp_path / "nowhere.toml")


def test_a_rules_own_setting_reaches_the_rule(tmp_path: Path) -> None:
    settings = load(written(tmp_path, "[rules.unanswered-comments]\nwindow_days = 28\n"), rules())
    assert settings.rules["unanswered-comments"]["window_days"] == 28


def test_settings_cannot_be_changed_after_they_were_read() -> None:
    with pytest.raises(AttributeError):
        Settings().zone = "Europe/Berlin"  # type: ignore[misc]
