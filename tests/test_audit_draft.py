"""A text looked at before it is posted: each check, the verdict, the one next step, and that nothing is kept."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.coach.desk import Desk
from bot.coach.drafts.audit_draft import LONGEST, RULE, audit_draft
from bot.coach.drafts.draft_checks import forbidden
from bot.commands.audit import COMMAND
from bot.errors import UsageError
from bot.model.answers import Answer, Source
from bot.model.card import plain
from bot.model.card_text import plain_card
from bot.model.command import Asker
from bot.rules._post_examples import ASKING, OFFERS, TEACHING, posts_saying
from tests.world import World, post

ASKER = Asker("u1", "Ann", "terminal", "UTC")
GOOD = "For everyone who bakes at home: our rye course is back. Book your place: https://b.example/rye?utm_content=d1 What would you bake?"


class Silent:
    """An adviser of a team without guidance of its own, or with one passage."""

    def __init__(self, passage: str | None = None) -> None:
        self.passage = passage

    def answer(self, question: str, previous: str | None = None) -> Answer:
        """Return the passage as the team's own."""
        del question, previous
        sources = (Source("tone", "Tone of voice", "Words", "Our house style", None, None, self.passage, "team"),) if self.passage else ()
        return Answer("strong" if sources else "none", "guidance", "", sources)


def desk(world: World, passage: str | None = None) -> Desk:
    """Return the world's desk with an adviser."""
    return replace(world.desk, adviser_of=lambda: Silent(passage))


def found(world: World, words: str, passage: str | None = None) -> dict[str, Any]:
    """Return the finding on a draft."""
    _, said = audit_draft(desk(world, passage), words)
    finding: dict[str, Any] = said["findings"][0]
    return finding


def check(world: World, words: str, name: str, passage: str | None = None) -> tuple[bool | None, str]:
    """Return one check of a draft."""
    each = next(each for each in found(world, words, passage)["checks"] if each["check"] == name)
    return each["is_good"], each["words"]


def campaign(price: str = "€18") -> list[Any]:
    """Return three posts of a campaign."""
    return [post(f"s{n}", f"2026-02-{20 + n}T12:00:00Z", campaign="Spring bake", text=f"Our spring box with rye and buns for {price}, order until Friday")
            for n in range(3)]


def test_a_draft_without_a_fault_is_ready(world: World) -> None:
    said = found(world, GOOD)
    assert (said["rule"], said["verdict"], said["next_step"]) == (RULE, "Ready", "Post it, and answer those who write under it.")


def test_the_document_has_the_shape_that_scripts_rely_on(world: World) -> None:
    world.tell(*posts_saying(*OFFERS))
    _, said = audit_draft(desk(world), GOOD)
    assert {"window", "figures", "findings"} <= set(said)
    assert {"rule", "subject", "verdict", "headline", "facts", "guidance", "next_step"} <= set(said["findings"][0])
    assert {"window", "n", "as_of"} <= set(said["findings"][0]["facts"])
    json.dumps(said)


def test_several_asks_are_one_too_many(small_world: World) -> None:
    words = "For home bakers: book your place, call us or follow us. https://b.example/?utm_content=d1"
    assert check(small_world, words, "one ask") == (False, "3 asks: book, call or write and follow or share")
    assert found(small_world, words)["verdict"] == "Rework"


def test_an_offer_without_a_next_step_lacks_its_ask(small_world: World) -> None:
    assert check(small_world, "20% off all running shoes until Sunday", "one ask")[0] is False


def test_a_question_is_an_ask_of_its_own(small_world: World) -> None:
    assert check(small_world, ASKING[0], "one ask") == (True, "one ask: to answer")


@pytest.mark.parametrize(("words", "is_good"), [
    ("Order your rye loaf now: https://b.example/?utm_content=d1", True),
    ("Order your rye loaf now: https://b.example/", False),
    ("Order your rye loaf now: https://b.example/?utm_content=taken", False),
    ("Order your rye loaf now", False),
    ("Tip: freeze fresh herbs in olive oil", None),
])
def test_a_link_needs_a_tag_of_its_own(small_world: World, words: str, is_good: bool | None) -> None:
    small_world.tell(post(link="https://b.example/?utm_content=taken"))
    assert check(small_world, words, "link")[0] is is_good


def test_a_draft_that_speaks_to_nobody_is_for_nobody(small_world: World) -> None:
    assert check(small_world, "New collection now in the shop", "for whom")[0] is False
    assert check(small_world, "New collection for cyclists", "for whom") == (True, "says “for cyclists”")


