"""Monday's note to the owner of the guidance: once a week, after the digest, only where something is open, in their ledger."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from bot.app import duties
from bot.coach.answers.asked_before import carried, grouped, in_full
from bot.coach.answers.rated_answers import note_refused, rate
from bot.coach.desk import Desk
from bot.coach.own_guidance.owner_note import KIND, note_card, owner_of, queue_owner_note
from bot.commands import commands
from bot.model.answers import Answer
from bot.model.card import plain
from bot.model.card_text import card_from_text, plain_card
from bot.model.settings import Channel
from bot.model.times import from_text
from bot.outbox.tick import tick
from tests.guidance_world import ADMIN, MEMBER, asking, wrote
from tests.nudge_world import desk_with
from tests.world import World

THURSDAY = "2026-03-05T11:00:00Z"
MONDAY = "2026-03-09T09:30:00Z"
REFUNDS = ("how long may a refund take", "How long may refunds take?", "how long may the refnd take")


@dataclass
class Silent:
    """A guidance that has no answer to anything."""

    def answer(self, _question: str, _previous: str | None = None) -> Answer:
        """Refuse."""
        return Answer("none", "guidance", "I have no guidance on that.", ())


def owned(world: World, *, on: bool = True, **nudges: Any) -> Desk:
    """Return a team's desk whose guidance knows nothing and whose terminal is on."""
    return desk_with(replace(world.desk, adviser_of=Silent), on=on, **nudges)


def at(desk: Desk, moment: str) -> Desk:
    """Return the desk at a moment."""
    return desk.at(lambda: from_text(moment))


def refused(desk: Desk, *questions: str, moment: str = THURSDAY) -> Desk:
    """Let questions go without an answer, and return the desk."""
    for question in questions:
        note_refused(at(desk, moment), question)
    return desk


def notes(desk: Desk) -> list[dict[str, Any]]:
    """Return the notes in the outbox."""
    return [row for row in desk.records.rows("outbox") if row["operation"] == "note"]


def test_the_note_waits_for_the_digests_moment_and_comes_once(world: World) -> None:
    desk = refused(owned(world), *REFUNDS)
    assert not queue_owner_note(at(desk, "2026-03-09T09:29:59Z"))
    assert queue_owner_note(at(desk, MONDAY))
    assert not queue_owner_note(at(desk, MONDAY))
    assert not queue_owner_note(at(desk, "2026-03-10T09:30:00Z"))
    assert len(notes(desk)) == 1


def test_the_tick_sends_it_after_its_slots(world: World) -> None:
    desk = refused(owned(world), *REFUNDS)
    for moment in ("2026-03-09T09:00:00Z", MONDAY):
        tick(desk, from_text(moment), duties())
    assert [plain(card_from_text(row["card"]).title) for row in notes(desk)] == ["1 question had no answer in the guidance this week"]


def test_it_goes_out_after_the_digest(small_world: World) -> None:
    desk = refused(owned(small_world), *REFUNDS)
    tick(desk, from_text("2026-03-09T09:00:00Z"), duties())
    tick(desk, from_text(MONDAY), duties())
    ready = {moment: desk.records.rows("entries_waiting", now=moment) for moment in (MONDAY, "2026-03-09T09:31:00Z")}
    assert [row["operation"] for row in ready[MONDAY]] == ["post"]
    assert {row["operation"] for row in ready["2026-03-09T09:31:00Z"]} == {"post", "note"}


def test_it_counts_as_a_message_to_the_owner(world: World) -> None:
    desk = refused(owned(world), *REFUNDS)
    queue_owner_note(at(desk, MONDAY))
    (message,) = desk.records.rows("messages_to", person="terminal:you", since=THURSDAY, now=MONDAY)
    assert message["local_date"] == "2026-03-09"
    with desk.records.write() as writer:
        assert writer.run("messages_of_kind", person="terminal:you", kind=KIND, since=THURSDAY)


def test_it_waits_where_the_owner_has_had_their_message_of_the_day(small_world: World) -> None:
    desk = refused(owned(small_world), *REFUNDS)
    with desk.records.write() as writer:
        writer.run("add_message_to", interruption_id="i1", channel="terminal", person="terminal:you", kind="check-in",
                   now="2026-03-09T09:00:00Z", local_date="2026-03-09")
    assert not queue_owner_note(at(desk, MONDAY))
    assert queue_owner_note(at(desk, "2026-03-10T09:30:00Z"))


def test_without_anything_open_nothing_comes_and_the_week_is_over(small_world: World) -> None:
    desk = owned(small_world)
    assert not queue_owner_note(at(desk, MONDAY))
    refused(desk, "what is rye", moment="2026-03-09T08:00:00Z")
    assert not queue_owner_note(at(desk, "2026-03-09T12:00:00Z"))
    assert queue_owner_note(at(desk, "2026-03-16T09:30:00Z")) is False
    refused(desk, "what is rye", moment="2026-03-17T08:00:00Z")
    assert queue_owner_note(at(desk, "2026-03-23T09:30:00Z"))


@pytest.mark.parametrize("moment", ["2026-03-09T19:00:00Z", "2026-03-14T10:00:00Z"])
def test_it_keeps_to_the_quiet_hours(small_world: World, moment: str) -> None:
    assert not queue_owner_note(at(refused(owned(small_world), *REFUNDS), moment))


