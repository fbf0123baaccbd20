"""Second opinions: asked only about what the word lists are unsure of, once a text, within bounds, and a person's word wins."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from bot.app import desk_on, duties, second_opinions
from bot.app_model import close_authors
from bot.coach.comments.second_opinions import BATCH, MOST_A_DAY, UNSURE, hash_of, keep_opinions
from bot.coach.desk import Desk
from bot.coach.drafts.audit_draft import audit_draft
from bot.coach.ports import Remark
from bot.coach.spending import DayLedger
from bot.commands import commands
from bot.errors import BudgetSpent, CoachError, ModelUnreachable
from bot.llm.second_reading import ModelReader
from bot.llm.turns import Said, Turn
from bot.model.answers import Answer, Source
from bot.model.card_text import plain_card
from bot.model.command import Asker
from bot.model.measured import Spent
from bot.model.settings import LanguageModel, Settings
from bot.triage.classify import LABELS, classify
from bot.triage.posts import KINDS
from tests.conftest import ROOT
from tests.fakes import openai_server as fake
from tests.fakes.model_team import PASSAGE, ScriptedSpeaker
from tests.fakes.openai_server import FakeOpenAI
from tests.model_scripts import forms, numbered, purse
from tests.opinions_measured import macro_f1, told_with
from tests.training.triage_texts import labelled
from tests.world import World, comment, desk_for, post

ANN = Asker("u1", "Ann", "terminal", "UTC")
UNSURE_TEXT = "well that was something"
SURE_TEXT = "How much is the rye loaf?"
MADE_FROM = "2026-03-03T08:00:00Z"


@dataclass
class Reader:
    """Tells every text the same, or fails; remembers what it was asked."""

    label: str | None = "complaint"
    fails: CoachError | None = None
    name: str = "made-up"
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def tell(self, kind: str, texts: Sequence[str], labels: Sequence[str]) -> tuple[str | None, ...]:
        self.asked.append((kind, tuple(texts)))
        if self.fails:
            raise self.fails
        return tuple(self.label if self.label in labels else None for _ in texts)


def keep(world: World, reader: Any, *unsure: str) -> int:
    """Let a reader tell; only the named texts are unsure, or what the lists are unsure of where none is named."""
    def sure(words: str) -> float:
        return UNSURE - 0.1 if words in unsure or (not unsure and words != SURE_TEXT) else UNSURE

    return keep_opinions(world.desk, reader, {"comment": sure, "post": sure})


def kept(world: World, comment_id: str = "c1") -> tuple[Any, Any]:
    row = next(row for row in world.desk.records.rows("comments") if row["comment_id"] == comment_id)
    return row["label"], row["label_by"]


def purpose(world: World) -> tuple[Any, Any]:
    row = world.desk.records.one("post_purpose", network="instagram", post_id="p1")
    assert row is not None
    return row["purpose"], row["purpose_by"]


@pytest.fixture
def told(world: World) -> World:
    """A comment that the lists are unsure of and one that they are sure of, on each engine."""
    world.tell(comment("c1", UNSURE_TEXT), comment("c2", SURE_TEXT))
    return world


def test_an_import_asks_nobody(told: World) -> None:
    assert (kept(told)[1], kept(told, "c2")[1]) == ("text", "text")


def test_the_models_word_is_taken_for_what_is_unsure_alone(told: World) -> None:
    reader = Reader()
    assert keep(told, reader) == 1
    assert (kept(told), kept(told, "c2")[1], reader.asked) == (("complaint", "model"), "text", [("comment", (UNSURE_TEXT,))])


def test_a_text_is_asked_about_once_and_known_by_its_hash_from_then_on(told: World) -> None:
    reader = Reader()
    keep(told, reader)
    told.tell(comment("c3", f"  {UNSURE_TEXT}\n"))
    assert keep(told, reader, UNSURE_TEXT, f"  {UNSURE_TEXT}\n") == 1
    assert (kept(told, "c3"), len(reader.asked)) == (("complaint", "model"), 1)


def test_a_text_on_which_the_model_has_no_opinion_is_not_asked_about_again(told: World) -> None:
    reader = Reader(label="lovely")
    for _ in range(2):
        assert keep(told, reader) == 0
    assert (kept(told)[1], len(reader.asked)) == ("text", 1)
    assert keep(told.at("2026-03-05T09:30:00Z"), reader) == 0
    assert len(reader.asked) == 1


def test_another_model_is_asked_anew(told: World) -> None:
    keep(told, Reader(label=None))
    later = told.at("2026-03-05T09:30:00Z")
    assert keep(later, Reader(name="another")) == 1


def test_a_persons_word_is_never_asked_about(told: World) -> None:
    commands()["comments label"].run(told.desk, ANN, comment_id="c1", label="thanks")
    reader = Reader()
    assert keep(told, reader) == 0
    assert (kept(told), reader.asked) == (("thanks", "person"), [])


def test_a_persons_word_that_comes_while_the_model_thinks_stays(told: World) -> None:
    class Slow(Reader):
        def tell(self, kind: str, texts: Sequence[str], labels: Sequence[str]) -> tuple[str | None, ...]:
            with told.desk.records.write() as writer:
                writer.run("label_comment", network="instagram", comment_id="c1", label="thanks")
            return super().tell(kind, texts, labels)

    assert keep(told, Slow()) == 0
    assert kept(told) == ("thanks", "person")


def test_a_person_may_say_otherwise_afterwards_and_that_stays(told: World) -> None:
    keep(told, Reader())
    commands()["comments label"].run(told.desk, ANN, comment_id="c1", label="thanks")
    keep(told, Reader())
    told.tell(comment("c1", UNSURE_TEXT))
    assert kept(told) == ("thanks", "person")


def test_the_same_words_imported_again_keep_the_models_word(told: World) -> None:
    keep(told, Reader())
    told.tell(comment("c1", UNSURE_TEXT))
    assert kept(told) == ("complaint", "model")


def test_new_words_imported_later_are_told_by_the_lists_again(told: World) -> None:
    keep(told, Reader())
    told.tell(comment("c1", SURE_TEXT))
    assert kept(told) == ("buying signal", "text")


def test_posts_are_told_as_well_and_new_words_begin_anew(world: World) -> None:
    world.tell(post(text=UNSURE_TEXT, published_at=MADE_FROM))
    assert keep(world, Reader(label="teaching")) == 1
    assert purpose(world) == ("teaching", "model")
    world.tell(post(text="20% off all loaves", published_at=MADE_FROM))
    assert purpose(world) == (None, None)


def test_a_persons_word_on_a_post_stays(world: World) -> None:
    world.tell(post(text=UNSURE_TEXT, published_at=MADE_FROM))
    commands()["posts label"].run(world.desk, ANN, post="p1", kind="teaching")
    assert keep(world, Reader(label="promotional")) == 0
    assert purpose(world) == ("teaching", "person")


@pytest.mark.parametrize("error", [ModelUnreachable("gone"), CoachError("odd"), BudgetSpent("spent")])
def test_a_model_that_fails_changes_nothing_is_logged_and_rests(told: World, caplog: pytest.LogCaptureFixture, error: CoachError) -> None:
    reader = Reader(fails=error)
    with caplog.at_level(logging.INFO):
        assert [keep(told, reader), keep(told, reader)] == [0, 0]
    assert (kept(told)[1], len(reader.asked)) == ("text", 1)
    assert type(error).__name__ in caplog.text
    assert UNSURE_TEXT not in caplog.text


def test_after_its_rest_the_model_is_asked_again(told: World) -> None:
    keep(told, Reader(fails=ModelUnreachable("gone")))
    assert keep(told.at("2026-03-04T10:40:00Z"), Reader()) == 1


def test_a_request_holds_so_many_texts_and_a_day_so_many_requests(world_at: Callable[[str], World]) -> None:
    world = world_at("2026-03-04T09:00:00Z")
    world.tell(*(comment(f"c{n}", f"{UNSURE_TEXT} {n}") for n in range(MOST_A_DAY + 50)))
    reader = Reader()
    for minute in range(15):
        keep(world.at(f"2026-03-04T09:{minute:02}:00Z"), reader)
    assert [len(texts) for _, texts in reader.asked] == [BATCH] * (MOST_A_DAY // BATCH)
    assert keep(world.at("2026-03-05T09:00:00Z"), reader) == BATCH


def test_two_processes_at_one_moment_ask_once(told: World) -> None:
    class Twin(Reader):
        def tell(self, kind: str, texts: Sequence[str], labels: Sequence[str]) -> tuple[str | None, ...]:
            if not self.asked:
                self.asked.append(("", ()))
                assert keep(told, other) == 0
            return super().tell(kind, texts, labels)

    other = Reader()
    assert keep(told, Twin()) == 1
    assert other.asked == []


def test_what_is_old_is_not_asked_about(world: World) -> None:
    world.tell(comment("c1", UNSURE_TEXT, created_at="2026-02-01T08:00:00Z"))
    assert keep(world, reader := Reader()) == 0
    assert reader.asked == []


def test_another_teams_opinions_are_its_own(told: World, store: Any) -> None:
    keep(told, Reader())
    other = desk_for(store.team("other"))
    assert other.records.one("opinion", kind="comment", hash=hash_of(UNSURE_TEXT), model="made-up") is None


class Oracle:
    """A model that knows the labels of the held half, but errs on every so manieth text; it goes through request and parsing."""

    def __init__(self, world: World, kind: Any, errs_every: int) -> None:
        self.world, self.errs_every = world, errs_every
        self.truth = {row["text"]: row["label"] for row in labelled("held", f"{kind}s")}

    def tell(self, kind: Any, texts: Sequence[str], labels: Sequence[str]) -> tuple[str | None, ...]:
        def says(turn: Turn) -> str:
            entry = turn.entries[0]
            assert isinstance(entry, Said)
            assert sorted(numbered(entry.text)) == list(range(1, len(texts) + 1))
            told = [{"n": n, "label": labels[0] if n % self.errs_every == 0 else self.truth[texts[n - 1]]} for n in numbered(entry.text)]
            return json.dumps({"opinions": told[::-1]})

        with forms(speaker=ScriptedSpeaker(says)) as it:
            return ModelReader(it, purse(self.world.desk)).tell(kind, texts, labels)


@pytest.mark.parametrize(("kind", "labels"), [("comment", LABELS), ("post", KINDS)])
def test_the_held_half_passes_through_request_and_parsing_well_enough(small_world: World, kind: Any, labels: tuple[str, ...]) -> None:
    """A scripted model that knows the labels and errs on every eighth text takes the place of a real one here.

    So this holds the plumbing alone: which texts are asked about, the request, the order, the parsing. It says nothing of
    how well any real model tells; that figure comes from `make eval` with a model set (tests/opinions_measured.py).
    """
    truths, alone, _ = told_with(None, kind)
    _, told_labels, _ = told_with(Oracle(small_world, kind, 8), kind)
    assert macro_f1(truths, told_labels, labels) >= max(0.85, macro_f1(truths, alone, labels) + 0.03)


def modelled(url: str, **more: Any) -> Settings:
    return Settings(model=LanguageModel(name="made-up", base_url=url, api_key_env="", retries=0, **{"second_opinions": True} | more), team="bakery")


def test_a_tick_asks_the_model_that_is_set_and_counts_it_on_the_teams_day(told: World) -> None:
    told.tell(comment("c1", odd := unsure_words()))
    answer = json.dumps({"opinions": [{"n": 1, "label": "complaint"}]})
    with FakeOpenAI(fake.said(answer)) as server:
        desk = replace(told.desk, settings=modelled(server.url))
        second_opinions(desk)
        close_authors()
    assert (server.refused, kept(told)) == ([], ("complaint", "model"))
    assert odd in server.requests[0]["messages"][1]["content"]
    assert DayLedger(told.desk.records).spent("bakery", "2026-03-04").requests == 1


def unsure_words() -> str:
    """Return a held comment without names or masks that the lists are unsure of."""
    return next(row["text"] for row in labelled("held") if classify(row["text"]).confidence < UNSURE and row["text"].isascii() and "@" not in row["text"])


@pytest.mark.parametrize("more", [{"second_opinions": False}, {"name": ""}])
def test_nothing_is_asked_where_it_is_off_or_no_model_is_set(told: World, more: dict[str, Any]) -> None:
    told.tell(comment("c1", unsure_words()))
    with FakeOpenAI() as server:
        settings = modelled(server.url)
        second_opinions(replace(told.desk, settings=replace(settings, model=replace(settings.model, **more))))
    assert (server.requests, kept(told)[1]) == ([], "text")


def test_a_day_that_is_used_up_asks_nothing_and_changes_nothing(told: World) -> None:
    told.tell(comment("c1", unsure_words()))
    DayLedger(told.desk.records).add("bakery", "2026-03-04", Spent(1, 1, 0))
    with FakeOpenAI() as server:
        second_opinions(replace(told.desk, settings=modelled(server.url, requests_per_day=1)))
        close_authors()
    assert (server.requests, kept(told)[1]) == ([], "text")


def test_the_duty_is_one_of_the_ticks() -> None:
    assert second_opinions in duties().besides


def with_model(world: World, url: str) -> Desk:
    settings = modelled(url)
    desk = desk_on(world.desk.records, settings, world.desk.clock)
    return replace(desk, adviser_of=lambda: Quoting())


class Quoting:
    """Guidance that answers with one of our passages."""

    def answer(self, question: str, previous: str | None = None) -> Answer:
        del question, previous
        return Answer("strong", "guidance", "Quoted.", (PASSAGE,))


def test_a_reply_is_drafted_by_the_model_and_checked(told: World) -> None:
    offered = json.dumps({"drafts": ["Thank you for asking, we look it up for you.", "It is 99 euro."]})
    with FakeOpenAI(fake.said(offered)) as server:
        reply = commands()["comments draft"].run(with_model(told, server.url), ANN, comment_id="c2")
        close_authors()
    assert (reply.document["by"], reply.document["drafts"]) == ("model", ["Thank you for asking, we look it up for you."])
    assert "99" in reply.document["left_out"][0]
    assert server.requests[0]["response_format"]["json_schema"]["strict"] is True


def test_skeletons_stand_in_where_the_model_fails(told: World) -> None:
    with FakeOpenAI(fake.failed(401)) as server:
        reply = commands()["comments draft"].run(with_model(told, server.url), ANN, comment_id="c2")
        close_authors()
    assert (reply.document["by"], len(reply.document["drafts"])) == ("skeleton", 2)


DRAFT = "New rye loaf from Monday. Who is in?"
REMARK = "Say that you reply to questions first, then thank the rest"


def test_remarks_of_the_model_are_marked_as_its_own_and_the_verdict_stays(told: World) -> None:
    with FakeOpenAI(fake.said(json.dumps({"remarks": [f"{REMARK} [1].", "80% do [1]."]}))) as server:
        desk = with_model(told, server.url)
        card, said = audit_draft(desk, DRAFT)
        close_authors()
    bare_card, bare = audit_draft(replace(desk, reviewer=None), DRAFT)
    assert said["findings"][0].pop("remarks") == [{"by": "model", "words": f"{REMARK}.", "guidance": ["answer"]}]
    assert said == bare
    assert "Remarks by AI" in plain_card(card)
    assert "80%" not in plain_card(card)
    assert "AI" not in plain_card(bare_card)


def test_a_review_that_fails_leaves_the_audit_as_it_is_and_says_so(told: World) -> None:
    class Failing:
        def remarks(self, words: str, found: Sequence[str], sources: Sequence[Source]) -> tuple[Remark, ...]:
            del words, found, sources
            raise ModelUnreachable("The model's server could not be reached.")

    desk = replace(told.desk, reviewer=Failing(), adviser_of=lambda: Quoting())
    card, said = audit_draft(desk, DRAFT)
    assert "No remarks by AI: The model's server could not be reached." in plain_card(card)
    assert "remarks" not in said["findings"][0]


def test_without_a_model_a_desk_has_none_of_this_and_loads_no_library(tmp_path: Path) -> None:
    told = ("import sys; from bot.cli import main; main(['audit', 'draft', 'New', 'loaf', '--store', 'sqlite:///x.db']);"
            "print(sorted(set(sys.modules) & {'openai', 'pydantic', 'httpx2', 'asyncio', 'bot.llm.forms', 'bot.app_model'}))")
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)})
    assert done.stdout.strip().splitlines()[-1] == "[]"


def test_a_model_that_is_set_and_not_asked_loads_no_library_either(tmp_path: Path) -> None:
    (tmp_path / "coach.toml").write_text('[model]\nname = "m"\nbase_url = "http://127.0.0.1:1/v1"\nsecond_opinions = true\n', encoding="utf-8")
    told = ("import sys; from bot.cli import main; main(['comments', '--store', 'sqlite:///x.db']);"
            "print(sorted(set(sys.modules) & {'openai', 'httpx2'}))")
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)})
    assert done.stdout.strip().splitlines()[-1] == "[]"


def test_what_make_eval_prints_without_a_model_says_so(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, ROOT / "tests" / "opinions_measured.py"], capture_output=True, text=True, check=True, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)})
    assert "No language model is set" in done.stdout
    assert done.stdout.count("by the word lists") == 2
