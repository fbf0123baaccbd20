"""A configuration in plain values is read without pydantic, and to the same settings."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from bot.config_plain import plainly
from bot.model.settings import Settings
from tests.conftest import ROOT

EXAMPLE = ROOT / "config.example.toml"
VALUES = st.one_of(st.integers(-5, 70), st.floats(allow_nan=False), st.booleans(), st.sampled_from(["mon", "slack", "light", "64", ""]),
                   st.lists(st.sampled_from(["wed", "x"]), max_size=2), st.just([["a", "b"], ["c"]]),
                   st.dictionaries(st.sampled_from(["a", "b"]), st.one_of(st.integers(0, 3), st.dictionaries(st.just("n"), st.integers())),
                                   max_size=2), st.none())


def tables(place: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Return what may stand in a table: right and wrong values for its names, and now and then a name that is none of its."""
    own = {each.name: getattr(place, each.name) for each in fields(place)}
    parts = {name: tables(value) if is_dataclass(value) else st.one_of(st.just(as_written(value)), VALUES) for name, value in own.items()}
    one = st.one_of([st.tuples(st.just(name), part) for name, part in parts.items()] + [st.tuples(st.just("nonsense"), VALUES)])
    return st.lists(one, max_size=3).map(dict)


def as_written(value: Any) -> Any:
    """Return a default as TOML has it."""
    if isinstance(value, tuple):
        return [as_written(each) for each in value]
    return {each.name: getattr(value, each.name) for each in fields(value)} if is_dataclass(value) else value


@given(tables(Settings()))
def test_what_is_taken_as_it_stands_is_what_pydantic_reads(data: dict[str, Any]) -> None:
    taken = plainly(Settings, data)
    if taken is not None:
        assert repr(taken) == repr(TypeAdapter(Settings).validate_python(data))


@pytest.mark.parametrize("data", [{"nonsense": 1}, {"team": 7}, {"busy_timeout_s": True}, {"admins": "ada"}, {"nudges": []},
                                  {"nudges": {"digest_day": "someday"}}, {"channels": [{"platform": "fax"}]},
                                  {"rules": {"poor_leads": {"least": "many"}}}])
def test_what_pydantic_refuses_is_never_taken(data: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Settings, config=None).validate_python(data, strict=True)
    assert plainly(Settings, data) is None


def test_the_example_costs_no_pydantic(tmp_path: Path) -> None:
    asked = "import sys; from bot.config import load; from pathlib import Path; load(Path(sys.argv[1])); print('pydantic' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked, str(EXAMPLE)], capture_output=True, text=True, check=True, cwd=tmp_path,
                          env={"PYTHONPATH": str(ROOT)})
    assert told.stdout.strip() == "False"