def test_a_monday_that_was_quiet_is_made_up_for_with_the_same_week(small_world: World) -> None:
    desk = refused(owned(small_world, holidays=("2026-03-09",)), *REFUNDS)
    assert not queue_owner_note(at(desk, MONDAY))
    refused(desk, "what is rye", moment="2026-03-10T08:00:00Z")
    assert queue_owner_note(at(desk, "2026-03-10T09:30:00Z"))
    assert "rye" not in plain_card(card_from_text(notes(desk)[0]["card"]))


def test_nothing_is_sent_before_the_coach_was_turned_on(small_world: World) -> None:
    assert not queue_owner_note(at(refused(owned(small_world, on=False), *REFUNDS), MONDAY))


@pytest.mark.parametrize(("owner", "admins", "person", "platform"), [
    ("", (), "terminal:you", "terminal"), ("", ("slack:U7", "slack:U8"), "slack:U7", "slack"),
    ("slack:U9", ("slack:U7",), "slack:U9", "slack"), ("discord:5", (), "slack:U1", "slack"),
])
def test_the_owner_is_as_set_else_the_first_admin_else_the_terminal(
    small_world: World, owner: str, admins: tuple[str, ...], person: str, platform: str
) -> None:
    desk = owned(small_world)
    team = desk.records.team_id
    settings = replace(desk.settings, guidance=replace(desk.settings.guidance, owner=owner), admins=admins,
                       people=(("slack:U1", "discord:5"),),
                       channels=(Channel(team=team), Channel("slack", "C1", team)))
    desk = replace(desk, settings=settings)
    found = owner_of(desk)
    assert found is not None
    assert (found.person, found.place.platform) == (person, platform)


def test_a_team_without_terminal_or_admin_has_no_owner(small_world: World) -> None:
    desk = desk_with(small_world.desk, channels=[Channel("slack", "C1")])
    assert owner_of(desk) is None
    assert not queue_owner_note(at(refused(desk, *REFUNDS), MONDAY))


def test_near_equal_questions_are_one_group_and_others_are_their_own(small_world: World) -> None:
    desk = refused(owned(small_world), *REFUNDS, "what is rye", "who waters the plants")
    card = note_card(desk, MONDAY)
    assert card is not None
    assert plain(card.title) == "3 questions had no answer in the guidance this week"
    assert plain_card(card).count("Asked 3 times") == 1
    assert [each.label for each in card.buttons] == ["1: Add guidance", "2: Add guidance", "3: Add guidance"]


@pytest.mark.parametrize(("one", "other", "same"), [
    ("can we post on sundays", "Can we post on a Sunday?", True), ("what is rye", "what is spelt", False),
    ("how do I reset the password", "how do we reset our pasword", True), ("??", "!!", True), ("コメント", "返信", False),
    ("which camera should we buy", "which lens should we buy", False), ("refund time", "refund form", False),
])
def test_what_counts_as_the_same_question(one: str, other: str, same: bool) -> None:
    rows = [{"question": each, "times": 1} for each in (one, other)]
    assert (len(grouped(rows)) == 1) == same


def test_a_question_that_has_an_answer_by_now_is_left_out(small_world: World) -> None:
    desk = desk_with(asking(small_world.desk))
    refused(desk, "how long may a refund take", "who waters the plants")
    wrote(desk)
    card = note_card(desk, MONDAY)
    assert card is not None
    assert "refund" not in plain_card(card)


def test_bad_sources_are_named_by_their_piece_with_its_title(small_world: World) -> None:
    desk = at(desk_with(asking(small_world.desk)), THURSDAY)
    wrote(desk)
    for asker in (ADMIN, MEMBER):
        rate(desk, asker, "own/1", "bad source")
    rate(desk, ADMIN, "trolls", "bad source")
    rate(desk, MEMBER, "trolls", "wrong")
    card = note_card(desk, MONDAY)
    assert card is not None
    words = plain_card(card)
    assert words.startswith("2 pieces of guidance called a bad source this week")
    assert words.index("by 2 people\n“How long may a refund take”") < words.index("by 1 person\n“Do not feed the trolls”")
    assert "guidance show 1" in words
    assert len(card.buttons) == 2


def test_what_does_not_fit_the_note_stands_in_the_list(small_world: World) -> None:
    desk = refused(owned(small_world), "what is rye", "who waters plants", "where is parking", "which oven", "why salt", "when do tulips bloom")
    card = note_card(desk, MONDAY)
    assert card is not None
    assert len(card.buttons) == 5
    assert "1 more: guidance questions lists them all" in plain_card(card)
    reply = commands()["guidance questions"].run(at(desk, MONDAY), ADMIN)
    assert len(reply.document) == 6
    assert "when do tulips bloom" in plain_card(reply.card)
    assert "had an answer" in plain(commands()["guidance questions"].run(at(desk, "2026-05-01T09:00:00Z"), ADMIN).card.title)


def test_a_button_carries_a_question_that_comes_back_in_full(small_world: World) -> None:
    question = "what do we say: when somebody asks for a refund after the two weeks are over and is angry about it?"
    desk = refused(owned(small_world), question, moment="2026-03-04T09:00:00Z")
    assert len(carried(question)) <= 60
    assert in_full(desk, carried(question)) == question
    assert in_full(desk, "a question of long ago…") == "a question of long ago"
