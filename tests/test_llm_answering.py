"""A question from end to end with a scripted model; the prompts' slots; the budget."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from bot.errors import BudgetSpent, ConfigError, CutAnswer, EmptyAnswer, ModelError, ModelTooSlow
from bot.llm.answering import Asked, Writer, Written
from bot.llm.budget import Allowance, Budget, Price
from bot.llm.client import Model
from bot.llm.prompts import ANSWER_SLOTS, SYSTEM_SLOTS, Prompts, slots
from bot.llm.settings import ModelSettings
from bot.llm.tools import Sources
from bot.llm.turns import Said, Usage
from bot.model.answers import Source
from bot.model.measured import Spent
from tests.conftest import ROOT
from tests.fakes import openai_server as fake
from tests.fakes.model_team import PASSAGE, MadeUpTeam, ScriptedSpeaker
from tests.fakes.openai_server import FakeOpenAI

PROMPTS = ROOT / "prompts"
OWN = Source("own", "Our {question}", "Tone", "Tone", None, None, "We write warmly.", "team")


def ask(speaker: ScriptedSpeaker, asked: Asked | None = None) -> tuple[Written, list[str]]:
    """Ask a scripted model one question."""
    shown: list[str] = []
    team = MadeUpTeam()

    async def show(text: str) -> None:
        shown.append(text)

    writer = Writer(speaker, Prompts.open(PROMPTS), Sources(team, team))
    return asyncio.run(writer.answer(asked or Asked("How are we doing?", (PASSAGE,), "2026-03-02T09:00:00Z"), show)), shown


def saying(words: str, **more: object) -> ScriptedSpeaker:
    return ScriptedSpeaker(lambda _: words, **more)  # type: ignore[arg-type]


def test_an_answer_is_shown_as_it_is_borne_out() -> None:
    speaker = saying("You have 12 unanswered comments. You have 99 leads. Reply to questions first [1].", steps=(("unanswered_comments", '{"network": null, "limit": 5}'),))
    written, shown = ask(speaker)
    assert written.text == "You have 12 unanswered comments. Reply to questions first [1]."
    assert "".join(shown).strip() == written.text
    assert (written.sources, len(written.withheld), written.failure) == ((PASSAGE,), 1, None)


def test_over_the_wire_tools_figures_and_gate_work_together() -> None:
    words = ("You have 12 unanswered comm", "ents, 9 of them on Instagram. You have 40 leads. ", "Reply to questions first [1].")
    with FakeOpenAI(fake.called(("c1", "unanswered_comments", '{"network": null, "limit": 5}')), fake.said(*words)) as server:
        shown: list[str] = []
        team = MadeUpTeam()

        async def show(text: str) -> None:
            shown.append(text)

        async def run() -> Written:
            model = Model(ModelSettings("made-up", base_url=server.url, api_key_env=""), {})
            asked = Asked("How are we doing?", (PASSAGE,), "2026-03-02T09:00:00Z")
            try:
                return await Writer(model, Prompts.open(PROMPTS), Sources(team, team)).answer(asked, show)
            finally:
                await model.close()

        written = asyncio.run(run())
    assert written.text == "You have 12 unanswered comments, 9 of them on Instagram. Reply to questions first [1]."
    assert (server.refused, written.usage.requests, len(written.withheld)) == ([], 2, 1)


def test_sources_are_numbered_as_they_are_shown() -> None:
    asked = Asked("What tone?", (OWN, PASSAGE), "2026-03-02T09:00:00Z")
    written, _ = ask(saying("Reply to questions first, then thank the rest [2]. Then write warmly as we write in our tone [1]."), asked)
    assert written.text.startswith("Reply to questions first, then thank the rest [1].")
    assert written.sources[0] == PASSAGE


def test_a_hollow_answer_is_told() -> None:
    assert ask(saying("You have 99 leads. You have 98 posts. Write."))[0].is_hollow


@pytest.mark.parametrize("error", [EmptyAnswer("nothing"), ModelTooSlow("late")])
def test_a_failure_before_the_first_sentence_is_raised(error: ModelError) -> None:
    with pytest.raises(type(error)):
        ask(saying("", fails=error))


def test_a_failure_after_it_keeps_what_was_shown_and_says_why() -> None:
    written, _ = ask(saying("Write to them first. Then the oth", fails=CutAnswer("broke off")))
    assert (written.text, written.failure) == ("Write to them first.", "broke off")


def test_the_question_is_masked_and_everything_else_fenced() -> None:
    speaker = saying("Write to them.")
    asked = Asked("Mail ana@example.org?", (PASSAGE, OWN), "2026-03-02T09:00:00Z", earlier=("What of trolls?",))
    ask(speaker, asked)
    assert speaker.turn is not None
    entry = speaker.turn.entries[0]
    assert isinstance(entry, Said)
    boundary = re.search(r"\[data (\w+)", speaker.turn.system)
    assert boundary
    assert entry.text.endswith("Mail [email]?")
    assert f"[data {boundary[1]}: thread]\nWhat of trolls?" in entry.text
    assert f"[data {boundary[1]}: document]" in entry.text
    assert "We write warmly" not in speaker.turn.system


def test_a_slot_in_somebodys_text_is_not_filled() -> None:
    speaker = saying("Write to them.")
    ask(speaker, Asked("What is {passages}?", (OWN,), "2026-03-02T09:00:00Z"))
    assert speaker.turn is not None
    assert speaker.turn.entries[0].text.endswith("What is {passages}?")  # type: ignore[union-attr]


@pytest.mark.parametrize("slot", sorted(SYSTEM_SLOTS))
def test_each_slot_of_the_system_text_is_there_and_filled(slot: str) -> None:
    prompts = Prompts.open(PROMPTS)
    assert slot in slots(prompts.system)
    assert f"<{slot}>" in prompts.system_text({name: f"<{name}>" for name in SYSTEM_SLOTS})


@pytest.mark.parametrize("slot", sorted(ANSWER_SLOTS))
def test_each_slot_of_the_question_is_there_and_filled(slot: str) -> None:
    prompts = Prompts.open(PROMPTS)
    assert slot in slots(prompts.answer)
    assert f"<{slot}>" in prompts.answer_text({name: f"<{name}>" for name in ANSWER_SLOTS})


def test_the_system_text_has_no_slot_for_words_from_outside() -> None:
    assert not {"question", "passages", "earlier", "facts", "name", "team"} & SYSTEM_SLOTS


@pytest.mark.parametrize(("system", "fault"), [("{boundary} {words} {sources}", "{tone} is missing"), ("{boundary} {words} {sources} {tone} {name}", "no slot {name}")])
def test_a_prompt_with_a_wrong_slot_is_told(tmp_path: Path, system: str, fault: str) -> None:
    (tmp_path / "system.md").write_text(system, encoding="utf-8")
    (tmp_path / "answer.md").write_text("{question}{passages}{earlier}{now}{facts}", encoding="utf-8")
    with pytest.raises(ConfigError, match=re.escape(fault)):
        Prompts.open(tmp_path)


class Ledger:
    """A ledger in memory."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], Spent] = {}

    def spent(self, team_id: str, day: str) -> Spent:
        return self.rows.get((team_id, day), Spent())

    def add(self, team_id: str, day: str, more: Spent) -> None:
        known = self.spent(team_id, day)
        self.rows[team_id, day] = Spent(known.requests + more.requests, known.tokens + more.tokens, known.micros + more.micros)


@pytest.mark.parametrize(("allowance", "words"), [
    (Allowance(requests=2, tokens=None), "2 of 2 requests"), (Allowance(requests=None, tokens=2000), "2,000 tokens"), (Allowance(None, None, 0.01), "0.01 of 0.01"),
])
def test_a_bound_that_is_reached_stops_the_next_question(allowance: Allowance, words: str) -> None:
    budget = Budget(allowance, Price(5.0, 5.0), Ledger())
    budget.check("t", "2026-03-02")
    budget.note("t", "2026-03-02", Usage(2, 1800, 200))
    with pytest.raises(BudgetSpent, match=words):
        budget.check("t", "2026-03-02")


def test_another_team_and_another_day_are_not_held_to_it() -> None:
    budget = Budget(Allowance(requests=1), Price(), Ledger())
    budget.note("t", "2026-03-02", Usage(1, 10, 10))
    budget.check("other", "2026-03-02")
    budget.check("t", "2026-03-03")


def test_money_is_counted_in_millionths_and_rounded_up() -> None:
    assert Budget(Allowance(), Price(0.15, 0.6), Ledger()).note("t", "2026-03-02", Usage(1, 1001, 101)) == Spent(1, 1102, 211)
