"""Promises: what is understood, who may change what, and what is said back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.actions import actions
from bot.clock import fixed
from bot.coach.commitments.commitments import Promise, every, make
from bot.commands import commands
from bot.errors import CannotRead, UsageError
from bot.model.card import Card, Fields, plain
from bot.model.command import Asker, Reply
from bot.model.rule import Ref
from bot.model.times import from_text
from tests.world import World, comment, post, reading

ANA = Asker(person="u1", name="Ana", channel="team-room", zone="Europe/Berlin")
BEN = Asker(person="u2", name="Ben", channel="team-room", zone="Europe/Berlin")
DUE = "2026-03-06T14:00:00Z"


def do(world: World, name: str, *, by: Asker = ANA, **values: Any) -> Reply:
    """Run a command as somebody."""
    return commands()[name].run(world.desk, by, **values)


def press(world: World, name: str, subject: str, *, by: Asker = ANA, **values: Any) -> Reply:
    """Press a button as somebody."""
    return actions()[name].run(world.desk, by, subject, **values)


def listed(world: World, *, by: Asker = ANA) -> list[dict[str, Any]]:
    """Return the list as scripts read it."""
    document: list[dict[str, Any]] = do(world, "commitments", by=by).document
    return document


def facts(card: Card) -> dict[str, object]:
    """Return the short facts of a card."""
    return {label: value for part in card.parts if isinstance(part, Fields) for label, value in part.pairs}


@pytest.fixture
def with_comments(world: World) -> World:
    """A team whose post has four comments to answer: a complaint and a buying signal among them."""
    world.tell(
        post(),
        comment("c1", "where do you park?", created_at="2026-03-01T08:00:00Z"),
        comment("c2", "how much is the rye loaf?", created_at="2026-03-02T08:00:00Z"),
        comment("c3", "the cake never arrived", created_at="2026-03-03T08:00:00Z"),
        comment("c4", "when do you open?", created_at="2026-03-03T09:00:00Z", network="facebook"),
        comment("c5", "lovely, thank you", created_at="2026-03-03T10:00:00Z"),
    )
    return world


def test_a_promise_says_back_what_was_understood(with_comments: World) -> None:
    reply = do(with_comments, "commit", words="answer the 3 open comments by Friday 15:00")
    assert plain(reply.card.title) == "Commitment 1: answer the 3 open comments"
    assert facts(reply.card) == {"Due": "Fri 6 Mar 15:00 (Europe/Berlin)", "Measured by": "answers to 3 comments that wait now"}
    assert [each.label for each in reply.card.buttons] == ["Done", "Need more time", "Make it smaller", "Blocked", "Drop it"]


def test_a_promise_to_answer_takes_the_waiting_comments_in_the_order_of_the_queue(with_comments: World) -> None:
    some = do(with_comments, "commit", words="answer the 3 open comments by Friday 15:00").document
    every_one = do(with_comments, "commit", words="reply to all open questions by Friday 15:00").document
    assert [item["id"] for item in some["items"]] == ["c2", "c3", "c1"]
    assert [item["id"] for item in every_one["items"]] == ["c2", "c3", "c1", "c4"]
    assert (some["measured_by"], some["due_at"], some["progress"]) == ("answers", DUE, {"done": 0, "of": 3})


@pytest.mark.parametrize(("words", "ids"), [
    ("answer all complaints", ["c3"]), ("answer the comments on facebook", ["c4"]), ("answer every one of the comments", None),
    ("respond to the first two questions", ["c2", "c3"]),
])
def test_a_promise_to_answer_keeps_to_the_kind_the_network_and_the_number_it_names(
    with_comments: World, words: str, ids: list[str] | None
) -> None:
    items = do(with_comments, "commit", words=words).document["items"]
    assert [item["id"] for item in items] == (ids or ["c2", "c3", "c1", "c4"])


@pytest.mark.parametrize("words", ["answer 2 comments", "respond to two of the questions"])
def test_a_bare_number_means_any_so_many_of_the_comments_that_wait(with_comments: World, words: str) -> None:
    reply = do(with_comments, "commit", words=words)
    assert facts(reply.card)["Measured by"] == "2 answers to any of 4 comments that wait now"
    with_comments.tell(comment("a1", parent_id="c4", network="facebook", from_team=True, created_at="2026-03-04T12:00:00Z"),
                       comment("a2", parent_id="c1", from_team=True, created_at="2026-03-04T12:00:00Z"))
    later = World(replace(with_comments.desk, clock=fixed(from_text("2026-03-04T13:00:00Z"))))
    assert listed(later)[0]["progress"] == {"done": 2, "of": 2}


@pytest.mark.parametrize(("words", "measured_by", "target", "items"), [
    ("get 5 leads by Friday", "leads", 5, []),
    ("3 bookings by the end of the month", "leads", 3, ["booking"]),
    ("win five qualified leads", "leads", 5, ["qualified"]),
    ("call back 3 leads", "word", None, []),
    ("answer the mayor", "word", None, []),
    ("paint the sign by hand", "word", None, []),
    ("answer 2 comments", "answers", 2, []),
])
def test_what_is_plainly_leads_or_answers_is_counted_and_the_rest_is_a_word(
    small_world: World, words: str, measured_by: str, target: int | None, items: list[str]
) -> None:
    made = do(small_world, "commit", words=words).document
    assert (made["measured_by"], made["target"], [item["id"] for item in made["items"]]) == (measured_by, target, items)


def test_a_stated_measure_goes_over_the_words(small_world: World) -> None:
    assert do(small_world, "commit", words="answer 2 comments", measured_by="word").document["measured_by"] == "word"


def test_leads_without_a_number_are_asked_back(small_world: World) -> None:
    with pytest.raises(UsageError, match="How many leads"):
        do(small_world, "commit", words="bring in some", measured_by="leads")


def test_due_words_stated_apart_go_over_those_in_the_promise(small_world: World) -> None:
    made = do(small_world, "commit", words="plan the stall by Monday", due="Friday 15:00").document
    assert (made["what"], made["due_at"]) == ("plan the stall by Monday", DUE)


def test_an_unsure_due_moment_is_asked_back_and_nothing_is_kept(small_world: World) -> None:
    with pytest.raises(CannotRead):
        do(small_world, "commit", words="answer all comments by sometime soon")
    assert listed(small_world) == []


def test_a_promise_without_a_time_is_due_the_coming_friday_at_three(small_world: World) -> None:
    assert do(small_world, "commit", words="plan the stall").document["due_at"] == DUE


@pytest.mark.parametrize("words", ["", "by Friday", "x" * 141])
def test_a_promise_has_between_one_and_140_characters(small_world: World, words: str) -> None:
    with pytest.raises(UsageError):
        do(small_world, "commit", words=words)


def test_a_due_moment_in_the_past_is_refused(small_world: World) -> None:
    with pytest.raises(UsageError, match="past"):
        make(small_world.desk, ANA, Promise("plan", "2026-03-01T10:00:00Z", "word"))


def test_numbers_count_up_within_a_team(world: World) -> None:
    assert [make(world.desk, ANA, Promise("plan", None, "word")).number for _ in range(3)] == [1, 2, 3]


def test_what_make_returns_is_what_is_kept(world: World) -> None:
    promise = Promise("do", None, "posts", (Ref("post", "instagram", "p2"), Ref("post", "facebook", "p1")), rule="quiet-winner", target=2)
    assert make(world.desk, ANA, promise) == every(world.desk)[0]


def test_the_list_is_what_scripts_read(world: World) -> None:
    do(world, "commit", words="plan the stall")
    row = listed(world)[0]
    assert {name: row[name] for name in ("number", "person", "made_at", "first_due_at", "moves", "status", "outcome_by", "closed_at")} == {
        "number": 1, "person": "Ana", "made_at": "2026-03-04T09:30:00Z", "first_due_at": DUE, "moves": 0, "status": "open",
        "outcome_by": None, "closed_at": None}


def test_the_list_shows_the_open_ones_and_all_shows_the_closed_too(small_world: World) -> None:
    do(small_world, "commit", words="plan the stall")
    do(small_world, "commit", words="paint the sign")
    do(small_world, "commitments done", number=1)
    some, both = (do(small_world, "commitments", all=each).card for each in (False, True))
    assert plain(some.title) == "1 open commitment, the first due Fri 6 Mar 15:00"
    assert [len(card.parts[0].items) for card in (some, both)] == [1, 2]  # type: ignore[union-attr]
    assert [row["status"] for row in listed(small_world)] == ["kept", "open"]


def test_moving_keeps_the_first_due_moment(world: World) -> None:
    do(world, "commit", words="plan the stall")
    moved = do(world, "commitments move", number=1, words="next Monday at 9").document
    assert (moved["first_due_at"], moved["due_at"], moved["moves"]) == (DUE, "2026-03-09T08:00:00Z", 1)


def test_the_third_move_offers_smaller_or_drop(small_world: World) -> None:
    do(small_world, "commit", words="plan the stall")
    cards = [do(small_world, "commitments move", number=1, words=words).card for words in ("10 March", "11 March", "12 March")]
    assert [len(card.buttons) for card in cards[:2]] == [5, 5]
    assert [each.label for each in cards[2].buttons] == ["Make it smaller", "Drop it"]


def test_moving_to_the_same_moment_changes_nothing(small_world: World) -> None:
    do(small_world, "commit", words="plan the stall")
    assert do(small_world, "commitments move", number=1, words="Friday 15:00").document["moves"] == 0


def test_need_more_time_offers_the_week_after(small_world: World) -> None:
    do(small_world, "commit", words="plan the stall")
    prefill = actions()["commitment-move"].prefill
    assert prefill is not None
    assert prefill(small_world.desk, "1") == {"words": "Fri 13 Mar 15:00"}


def test_done_twice_is_done_once(world: World) -> None:
    do(world, "commit", words="plan the stall")
    press(world, "commitment-done", "1")
    again = press(world, "commitment-done", "1")
    assert plain(again.card.title) == "Commitment 1 is closed already: kept, by their word. Nothing changed."


@pytest.mark.parametrize(("name", "values"), [
    ("commitment-move", {"words": "Monday"}), ("commitment-smaller", {"words": "less"}), ("commitment-block", {"why": "rain"}),
    ("commitment-drop", {}), ("commitment-accept", {}), ("commitment-decline", {}),
])
def test_a_press_on_a_closed_commitment_changes_nothing(small_world: World, name: str, values: dict[str, str]) -> None:
    do(small_world, "commit", words="plan the stall")
    press(small_world, "commitment-done", "1")
    before = listed(small_world)
    assert "Nothing changed" in plain(press(small_world, name, "1", **values).card.title)
    assert listed(small_world) == before


def test_a_lone_number_makes_a_counted_promise_smaller(with_comments: World) -> None:
    do(with_comments, "commit", words="answer the 4 open comments")
    smaller = press(with_comments, "commitment-smaller", "1", words="2").document
    assert (smaller["what"], smaller["progress"]) == ("answer the 2 open comments", {"done": 0, "of": 2})


def test_smaller_is_never_larger(small_world: World) -> None:
    do(small_world, "commit", words="get 5 leads")
    with pytest.raises(UsageError, match="5 promised"):
        press(small_world, "commitment-smaller", "1", words="6")


def test_blocked_says_why_until_it_is_moved(small_world: World) -> None:
    do(small_world, "commit", words="plan the stall")
    assert press(small_world, "commitment-block", "1", why="no permit yet").document["blocked"] == "no permit yet"
    assert press(small_world, "commitment-move", "1", words="Monday").document["blocked"] is None


def test_a_word_can_be_taken_back_for_seven_days(world: World) -> None:
    do(world, "commit", words="plan the stall")
    do(world, "commitments drop", number=1)
    assert do(world.at("2026-03-11T09:00:00Z"), "commitments undo", number=1).document["status"] == "open"
    do(world, "commitments drop", number=1)
    with pytest.raises(UsageError, match="7 days"):
        do(world.at("2026-03-12T09:00:00Z"), "commitments undo", number=1)


def test_only_its_person_changes_a_commitment(small_world: World) -> None:
    do(small_world, "commit", words="plan the stall")
    with pytest.raises(UsageError, match="Ana's"):
        do(small_world, "commitments done", number=1, by=BEN)


def test_a_private_commitment_is_seen_by_nobody_else(small_world: World) -> None:
    do(small_world, "commit", words="plan the stall", only_me=True)
    assert [len(listed(small_world, by=each)) for each in (ANA, BEN)] == [1, 0]
    with pytest.raises(UsageError, match="no commitment '1'"):
        do(small_world, "commitments drop", number=1, by=BEN)


def test_an_unknown_number_is_told_with_the_open_ones(small_world: World) -> None:
    do(small_world, "commit", words="plan the stall")
    with pytest.raises(UsageError, match="no commitment '7'; open ones: 1"):
        do(small_world, "commitments done", number=7)


def test_what_is_asked_of_somebody_else_is_not_theirs_until_accepted(world: World) -> None:
    asked = do(world, "commit", words="plan the stall", **{"for": "u2"}).document
    assert asked["accepted_at"] is None
    with pytest.raises(UsageError, match="not accepted yet"):
        press(world, "commitment-done", "1", by=BEN)
    assert press(world, "commitment-accept", "1", by=BEN).document["accepted_at"] == "2026-03-04T09:30:00Z"


def test_nobody_accepts_for_somebody_else(small_world: World) -> None:
    do(small_world, "commit", words="plan the stall", **{"for": "u2"})
    with pytest.raises(UsageError, match="only they"):
        press(small_world, "commitment-accept", "1", by=replace(ANA, is_admin=True))


def test_the_person_who_is_asked_gets_three_answers_and_the_asker_hears_which(world: World) -> None:
    do(world, "commit", words="plan the stall", **{"for": "u2"})
    press(world, "commitment-decline", "1", by=BEN, why="on leave")
    entries = world.desk.records.detect(
        "select person, card from outbox where team_id = :team_id order by person desc", {})
    assert [row["person"] for row in entries] == ["u2", "u1"]
    assert all(label in entries[0]["card"] for label in ("Accept", "Suggest another time", "Decline"))
    assert "Ben answered" not in entries[0]["card"]
    assert listed(world)[0]["status"] == "dropped"


def test_another_time_suggested_before_accepting_becomes_the_first_due_moment(world: World) -> None:
    do(world, "commit", words="plan the stall", **{"for": "u2"})
    moved = press(world, "commitment-move", "1", by=BEN, words="10 March 12:00").document
    assert (moved["first_due_at"], moved["moves"], moved["accepted_at"]) == ("2026-03-10T11:00:00Z", 0, "2026-03-04T09:30:00Z")


def test_a_change_that_comes_too_late_by_another_process_is_refused(world: World) -> None:
    from bot.coach.commitments.commitments import change

    made = make(world.desk, ANA, Promise("plan", None, "word"))
    with world.desk.records.write() as writer:
        assert change(writer, made, outcome="dropped", closed_at=world.desk.now) is not None
        assert change(writer, made, outcome="kept", closed_at=world.desk.now) is None


def test_a_rehearsal_before_a_commitment_does_not_know_of_it(world: World) -> None:
    do(world, "commit", words="plan the stall")
    do(world.at("2026-03-05T09:00:00Z"), "commitments done", number=1)
    assert listed(world.at("2026-03-04T09:00:00Z")) == []
    assert listed(world.at("2026-03-04T12:00:00Z"))[0]["status"] == "open"


def test_what_a_rule_sees_can_be_made_a_commitment(with_comments: World) -> None:
    made = press(with_comments, "make-commitment", "unanswered-comments", due="Friday 15:00").document
    assert (made["rule"], made["measured_by"], made["due_at"], len(made["items"])) == ("unanswered-comments", "answers", DUE, 4)


def test_a_rule_that_sees_nothing_any_more_makes_no_commitment(small_world: World) -> None:
    with pytest.raises(UsageError, match="nothing to do"):
        press(small_world, "make-commitment", "unanswered-comments")


def test_a_posts_audit_can_be_made_a_commitment(small_world: World) -> None:
    small_world.tell(post(), reading())
    made = press(small_world, "commit-post", "instagram/p1").document
    assert (made["what"], made["items"]) == ("Take the next step on the Instagram post of Fri 20 Feb", [
        {"kind": "post", "network": "instagram", "id": "p1"}])
