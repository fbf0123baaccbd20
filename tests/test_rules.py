"""The contract that every rule keeps, whoever wrote it."""

from __future__ import annotations

import json
import re
import string
from dataclasses import replace

import pytest

from bot.coach.figures.findings import cases, find, settings_of
from bot.model.card import plain
from bot.model.rule import Example, NamedRule
from bot.model.times import ago, from_text
from bot.rules import rules
from bot.store.statements import parameters_of
from bot.store.store import Store
from tests.conftest import ROOT
from tests.world import World, desk_for

EVERY = sorted(rules())


def seen(store: Store, named: NamedRule, example: Example) -> World:
    """Return a world that holds a rule's own example, looked at from its moment."""
    told = World(desk_for(store.team("example"), now=example.now))
    told.tell(*example.facts, feeds=example.feeds)
    for objective in example.objectives:
        told.set_objective(**objective)
    return told


@pytest.fixture(params=EVERY)
def named(request: pytest.FixtureRequest) -> NamedRule:
    """Every rule in turn."""
    return rules()[request.param]


def test_a_rule_fires_on_its_own_example(store: Store, named: NamedRule) -> None:
    verdicts = [case.verdict for case in cases(seen(store, named, named.rule.fires_on).desk, named)]
    assert "fires" in verdicts


def test_a_rule_is_silent_on_its_near_miss(store: Store, named: NamedRule) -> None:
    verdicts = [case.verdict for case in cases(seen(store, named, named.rule.silent_on).desk, named)]
    assert "fires" not in verdicts


def test_every_slot_of_the_wording_is_a_fact(sqlite_store: Store, named: NamedRule) -> None:
    for finding in find(seen(sqlite_store, named, named.rule.fires_on).desk, [named]):
        for words in (finding.headline, finding.ask, finding.next_step):
            assert plain(words)
        for item in finding.case.items:
            slots = {name for _, name, _, _ in string.Formatter().parse(item.headline) if name}
            assert slots <= set(item.facts)


def test_every_finding_says_its_window_its_n_and_its_as_of(sqlite_store: Store, named: NamedRule) -> None:
    for example in (named.rule.fires_on, named.rule.silent_on):
        for finding in find(seen(sqlite_store, named, example).desk, [named]):
            assert {"window", "n", "as_of"} <= set(finding.facts)


def test_a_rule_without_any_data_neither_fires_nor_fails(small_world: World, named: NamedRule) -> None:
    assert all(case.verdict == "cant-tell" or named.key == "no-objective" for case in cases(small_world.desk, named))


def test_a_rule_is_its_own_manual(named: NamedRule) -> None:
    assert len(named.manual.split()) >= 30
    assert all(setting.why and setting.unit for setting in named.rule.settings.values())
    assert named.rule.closed_by


def test_every_parameter_of_a_query_is_a_setting_or_a_reach(named: NamedRule) -> None:
    settings = set(named.rule.settings)
    allowed = {"team_id", "now"} | settings | {f"{name}_ago" for name in settings}
    assert parameters_of(named.rule.detect) <= allowed
    assert "team_id" in parameters_of(named.rule.detect)


def test_the_words_of_a_nudge_stay_short_and_calm(sqlite_store: Store, named: NamedRule) -> None:
    for finding in find(seen(sqlite_store, named, named.rule.fires_on).desk, [named]):
        words = " ".join(plain(part) for part in (finding.headline, finding.ask, finding.next_step))
        assert len(words.split()) <= 60
        assert "!" not in words
        assert not {"just", "friendly"} & set(words.lower().split())


def test_a_teams_own_setting_goes_over_the_default(small_world: World, named: NamedRule) -> None:
    for name in named.rule.settings:
        settings = replace(small_world.desk.settings, rules={named.key: {name: 3}})
        assert settings_of(replace(small_world.desk, settings=settings), named)[name] == 3


def test_every_guidance_a_rule_rests_on_has_its_file(named: NamedRule) -> None:
    assert named.rule.rests_on
    for guidance_id in named.rule.rests_on:
        assert (ROOT / "prompts" / "guidance" / f"{guidance_id}.md").is_file(), guidance_id


def test_the_commitment_it_suggests_is_short_enough_to_promise(sqlite_store: Store, named: NamedRule) -> None:
    for finding in find(seen(sqlite_store, named, named.rule.fires_on).desk, [named]):
        if finding.case.verdict == "fires":
            assert 0 < len(finding.commitment) <= 140


def test_what_it_saw_can_be_written_for_scripts(sqlite_store: Store, named: NamedRule) -> None:
    for case in cases(seen(sqlite_store, named, named.rule.fires_on).desk, named):
        assert json.loads(json.dumps(dict(case.facts), allow_nan=False)) == json.loads(json.dumps(dict(case.facts)))
        assert len(case.items) <= 5


def test_what_cannot_be_told_says_why_and_what_to_do(sqlite_store: Store, named: NamedRule) -> None:
    told = seen(sqlite_store, named, named.rule.fires_on)
    for days in (0, 9, 20, 60):
        later = told.at(ago(from_text(named.rule.fires_on.now), days=-days))
        for finding in find(later.desk, [named]):
            if finding.case.verdict == "cant-tell":
                assert finding.case.reason
                assert plain(finding.next_step)
                assert {"window", "n", "as_of"} <= set(finding.facts)


def test_a_rule_sees_nothing_of_another_team(store: Store, named: NamedRule) -> None:
    seen(store, named, named.rule.fires_on)
    other = World(desk_for(store.team("another"), now=named.rule.fires_on.now))
    assert cases(other.desk, named) == []


def test_a_query_costs_what_its_window_holds_and_not_the_history(sqlite_store: Store, named: NamedRule) -> None:
    settings = {name: setting.default for name, setting in named.rule.settings.items()}
    values = {"team_id": "example", "now": "2026-03-04T09:30:00Z", **settings, **{f"{name}_ago": "2026-02-04" for name in settings}}
    plan = sqlite_store.driver.rows(f"explain query plan {named.rule.detect}", values)
    for table in ("posts", "comments", "leads", "readings", "followers", "outbound"):
        names = {table, *re.findall(rf"\b{table} as (\w+)", named.rule.detect)} - set(re.findall(r"min\((\w)\.", named.rule.detect))
        for row in plan:
            if re.match(rf"(SCAN|SEARCH) ({'|'.join(names)})\b", row["detail"]):
                assert re.search(r"created_at[<>=]|published_at[<>]|day[<>]|_id=\? AND .*_id=|utm_\w+=", row["detail"]), row["detail"]


@pytest.mark.parametrize("value", [0, 1, 400])
def test_no_setting_makes_a_rule_fail(sqlite_store: Store, named: NamedRule, value: float) -> None:
    told = seen(sqlite_store, named, named.rule.fires_on)
    for name in named.rule.settings:
        settings = replace(told.desk.settings, rules={named.key: {name: value}})
        find(replace(told.desk, settings=settings), [named])
