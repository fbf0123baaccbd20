"""The README's table of ideas holds: what it names is there, rests on the text it says, and is tested by what it says."""

from __future__ import annotations

import re

import pytest

from bot.commands import commands
from bot.rules import rules
from tests.conftest import ROOT
from tests.ideas import IDEAS, Idea


@pytest.mark.parametrize("idea", IDEAS, ids=lambda each: each.idea)
def test_what_answers_to_an_idea_is_there(idea: Idea) -> None:
    assert set(idea.by) <= {*rules(), *commands()}


@pytest.mark.parametrize("idea", IDEAS, ids=lambda each: each.idea)
def test_its_guidance_rests_on_the_text_it_is_from(idea: Idea) -> None:
    for piece in idea.guidance:
        words = (ROOT / "prompts/guidance" / f"{piece}.md").read_text(encoding="utf-8")
        source = re.search(r"^source: (.*)$", words, re.MULTILINE)
        assert source is not None
        assert source.group(1).strip('"') == idea.text


@pytest.mark.parametrize("idea", IDEAS, ids=lambda each: each.idea)
def test_the_test_it_names_is_there(idea: Idea) -> None:
    file, _, name = idea.test.partition(".")
    assert f"def test_{name}(" in (ROOT / "tests" / f"test_{file}.py").read_text(encoding="utf-8")


def test_every_rule_answers_to_an_idea() -> None:
    assert set(rules()) == {name for idea in IDEAS for name in idea.by if name in rules()}