def test_one_more_offer_after_many_is_one_too_many(small_world: World) -> None:
    small_world.tell(*posts_saying(*OFFERS[:8]))
    assert check(small_world, OFFERS[9], "selling or giving") == (False, "sells, as 100% (8 of 8) of your posts in 28 days do")
    assert check(small_world, TEACHING[0], "selling or giving")[0] is True


def test_an_offer_of_a_new_team_is_not_judged_by_its_few_posts(small_world: World) -> None:
    assert check(small_world, OFFERS[0], "selling or giving")[0] is None


def test_a_draft_that_asks_invites_an_answer(small_world: World) -> None:
    assert check(small_world, "New rye loaf from Monday. Who is in? 🙋 #rye", "answer")[0] is True
    assert check(small_world, OFFERS[0], "answer")[0] is False


def test_another_price_than_the_campaigns_contradicts_it(world: World) -> None:
    world.tell(*campaign())
    words = "Our spring box with rye and buns for €15, order until Friday"
    assert check(world, words, "campaign")[0] is False
    assert found(world, words)["next_step"].startswith("Say 18.00 eur")


def test_the_same_price_as_the_campaigns_contradicts_nothing(small_world: World) -> None:
    small_world.tell(*campaign())
    assert check(small_world, "Our spring box with rye and buns for €18, order until Friday", "campaign")[0] is True


def test_a_near_spelling_of_the_campaigns_hashtag_is_found(small_world: World) -> None:
    small_world.tell(*(post(f"s{n}", f"2026-02-{20 + n}T12:00:00Z", campaign="Spring bake", text=f"Day {n} #springbake") for n in range(3)))
    assert check(small_world, "Last day of the spring bake #springbakes", "campaign")[0] is False


def test_another_page_is_no_contradiction_for_a_draft_of_no_campaign(small_world: World) -> None:
    small_world.tell(*(post(f"s{n}", f"2026-02-{20 + n}T12:00:00Z", campaign="Spring bake", link="https://b.example/spring") for n in range(3)))
    assert check(small_world, "Read about wool: https://b.example/wool?utm_content=d1", "campaign")[0] is True
    assert check(small_world, "Spring bake: https://b.example/wool?utm_content=d1", "campaign")[0] is False


def test_words_that_the_teams_guidance_forbids_are_named(small_world: World) -> None:
    passage = 'Say "guests", not "customers". Never write "cheap" or "a deal"; write "fair price".'
    assert forbidden(passage) == ["customers", "cheap", "a deal"]
    assert check(small_world, "A cheap lunch for you", "guidance", passage) == (False, "“cheap” is what your Tone of voice asks you to avoid")
    assert check(small_world, "A cheaper lunch for our guests", "guidance", passage)[0] is True


def test_a_team_without_guidance_of_its_own_is_not_judged_by_it(small_world: World) -> None:
    assert check(small_world, GOOD, "guidance")[0] is None


def test_an_objective_of_leads_wants_a_next_step(small_world: World) -> None:
    small_world.set_objective()
    assert check(small_world, TEACHING[0], "what for")[0] is False
    assert check(small_world, GOOD, "what for")[0] is True


def test_a_draft_without_words_cannot_be_told(small_world: World) -> None:
    said = found(small_world, "🔥🔥")
    assert (said["verdict"], said["reason"]) == ("Can't tell", "the draft has too few words to judge")


@pytest.mark.parametrize("words", ["", "  \n", "x" * (LONGEST + 1)])
def test_no_text_and_far_too_much_are_refused(small_world: World, words: str) -> None:
    with pytest.raises(UsageError):
        audit_draft(desk(small_world), words)


@pytest.mark.parametrize("words", ["https://[", "\x00", "{slot} **bold**", "@channel", "????", "£ 1,00 €", "כמה זה עולה?", "https://b.example/?utm_content="])
def test_no_draft_is_too_odd_to_be_looked_at(small_world: World, words: str) -> None:
    card, said = audit_draft(desk(small_world), words)
    assert said["findings"][0]["verdict"] in {"Ready", "Rework", "Can't tell"}
    assert plain_card(card)


def test_the_command_takes_all_words_after_draft_and_keeps_nothing(small_world: World) -> None:
    small_world.tell(*posts_saying(*OFFERS))
    before = small_world.desk.records.rows("posts")
    reply = COMMAND.run(desk(small_world), ASKER, view="draft", which=GOOD)
    assert plain(reply.card.title).startswith("Ready")
    assert small_world.desk.records.rows("posts") == before
