"""The read-only tools: strict arguments, figures with ids, and reckoning with nothing else."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from bot.errors import UsageError
from bot.llm.evidence import Fact
from bot.llm.fencing import Fence
from bot.llm.grounding import check
from bot.llm.reckon import Operation, reckon
from bot.llm.schemas import arguments
from bot.llm.tools import TOOLS, Sources, TeamTools
from bot.model.measured import Measured, Span, Unit
from tests.fakes.model_team import AS_OF, LINK, PASSAGE, MadeUpTeam
from tests.fakes.openai_rules import chat_fault

NOW = Span("2026-02-23T00:00:00Z", "2026-03-02T00:00:00Z", "last 7 days")
BEFORE = Span("2026-02-16T00:00:00Z", "2026-02-23T00:00:00Z", "the 7 days before")


def toolbox(team: MadeUpTeam | None = None) -> TeamTools:
    team = team or MadeUpTeam()
    return TeamTools(Sources(team, team), Fence("b0"), (PASSAGE,))


def run(tools: TeamTools, name: str, **given: Any) -> dict[str, Any]:
    """Run a tool and read its JSON."""
    document: dict[str, Any] = json.loads(asyncio.run(tools.run(name, json.dumps(given))))
    return document


def fact(metric: str, value: float, unit: Unit = "count", span: Span | None = NOW, number: str = "", **about: str) -> Fact:
    return Fact.of(Measured(metric, value, unit, about), span, number=number)


def test_every_schema_is_strict_by_the_protocols_own_rules() -> None:
    functions = [{"type": "function", "function": {"name": each.name, "parameters": each.schema, "strict": True}} for each in TOOLS]
    assert chat_fault({"model": "m", "messages": [{"role": "user", "content": "x"}], "tools": functions}) is None


@pytest.mark.parametrize(("name", "given"), [
    ("unanswered_comments", {"network": None, "limit": 5}), ("posts", {"days": 7, "order": "reach", "limit": 5}), ("leads_by_post", {"days": 7, "limit": 5}),
    ("compare_windows", {"days": 7}), ("objectives", {}), ("commitments", {"which": "open"}),
])
def test_each_result_carries_window_n_and_as_of(name: str, given: dict[str, Any]) -> None:
    result = run(toolbox(), name, **given)
    assert {"window", "n", "as_of"} <= set(result)
    assert result["as_of"] == AS_OF


def test_what_a_tool_gave_is_evidence_at_once() -> None:
    tools = toolbox()
    assert not check("You have 12 unanswered comments.", tools.evidence).ok
    run(tools, "unanswered_comments", network=None, limit=5)
    assert check("You have 12 unanswered comments, 9 of them on Instagram.", tools.evidence).ok
    assert LINK in tools.evidence.links


def test_a_post_may_be_called_by_its_first_words() -> None:
    tools = toolbox()
    run(tools, "posts", days=7, order="reach", limit=5)
    assert check('"Spring cakes are here" reached 5,420 people.', tools.evidence).ok


def test_outside_text_comes_fenced_and_masked() -> None:
    result = run(toolbox(MadeUpTeam({"comment": "Mail ana@example.org"})), "unanswered_comments", network=None, limit=5)
    assert result["things"][0]["text"] == "[data b0: comment]\nMail [email]\n[end of data b0]"


def test_found_passages_get_the_next_numbers() -> None:
    tools = toolbox()
    assert [each["source"] for each in run(tools, "guidance", query="tone")["passages"]] == [2]
    assert [each["source"] for each in run(tools, "guidance", query="tone again")["passages"]] == [2]
    assert "[data b0: document]" in run(tools, "guidance", query="tone")["passages"][0]["text"]


def test_reckoned_figures_are_evidence() -> None:
    tools = toolbox()
    figures = {each["value"]: each["id"] for each in run(tools, "compare_windows", days=7)["figures"]}
    assert run(tools, "reckon", operation="change", figures=[figures[18], figures[23]])["value"] == 0.2778
    assert check("Leads rose by 28%.", tools.evidence).ok
    assert not check("Leads fell by 28%.", tools.evidence).ok


@pytest.mark.parametrize(("name", "given", "words"), [
    ("delete_comment", {}, "no tool of that name"), ("posts", {"days": 7}, "missing"), ("posts", {"days": 0, "order": "reach", "limit": 5}, "goes from 1"),
    ("posts", {"days": "7", "order": "reach", "limit": 5}, "type"), ("posts", {"days": 7, "order": "worst", "limit": 5}, "none of"),
    ("objectives", {"team": "other"}, "no argument"), ("reckon", {"operation": "sum", "figures": ["f1", "f2"]}, "no tool gave"),
    ("reckon", {"operation": "sum", "figures": ["12", "30"]}, "no tool gave"), ("reckon", {"operation": "share", "figures": ["f1"]}, "2 to 8"),
    ("guidance", {"query": "x" * 301}, "longer"), ("posts", {"days": True, "order": "reach", "limit": 5}, "type"),
])
def test_a_call_that_is_off_is_told_and_reads_nothing(name: str, given: dict[str, Any], words: str) -> None:
    team = MadeUpTeam()
    result = run(toolbox(team), name, **given)
    assert list(result) == ["error"]
    assert words in result["error"]
    assert team.asked == []


@pytest.mark.parametrize("text", ["", "[]", "{", "null", '"x"', "[" * 5000])
def test_arguments_that_are_no_object_are_told(text: str) -> None:
    with pytest.raises(UsageError):
        arguments(text, TOOLS[1].schema)


@pytest.mark.parametrize(("operation", "first", "second", "value", "unit"), [
    ("share", fact("leads", 6, kind="booking"), fact("leads", 23), 0.2609, "share"), ("ratio", fact("reach", 9600, "people", network="a"), fact("reach", 2400, "people", network="b"), 4, "times"),
    ("change", fact("leads", 18, span=BEFORE), fact("leads", 23), 0.2778, "share"), ("difference", fact("leads", 23, span=BEFORE), fact("leads", 18), -5, "count"),
    ("difference", fact("answered share of comments", 0.56, "share", BEFORE), fact("answered share of comments", 0.42, "share"), -0.14, "points"),
    ("sum", fact("leads", 6, number="f1", network="a"), fact("leads", 17, number="f2", network="b"), 23, "count"),
])
def test_what_goes_together_is_reckoned(operation: Operation, first: Fact, second: Fact, value: float, unit: str) -> None:
    found = reckon(operation, [first, second])
    assert (found.value, found.unit) == (pytest.approx(value), unit)


@pytest.mark.parametrize(("operation", "figures"), [
    ("share", [fact("leads", 6), fact("unanswered comments", 12)]), ("share", [fact("leads", 30, kind="sale"), fact("leads", 23)]), ("share", [fact("leads", 6), fact("leads", 0)]),
    ("share", [fact("engagement rate", 0.1, "share"), fact("engagement rate", 0.2, "share")]), ("ratio", [fact("leads", 6), fact("reach", 12, "people")]),
    ("ratio", [fact("leads", 6, network="a"), fact("leads", 0, network="b")]), ("change", [fact("leads", 23), fact("leads", 18, span=BEFORE)]),
    ("change", [fact("leads", 1, network="a"), fact("leads", 2, network="b")]), ("change", [fact("leads", 0, span=BEFORE), fact("leads", 2)]),
    ("sum", [fact("leads", 6, number="f1"), fact("leads", 6, number="f1")]), ("sum", [fact("leads", 6, number="f1"), fact("unanswered comments", 6, number="f2")]),
    ("sum", [fact("leads", 6, number="f1", network="a"), fact("leads", 17, number="f2")]), ("sum", [fact("leads", 6, number="f1", network="a"), fact("leads", 17, number="f2", network="a")]),
    ("sum", [fact("leads", 6, number="f1", network="a"), fact("leads", 17, number="f2", span=BEFORE, network="b")]), ("sum", [fact("leads", 6)]),
    ("sum", [fact("lead yield", 1.0, "per 1,000 reached", number="f1", network="a"), fact("lead yield", 2.0, "per 1,000 reached", number="f2", network="b")]),
])
def test_what_does_not_go_together_is_not_reckoned(operation: Operation, figures: list[Fact]) -> None:
    with pytest.raises(UsageError):
        reckon(operation, figures)


def test_a_sum_may_be_told_of_what_it_sums() -> None:
    parts = [fact("leads", 6, number="f1", network="tiktok"), fact("leads", 17, number="f2", network="instagram")]
    tools = toolbox()
    tools.evidence = type(tools.evidence)((*parts, reckon("sum", parts)))
    assert check("TikTok and Instagram together brought 23 leads.", tools.evidence).ok
    assert not check("TikTok brought 23 leads.", tools.evidence).ok
