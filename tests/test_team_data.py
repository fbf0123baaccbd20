"""The team's data as the language model reads it: window, n and as-of with each reading, nothing that the asker may not see."""

from __future__ import annotations

import asyncio
import json
import threading
from dataclasses import replace

import pytest

from bot.coach.answers.team_data import GuidancePassages, TeamReadings
from bot.coach.commitments.commitment_changes import done
from bot.coach.commitments.commitments import Promise, make
from bot.llm.fencing import Fence
from bot.llm.grounding import check
from bot.llm.tools import Sources, TeamTools
from bot.model.answers import Answer, Source
from bot.model.command import Asker
from bot.model.measured import Measured, Reading
from tests.world import World, comment, lead, post, reading

ADA, BEN = Asker("u1", "Ada", "terminal", "UTC"), Asker("u2", "Ben", "terminal", "UTC")
WINDOWED = "2026-02-25T10:00:00Z"


@pytest.fixture
def told(world: World) -> World:
    """A team with two posts, three comments, three leads and as many weeks of history as a comparison needs."""
    world.tell(
        post("p1", WINDOWED, text="Seeded rye is back on the shelf", link="https://x.example/a?utm_content=a"), reading("p1", reach=2000, saves=40),
        post("p2", WINDOWED, text="Watch the baker catch a loaf", network="facebook"), reading("p2", reach=9000, network="facebook"),
        post("p0", "2026-02-01T10:00:00Z", text="Before"), reading("p0", reach=500),
    )
    world.tell(comment("c1"), comment("c2", "my loaf was burnt, very disappointed"), comment("c3", "where are you?", network="facebook", post_id="p2"))
    world.tell(lead("l1", post_id="p1", network="instagram"), lead("l2", post_id="p1", network="instagram", quality="unqualified"),
               lead("l3", kind="sale"), lead("l0", "2026-02-02T10:00:00Z"))
    return world


def figure(found: Reading, metric: str, **about: str) -> Measured | None:
    """Return one figure of a reading or of the things in it."""
    every = [*found.figures, *(each for piece in found.pieces for each in piece.figures)]
    return next((each for each in every if each.metric == metric and dict(each.about) == about), None)


def value(found: Reading, metric: str, **about: str) -> float | None:
    """Return one figure's value."""
    one = figure(found, metric, **about)
    return None if one is None else one.value


def test_comments_that_wait_come_in_the_order_of_the_queue_with_their_labels(told: World) -> None:
    found = TeamReadings(told.desk, ADA).unanswered_comments(None, 2)
    assert [piece.id for piece in found.pieces] == ["c1", "c2"]
    assert (value(found, "unanswered comments"), value(found, "unanswered comments", network="facebook"), value(found, "unanswered complaints")) == (3, 1, 1)
    assert (found.n, found.as_of, found.span and found.span.name) == (3, told.desk.now, "last 90 days")


def test_one_networks_comments_alone(told: World) -> None:
    found = TeamReadings(told.desk, ADA).unanswered_comments("facebook", 5)
    assert ([piece.id for piece in found.pieces], value(found, "unanswered comments", network="facebook")) == (["c3"], 1)
    assert figure(found, "unanswered comments") is None


def test_what_was_never_imported_is_not_told_as_none(world: World) -> None:
    readings = TeamReadings(world.desk, ADA)
    world.tell(post("p1", WINDOWED), reading("p1", reach=10))
    assert readings.unanswered_comments(None, 5).figures == ()
    assert readings.leads_by_post(28, 5).figures == ()
    assert not [each for each in readings.posts(28, "newest", 5).pieces[0].figures if "lead" in each.metric]
    assert "leads" not in {each.metric for each in readings.compare_windows(28).figures}


@pytest.mark.parametrize(("order", "first"), [("reach", "p2"), ("leads", "p1")])
def test_posts_come_best_first_with_their_own_figures(told: World, order: str, first: str) -> None:
    found = TeamReadings(told.desk, ADA).posts(14, order, 5)  # type: ignore[arg-type]
    assert next(piece.id for piece in found.pieces) == first
    assert value(found, "reach", post="p2", network="facebook") == 9000
    assert (value(found, "reach", network="instagram"), found.n) == (2000, 2)


def test_no_lead_is_told_only_of_a_post_whose_own_link_would_show_one(told: World) -> None:
    found = TeamReadings(told.desk, ADA).posts(14, "newest", 5)
    assert value(found, "leads", post="p1", network="instagram") == 2
    assert value(found, "leads", post="p2", network="facebook") is None


def test_leads_are_told_by_way_kind_and_post(told: World) -> None:
    found = TeamReadings(told.desk, ADA).leads_by_post(14, 5)
    assert (value(found, "leads"), value(found, "leads", way="stated"), value(found, "leads", way="untied")) == (3, 2, 1)
    assert (value(found, "leads", kind="sale"), value(found, "unqualified leads")) == (1, 1)
    assert value(found, "unqualified leads", post="p1", network="instagram") == 1


