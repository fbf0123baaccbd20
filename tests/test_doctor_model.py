"""The language model's settings: what is refused of them, and what the doctor says of the model, never the key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli import main
from bot.config import load
from bot.doctor_model import model_check
from bot.errors import ConfigError
from bot.model.measured import Spent
from bot.model.settings import LanguageModel

KEY = "sk-live-0123456789abcdef"
OWN = LanguageModel(name="made-up", base_url="http://127.0.0.1:8080/v1", api_key_env="")


def test_without_a_name_there_is_no_model() -> None:
    assert model_check(LanguageModel(), Spent(), {}).found == "none is set; answers are quoted from the guidance"


def test_the_doctor_names_model_host_variable_and_what_today_has_used_and_never_the_key() -> None:
    check = model_check(LanguageModel(name="m", price_read=2.0, money_per_day=5.0), Spent(3, 1200, 250_000), {"OPENAI_API_KEY": KEY})
    assert check.found == ("m at api.openai.com (chat), its key is in OPENAI_API_KEY; today 3 of 500 requests, 1,200 of 1,000,000 tokens, "
                           "0.25 of 5.00 money")
    assert (check.state, KEY in check.found + check.next_step) == ("ok", False)


def test_an_empty_variable_is_named_with_the_next_step() -> None:
    check = model_check(LanguageModel(name="m", api_key_env="MY_KEY"), Spent(), {"MY_KEY": " "})
    assert (check.state, "the variable MY_KEY is empty" in check.found, "MY_KEY" in check.next_step) == ("attention", True, True)


def test_a_server_of_ones_own_needs_no_key() -> None:
    check = model_check(OWN, Spent(), {})
    assert (check.state, "127.0.0.1:8080" in check.found, "without a key" in check.found) == ("ok", True, True)


@pytest.mark.parametrize("used", [Spent(requests=500), Spent(tokens=1_000_000)])
def test_a_day_that_is_used_up_is_told(used: Spent) -> None:
    check = model_check(OWN, used, {})
    assert (check.state, "Today's bound is reached" in check.next_step) == ("attention", True)


def test_the_doctor_reads_the_teams_own_ledger(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    (tmp_path / "own.toml").write_text('[model]\nname = "m"\n', encoding="utf-8")
    main(["doctor", "--config", str(tmp_path / "own.toml"), "--store", f"sqlite:///{tmp_path}/x.db", "--json"])
    out = capsys.readouterr().out
    found = {each["check"]: each for each in json.loads(out)}
    assert "today 0 of 500 requests" in found["language model"]["found"]
    assert KEY not in out


@pytest.mark.parametrize(("toml", "words"), [
    ('base_url = "openai"', "base_url: is no address"), ('base_url = "ftp://x.example"', "base_url: is no address"),
    ('base_url = "http://[x"', "base_url: is no address"), (f'base_url = "https://me:{KEY}@x.example/v1"', "holds more than host and path"),
    (f'base_url = "https://x.example/v1?key={KEY}"', "holds more than host and path"), (f'api_key_env = "{KEY}"', "is no name of an environment variable"),
    (f'api_key = "{KEY}"', "did you mean api_key_env?"), ("money_per_day = 1.0", "price_read and price_written are 0"), ("hard_stop_s = 0", "at least 1"),
    ("rounds = 99", "at most 12"), ('api = "grpc"', "model.api"), (f'tone = "{"x" * 301}"', "one sentence will do"),
])
def test_a_fault_of_the_settings_is_told_and_never_quotes_a_key(tmp_path: Path, toml: str, words: str) -> None:
    (tmp_path / "own.toml").write_text(f"[model]\n{toml}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(tmp_path / "own.toml")
    assert words in str(caught.value)
    assert KEY not in str(caught.value)


def test_a_whole_table_is_read(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('[model]\nname = "m"\nbase_url = "http://127.0.0.1:8080/v1"\napi = "responses"\nmoney_per_day = 2\n'
                                       'price_read = 0.15\ntone = "Be brief."\nsecond_opinions = true\n', encoding="utf-8")
    model = load(tmp_path / "own.toml").model
    assert (model.name, model.api, model.money_per_day, model.tone, model.second_opinions) == ("m", "responses", 2.0, "Be brief.", True)
