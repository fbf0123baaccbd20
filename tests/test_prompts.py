"""The words in `prompts/` and the code that reads them fit: no slot without a value, no value without a slot, no file unread."""

from __future__ import annotations

import ast
import asyncio
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from bot.coach.drafts import drafting
from bot.coach.drafts.skeletons import read_skeleton, skeleton
from bot.errors import ConfigError
from bot.llm import prompts
from bot.llm.answering import Asked, Writer
from bot.llm.prompts import ANSWER_SLOTS, FORM_SLOTS, SYSTEM_SLOTS, Prompts, form_text, slots
from bot.llm.remarking import ModelReviewer
from bot.llm.reply_writing import ModelDrafter
from bot.llm.second_reading import ModelReader
from bot.llm.tools import Sources
from bot.triage.classify import LABELS
from bot.triage.posts import KINDS
from tests.conftest import ROOT
from tests.fakes.model_team import PASSAGE, MadeUpTeam, ScriptedSpeaker
from tests.model_scripts import forms, purse
from tests.world import World

PROMPTS = ROOT / "prompts"
FILES = sorted(path for path in PROMPTS.rglob("*") if path.is_file())
READ_WHOLE = {"guidance", "eval/team"}
"""Folders whose every file is read, whatever its name."""
FILLED = {"system.md": SYSTEM_SLOTS, "answer.md": ANSWER_SLOTS}
"""The prompts that code fills, with the slots it knows."""


@cache
def constants() -> frozenset[str]:
    """Return every text that stands in the code, but for docstrings."""
    found: set[str] = set()
    for path in (ROOT / "bot").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}
        found |= {node.value for node in ast.walk(tree)
                  if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said}
    return frozenset(found)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PROMPTS).as_posix())
def test_every_file_is_read_somewhere(path: Path) -> None:
    place = path.relative_to(PROMPTS)
    if place.parent.as_posix() in READ_WHOLE:
        assert set(place.parent.parts) <= constants()
    elif place.parent.name == "drafts":
        assert path.stem.replace("-", " ") in LABELS
    else:
        assert place.name in constants(), f"no code names {place}"


def test_every_file_with_slots_is_filled_by_code_that_a_test_knows() -> None:
    with_slots = {path.relative_to(PROMPTS).as_posix() for path in FILES
                  if path.suffix == ".md" and path.parent.name not in ("guidance", "team") and slots(path.read_text(encoding="utf-8"))}
    assert {name for name in with_slots if not name.startswith("drafts/")} == {*FILLED, *FORM_SLOTS}


def test_each_slot_is_filled_by_the_code_and_each_value_has_its_slot(monkeypatch: pytest.MonkeyPatch) -> None:
    fills: list[tuple[str, Mapping[str, str]]] = []
    fill = prompts._filled

    def noted(text: str, values: Mapping[str, str]) -> str:
        fills.append((text, values))
        return fill(text, values)

    async def show(_: str) -> None:
        return None

    monkeypatch.setattr(prompts, "_filled", noted)
    team = MadeUpTeam()
    writer = Writer(ScriptedSpeaker(lambda _: "Reply first [1]."), Prompts.open(PROMPTS), Sources(team, team))
    asyncio.run(writer.answer(Asked("How are we doing?", (PASSAGE,), "2026-03-02T09:00:00Z"), show))
    texts = {(PROMPTS / name).read_text(encoding="utf-8").strip(): name for name in FILLED}
    assert {texts[text] for text, _ in fills} == set(FILLED)
    for text, values in fills:
        assert slots(text) == set(values), texts[text]


@pytest.mark.parametrize("name", FILLED)
def test_a_prompt_that_loses_a_slot_or_gains_one_is_refused(name: str, tmp_path: Path) -> None:
    for each in FILLED:
        (tmp_path / each).write_text((PROMPTS / each).read_text(encoding="utf-8"), encoding="utf-8")
    whole = (tmp_path / name).read_text(encoding="utf-8")
    for broken, said in ((whole + " {mood}", "there is no slot {mood}"), (whole.replace("{", "("), "is missing")):
        (tmp_path / name).write_text(broken, encoding="utf-8")
        with pytest.raises(Exception, match=said):
            Prompts.open(tmp_path)


def test_each_slot_of_a_form_is_filled_by_the_code_and_each_value_has_its_slot(small_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    fills: list[tuple[str, Mapping[str, str]]] = []
    fill = prompts._filled

    def noted(text: str, values: Mapping[str, str]) -> str:
        fills.append((text, values))
        return fill(text, values)

    monkeypatch.setattr(prompts, "_filled", noted)
    with forms(speaker=ScriptedSpeaker(lambda _: "{}")) as it:
        paid = purse(small_world.desk)
        ModelReader(it, paid).tell("comment", ["how much?"], LABELS)
        ModelReader(it, paid).tell("post", ["New loaf"], KINDS)
        ModelDrafter(it, paid).draft("how much?", "question", (), "")
        ModelReviewer(it, paid).remarks("New loaf", (), (PASSAGE,))
    texts = {(PROMPTS / name).read_text(encoding="utf-8").strip(): name for name in FORM_SLOTS}
    assert {texts[text] for text, _ in fills} == set(FORM_SLOTS)
    assert all(slots(text) == set(values) == FORM_SLOTS[texts[text]] for text, values in fills)


@pytest.mark.parametrize("name", FORM_SLOTS)
def test_a_prompt_of_a_form_that_loses_a_slot_or_gains_one_is_refused(name: str, tmp_path: Path) -> None:
    whole = (PROMPTS / name).read_text(encoding="utf-8")
    for broken, said in ((whole + " {mood}", "there is no slot {mood}"), (whole.replace("{boundary}", ""), "is missing")):
        (tmp_path / name).write_text(broken, encoding="utf-8")
        with pytest.raises(ConfigError, match=said):
            form_text(tmp_path, name, {})


@pytest.mark.parametrize(("name", "labels"), [("opinion_comments.md", LABELS), ("opinion_posts.md", KINDS)])
def test_a_prompt_for_opinions_explains_every_label(name: str, labels: tuple[str, ...]) -> None:
    words = (PROMPTS / name).read_text(encoding="utf-8")
    assert all(f"\n- {label}: " in words for label in labels)


@pytest.mark.parametrize("label", LABELS)
def test_each_slot_of_a_draft_says_what_it_is_for_and_each_hint_has_its_slot(label: str) -> None:
    words = (PROMPTS / "drafts" / f"{label.replace(' ', '-')}.md").read_text(encoding="utf-8")
    read = read_skeleton(words)
    used = slots("\n".join(read.drafts))
    assert used == set(read.hints)


def test_what_the_code_fills_into_drafts_is_a_slot_of_theirs() -> None:
    filled = set(drafting._known({"network": "instagram"}))
    assert filled
    assert filled <= {slot for label in LABELS for slot in slots("\n".join(skeleton(label).drafts))}
