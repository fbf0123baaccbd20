"""What stands on enough cards already is asked for no more, and what rules ask alike is read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.coach.figures.findings import find
from bot.coach.figures.shared_rows import SharedRows
from bot.model.rule import Case, Finding, Ref, Row, View
from bot.rules import rules
from tests.nudge_world import case, desk_with, rule
from tests.world import World, comment, desk_for, post

ASKING = ("unanswered-comments", "off-objective-time", "hidden-influence", "thank-your-regulars", "slow-replies",
          "service-trouble")
"""The rules that ask for comments one by one."""


def found(world: World, key: str, spent: Iterable[Ref] = ()) -> list[Finding]:
    """Return what a rule sees in its own example."""
    named, example = rules()[key], rules()[key].rule.fires_on
    here = World(desk_for(world.desk.records, now=example.now))
    here.tell(*example.facts, feeds=example.feeds)
    return find(here.desk, [named], spent=frozenset(spent))


def listed(finding: Finding) -> set[Ref]:
    return {item.ref for item in finding.case.items}


@pytest.mark.parametrize("key", ASKING)
def test_a_rule_leaves_spent_comments_out_of_what_it_asks_for(small_world: World, key: str) -> None:
    [whole] = found(small_world, key)
    gone = sorted(listed(whole), key=lambda ref: ref.id)[0]
    assert all(gone not in listed(each) for each in found(small_world, key, [gone]))


@pytest.mark.parametrize("key", ASKING)
def test_a_rule_lists_others_or_nothing_when_all_that_it_listed_is_spent(small_world: World, key: str) -> None:
    [whole] = found(small_world, key)
    rest = found(small_world, key, listed(whole))
    assert not any(listed(each) & listed(whole) for each in rest)


def test_the_figures_count_spent_comments_all_the_same(world: World) -> None:
    world.tell(*[comment(f"c{n}", created_at=f"2026-03-03T0{n}:00:00Z") for n in range(1, 8)])
    spent = frozenset({Ref("comment", "instagram", "c1")})
    [finding] = find(world.desk, [rules()["unanswered-comments"]], spent=spent)
    assert (finding.facts["n"], finding.facts["waiting"]) == (7, "7 comments")
    assert [ref.id for ref in finding.case.subject] == ["c2", "c3", "c4", "c5", "c6"]


def test_an_audit_sees_everything(small_world: World) -> None:
    seen: list[frozenset[Ref]] = []

    def look(_rows: Sequence[Row], view: View) -> Iterable[Case]:
        seen.append(view.spent)
        return [case()]

    find(desk_with(small_world.desk, rule("a", look)))
    assert seen == [frozenset()]


class Counted:
    """Records that count how often they are asked."""

    def __init__(self, records: Any) -> None:
        self.records, self.asked = records, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.records, name)

    def detect(self, sql: str, values: Mapping[str, Any]) -> Any:
        self.asked += 1
        return self.records.detect(sql, values)


def test_rules_that_ask_the_same_read_it_once(small_world: World) -> None:
    counted = Counted(small_world.desk.records)
    three = [rules()[key] for key in ("quiet-winner", "reach-without-leads", "format-and-timing")]
    find(replace(small_world.desk, records=counted), three)
    assert counted.asked == 1


def test_another_window_is_read_anew(small_world: World) -> None:
    counted = Counted(small_world.desk.records)
    settings = replace(small_world.desk.settings, rules={"quiet-winner": {"baseline_days": 30}})
    desk = replace(small_world.desk, records=counted, settings=settings)
    find(desk, [rules()[key] for key in ("quiet-winner", "reach-without-leads")])
    assert counted.asked == 2


def test_rows_are_forgotten_when_the_last_rule_has_seen_them(small_world: World) -> None:
    counted = Counted(small_world.desk.records)
    sql, values = "select team_id from teams where team_id = :team_id", {"now": "x"}
    shared = SharedRows(counted, [sql, sql])
    assert shared.of(sql, values) is shared.of(sql, values)
    shared.of(sql, values)
    assert counted.asked == 2


def test_a_posts_words_are_told_once_a_pass(small_world: World) -> None:
    small_world.tell(post(text="20% off all running shoes until Sunday"))
    told: list[str] = []

    def purpose_of(words: str) -> str:
        told.append(words)
        return "promotional"

    find(replace(small_world.desk, purpose_of=purpose_of), [rules()[key] for key in ("always-selling", "value-mix")])
    assert len(told) == 1