def test_two_windows_stand_beside_each_other_each_with_its_own_ends(told: World) -> None:
    found = TeamReadings(told.desk, ADA).compare_windows(14)
    leads = [(each.value, each.span and each.span.name) for each in found.figures if each.metric == "leads"]
    assert leads == [(3, None), (0, "the 14 days before")]


def test_before_the_first_import_nothing_is_known_which_is_not_none(told: World) -> None:
    found = TeamReadings(told.desk, ADA).compare_windows(28)
    assert len([each for each in found.figures if each.metric == "leads"]) == 2
    later = TeamReadings(told.desk, ADA).compare_windows(90)
    assert [each.span for each in later.figures if each.metric == "leads"] == [None]
    assert "of leads nothing is known for the 90 days before" in later.note


def test_an_objective_is_told_with_target_and_progress(told: World) -> None:
    told.set_objective(objective_id="o1", metric="leads", target=20, starts_on="2026-02-20", ends_on="2026-03-31")
    found = TeamReadings(told.desk, ADA).objectives()
    assert (value(found, "objective: leads, target", objective="o1"), value(found, "objective: leads, progress", objective="o1")) == (20, 3)
    assert TeamReadings(replace(told.desk), ADA).objectives().note == ""


def test_a_colleagues_private_commitment_is_not_even_counted(told: World) -> None:
    make(told.desk, ADA, Promise("Answer all complaints", None, "word"))
    make(told.desk, BEN, Promise("Ask for a pay rise", None, "word", seen_by="me"))
    assert value(TeamReadings(told.desk, ADA).commitments("open"), "open commitments") == 1
    own = TeamReadings(told.desk, BEN).commitments("open")
    assert [(piece.text, piece.details["whose"]) for piece in own.pieces] == [
        ("Answer all complaints", "a colleague's"), ("Ask for a pay rise", "the asker's own")]


def test_commitments_are_told_without_anybodys_name(told: World) -> None:
    make(told.desk, ADA, Promise("Answer all complaints", None, "word"))
    assert "Ada" not in str(TeamReadings(told.desk, BEN).commitments("open"))


def test_closed_commitments_are_told_by_how_they_ended(told: World) -> None:
    made = make(told.desk, ADA, Promise("Answer all complaints", None, "word"))
    done(told.desk, ADA, made.number)
    found = TeamReadings(told.desk, BEN).commitments("closed")
    assert (value(found, "commitments kept"), value(found, "commitments missed"), found.pieces[0].details["state"]) == (1, 0, "Kept, by their word")
    assert figure(found, "commitments kept as a share of commitments") is None


def test_figures_that_belong_to_the_question_carry_their_own_windows(told: World) -> None:
    found = TeamReadings(told.desk, ADA).beside("should we answer every comment?")
    assert found is not None
    waits = figure(found, "unanswered comments")
    assert waits is not None
    assert waits.span is not None
    assert (found.span and found.span.name, waits.span.name) == ("last 28 days", "last 90 days")
    assert TeamReadings(told.desk, ADA).beside("what is our brand voice") is None


@pytest.mark.parametrize(("sentence", "ok"), [
    ("You have 3 unanswered comments, 1 of them on Facebook.", True), ("You have 4 unanswered comments.", False),
    ("You have 3 unanswered comments in the last 7 days.", False), ("You got 3 leads in the last 14 days, 1 of them a sale.", True),
    ("You got 3 leads in the last 28 days.", False), ('"Seeded rye is back" brought 2 leads and reached 2,000 people.', True),
    ('"Watch the baker catch" brought 2 leads.', False), ("Facebook reached 9,000 people in the last 14 days.", True),
    ("Instagram reached 9,000 people in the last 14 days.", False), ("You made 2 posts in the last 14 days.", True),
])
def test_what_the_readings_say_is_what_an_answer_may_say(told: World, sentence: str, ok: bool) -> None:
    tools = TeamTools(Sources(TeamReadings(told.desk, ADA), GuidancePassages(told.desk)), Fence("b0"))
    for name, given in (("unanswered_comments", {"network": None, "limit": 5}), ("posts", {"days": 14, "order": "reach", "limit": 5}),
                        ("leads_by_post", {"days": 14, "limit": 5})):
        asyncio.run(tools.run(name, json.dumps(given)))
    assert check(sentence, tools.evidence).ok is ok


def test_the_guidance_is_searched_for_the_model_as_it_is_for_people(small_world: World) -> None:
    source = Source("a", "A", "", "A made-up text", None, None, "Words.")

    class Adviser:
        def answer(self, _question: str, _previous: str | None = None) -> Answer:
            return Answer("weak", "guidance", "", (source, source, source))

    assert GuidancePassages(replace(small_world.desk, adviser_of=Adviser)).search("trolls", 2) == (source, source)


def test_many_threads_may_read_at_once(told: World) -> None:
    readings, faults = TeamReadings(told.desk, ADA), []

    def read() -> None:
        try:
            for _ in range(5):
                assert value(readings.posts(14, "reach", 5), "reach", network="instagram") == 2000
                assert value(readings.unanswered_comments(None, 5), "unanswered comments") == 3
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=read) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert faults == []
