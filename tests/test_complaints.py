"""Complaint, moved to DM, resolved offline: a history with times and people, open until its end, and asked for again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.actions import actions
from bot.coach.comments.comment_marks import mark_of
from bot.coach.comments.queue import waiting
from bot.coach.commitments.commitments import numbered
from bot.coach.commitments.progress import progress_of
from bot.coach.digests.digest import Digest, digest, document
from bot.coach.digests.digest_card import card_of, words_of
from bot.coach.figures.findings import find
from bot.coach.posted.cards import kept_card
from bot.coach.posted.open_cards import settle_cards
from bot.commands import commands
from bot.errors import UsageError
from bot.model.card import plain
from bot.model.card_text import plain_card
from bot.model.command import Asker, Reply
from bot.model.rule import Finding
from bot.rules import rules
from bot.store.store import Store
from tests.nudge_world import cards, desk_with, started, tick_at
from tests.three_fronts import FRONTS, labels, words_on
from tests.world import World, comment, desk_for, post

ANN, BEN = (Asker(f"u{n}", name, "terminal", "UTC") for n, name in enumerate(("Ann", "Ben")))
WEDNESDAY, FRIDAY, MONDAY = "2026-03-04T09:30:00Z", "2026-03-06T12:00:00Z", "2026-03-09T09:30:00Z"
WORDS = "My loaf was stale and nobody answers"


@pytest.fixture
def complained(world: World) -> World:
    """Two complaints and a question from the day before, under one post."""
    world.tell(post(text="Fresh rye every morning"), comment("c1", WORDS), comment("c2", "The bread was mouldy, terrible"),
               comment("q1", "are you open on sunday?"))
    with world.desk.records.write() as writer:
        for comment_id, label in {"c1": "complaint", "c2": "complaint", "q1": "question"}.items():
            writer.run("label_comment", network="instagram", comment_id=comment_id, label=label)
    return world


def say(world: World, name: str, comment_id: str = "c1", by: Asker = ANN) -> Reply:
    return commands()[f"comments {name}"].run(world.desk, by, comment_id=comment_id)


def opened(world: World) -> list[str]:
    return [row["comment_id"] for row in commands()["comments open"].run(world.desk, ANN).document]


def queued(world: World) -> list[str]:
    return [each.comment_id for each in waiting(world.desk)]


def unanswered(world: World, **settings: float) -> list[Finding]:
    desk = replace(world.desk, settings=replace(world.desk.settings, rules={"unanswered-comments": settings}))
    return find(desk, [rules()["unanswered-comments"]])


def test_a_moved_complaint_counts_as_answered_in_public_and_stays_open(complained: World) -> None:
    say(complained, "moved")
    assert queued(complained) == ["c2", "q1"]
    assert opened(complained) == ["c1"]
    [row] = [row for row in complained.desk.records.rows("comments") if row["comment_id"] == "c1"]
    assert (row["answered_at"], row["answered_by"]) == (WEDNESDAY, "person")


def test_a_resolved_complaint_is_open_no_more(complained: World) -> None:
    say(complained, "moved")
    say(complained.at(FRIDAY), "resolved", by=BEN)
    assert opened(complained.at(MONDAY)) == []


def test_the_way_of_a_complaint_is_kept_with_times_and_people(complained: World) -> None:
    say(complained, "moved")
    words = plain_card(say(complained.at(FRIDAY), "resolved", by=BEN).card)
    assert "Complained: Tue 3 Mar 08:00" in words
    assert "Moved to DM: Wed 4 Mar 09:30, Ann" in words
    assert "Resolved offline: Fri 6 Mar 12:00, Ben" in words
    steps = complained.desk.records.rows("complaint_steps", network="instagram", comment_id="c1", now=MONDAY)
    assert [(each["step"], each["at"], each["person_name"]) for each in steps] == [
        ("moved", WEDNESDAY, "Ann"), ("resolved", FRIDAY, "Ben")]


def test_a_complaint_can_be_resolved_without_having_been_moved(complained: World) -> None:
    say(complained, "resolved")
    assert (queued(complained), opened(complained)) == (["c2", "q1"], [])


@pytest.mark.parametrize(("first", "then"), [("moved", "moved"), ("resolved", "resolved"), ("resolved", "moved")])
def test_saying_what_is_known_changes_nothing(complained: World, first: str, then: str) -> None:
    say(complained, first)
    reply = say(complained.at(FRIDAY), then, by=BEN)
    assert "already; nothing was changed" in plain(reply.card.title)
    assert len(complained.desk.records.rows("complaint_steps", network="instagram", comment_id="c1", now=MONDAY)) == 1


def test_reopen_takes_one_word_back_at_a_time(complained: World) -> None:
    say(complained, "moved")
    say(complained.at(FRIDAY), "resolved")
    assert plain(say(complained.at(FRIDAY), "reopen").card.title) == "Open again: moved to DM, not resolved"
    assert (opened(complained.at(MONDAY)), "c1" in queued(complained.at(MONDAY))) == (["c1"], False)
    assert plain(say(complained.at(FRIDAY), "reopen").card.title) == "Taken back: it waits for its answer again"
    assert (opened(complained.at(MONDAY)), "c1" in queued(complained.at(MONDAY))) == ([], True)


def test_the_oldest_wait_is_reckoned_from_the_move_also_after_an_undone_end(complained: World) -> None:
    say(complained, "moved")
    say(complained.at(FRIDAY), "resolved")
    say(complained.at(FRIDAY), "reopen")
    [row] = commands()["comments open"].run(complained.at(MONDAY).desk, ANN).document
    assert (row["moved_at"], row["moved_by"]) == (WEDNESDAY, "Ann")


def test_a_reply_in_the_data_outlives_an_undone_move(complained: World) -> None:
    complained.tell(comment("r1", "Please write to us", parent_id="c1", created_at="2026-03-03T09:00:00Z", from_team=True))
    say(complained, "moved")
    assert plain(say(complained, "reopen").card.title) == "Taken back; it counts as answered, as before"
    assert "c1" not in queued(complained)


def test_a_moved_complaint_that_is_put_aside_is_open_no_more_until_that_is_taken_back(complained: World) -> None:
    say(complained, "moved")
    commands()["comments not-needed"].run(complained.at(FRIDAY).desk, ANN, comment_id="c1", why="answered elsewhere")
    assert opened(complained.at(MONDAY)) == []
    say(complained.at(MONDAY), "reopen")
    assert opened(complained.at(MONDAY)) == ["c1"]


def test_a_move_is_a_newer_word_than_putting_it_aside(complained: World) -> None:
    commands()["comments not-needed"].run(complained.desk, ANN, comment_id="c1", why="spam")
    say(complained.at(FRIDAY), "moved")
    assert opened(complained.at(MONDAY)) == ["c1"]


@pytest.mark.parametrize("name", ["moved", "resolved"])
def test_only_a_complaint_is_followed_to_its_end(complained: World, name: str) -> None:
    with pytest.raises(UsageError, match=r"'q1' is labelled question, and only a complaint.*comments label q1 complaint"):
        say(complained, name, "q1")
    assert "q1" in queued(complained)


def test_a_moved_complaint_can_be_resolved_whatever_its_label_became(complained: World) -> None:
    say(complained, "moved")
    commands()["comments label"].run(complained.desk, ANN, comment_id="c1", label="thanks")
    say(complained.at(FRIDAY), "resolved")
    assert opened(complained.at(MONDAY)) == []


@pytest.mark.parametrize("name", ["moved", "resolved", "answered"])
def test_undo_on_the_card_takes_it_back(complained: World, name: str) -> None:
    [undo] = [each for each in say(complained, name).card.buttons if each.label == "Undo"]
    actions()[undo.action].run(complained.desk, BEN, undo.subject)
    assert "c1" in queued(complained)


def test_a_rehearsal_before_a_move_does_not_know_of_it(complained: World) -> None:
    say(complained.at(FRIDAY), "moved")
    assert opened(complained) == []


def test_the_queue_says_beneath_what_waits_for_its_end(complained: World) -> None:
    for comment_id in ("c1", "c2"):
        say(complained, "moved", comment_id)
    footer = commands()["comments"].run(complained.at(MONDAY).desk, ANN).card.footer
    assert footer
    assert plain(footer).endswith("2 complaints moved to DM wait for their end, the oldest 5 days: comments open.")


def test_an_empty_queue_says_it_too(complained: World) -> None:
    for name, comment_id in (("moved", "c1"), ("resolved", "c2"), ("answered", "q1")):
        say(complained, name, comment_id)
    card = commands()["comments"].run(complained.at(MONDAY).desk, ANN).card
    assert plain_card(card).endswith("1 complaint moved to DM has waited 5 days for its end: comments open.")


def test_the_digest_has_a_line_for_it_until_it_is_resolved(complained: World) -> None:
    say(complained, "moved")
    later = complained.at(MONDAY)
    later.tell(comment("t1", "Lovely", created_at="2026-03-09T08:00:00Z"))
    seen = digest(later.desk)
    assert isinstance(seen, Digest)
    assert "1 complaint moved to DM has waited 5 days for its end." in plain_card(card_of(seen))
    assert document(seen)["moved_to_dm"] == {"open": 1, "oldest_at": WEDNESDAY}
    assert words_of(card_of(seen)) <= 120
    say(later, "resolved")
    after = digest(later.desk)
    assert isinstance(after, Digest)
    assert (after.moved, document(after)["moved_to_dm"]) == (None, None)


def test_it_is_asked_for_again_after_so_many_days_until_it_is_resolved(complained: World) -> None:
    for name, comment_id in (("moved", "c1"), ("answered", "c2"), ("answered", "q1")):
        say(complained, name, comment_id)
    assert unanswered(complained.at(FRIDAY)) == []
    [asked] = unanswered(complained.at(MONDAY))
    assert plain(asked.headline).startswith("Answer 1 complaint moved to DM (2 minutes): it has waited 6 days")
    assert plain_card_of(asked) == "Complaint in DM for 5 days, instagram"
    say(complained.at(MONDAY), "resolved")
    assert unanswered(complained.at(MONDAY)) == []


def plain_card_of(found: Finding) -> str:
    [item] = found.case.items
    return item.headline.format(**item.facts)


@pytest.mark.parametrize(("days", "asks"), [(1, True), (3, False), (10, False)])
def test_after_how_many_days_is_a_setting_of_the_rule(complained: World, days: float, asks: bool) -> None:
    say(complained, "moved")
    found = unanswered(complained.at(FRIDAY), moved_days=days)
    assert any("c1" in {ref.id for ref in each.case.subject} for each in found) is asks


def test_beside_unanswered_comments_it_takes_two_places_at_most(complained: World) -> None:
    complained.tell(*(comment(f"old{n}", WORDS, created_at=f"2026-02-2{n}T08:00:00Z") for n in range(5)))
    for n in range(5):
        with complained.desk.records.write() as writer:
            writer.run("label_comment", network="instagram", comment_id=f"old{n}", label="complaint")
        say(complained, "moved", f"old{n}")
    [asked] = unanswered(complained.at(MONDAY))
    assert [ref.id for ref in asked.case.subject] == ["old0", "old1", "c1", "c2", "q1"]
    assert plain(asked.headline).startswith("Answer 5 comments, 2 in DM (10 minutes)")


def test_a_stale_import_silences_the_questions_and_not_the_promise_that_was_given(complained: World) -> None:
    say(complained, "moved")
    verdicts = [each.case.verdict for each in unanswered(complained.at("2026-03-14T09:30:00Z"))]
    assert verdicts == ["cant-tell", "fires"]


def test_it_is_asked_for_however_old_it_is(complained: World) -> None:
    say(complained, "moved")
    later = complained.at("2026-05-20T09:30:00Z")
    later.feed("comments", "2026-05-20T08:00:00Z")
    assert [ref.id for each in unanswered(later) for ref in each.case.subject] == ["c1"]


@pytest.fixture
def asked_for_its_end(complained: World) -> World:
    """A channel whose open card, of Thursday 12 March, asks for the end of one complaint."""
    for name, comment_id in (("moved", "c1"), ("answered", "c2"), ("answered", "q1")):
        say(complained, name, comment_id)
    desk = started(desk_with(complained.desk, rules()["unanswered-comments"]), "2026-03-11T12:00:00Z")
    later = World(desk).at("2026-03-12T09:30:00Z")
    later.feed("comments", "2026-03-12T08:00:00Z")
    tick_at(later.desk, "2026-03-12T09:30:00Z")
    assert len(cards(later.desk)) == 1
    return later


def card_id(world: World) -> str:
    return str(cards(world.desk)[-1]["card_id"])


def press(world: World, name: str, by: Asker = BEN, **values: Any) -> Reply:
    return actions()[name].run(world.desk, by, card_id(world), **values)


def test_a_card_that_asks_for_the_end_is_not_closed_by_the_move(asked_for_its_end: World) -> None:
    settle_cards(asked_for_its_end.desk)
    kept = kept_card(asked_for_its_end.desk, card_id(asked_for_its_end))
    assert kept
    assert kept.is_open
    say(asked_for_its_end, "resolved")
    after = kept_card(asked_for_its_end.desk, card_id(asked_for_its_end))
    assert after
    assert after.state == "closed"


def test_done_on_such_a_card_resolves_the_complaint_and_says_who_did(asked_for_its_end: World) -> None:
    press(asked_for_its_end, "done")
    later = asked_for_its_end.at("2026-03-13T09:30:00Z")
    assert opened(later) == []
    steps = later.desk.records.rows("complaint_steps", network="instagram", comment_id="c1", now=later.desk.now)
    assert [(each["step"], each["person_name"]) for each in steps] == [("moved", "Ann"), ("resolved", "Ben")]


def test_a_promise_made_of_such_a_card_is_kept_by_the_end_and_not_by_the_move(asked_for_its_end: World) -> None:
    press(asked_for_its_end, "take")
    later = asked_for_its_end.at("2026-03-12T12:00:00Z")
    promise = numbered(later.desk, BEN, "1")
    assert progress_of(later.desk, [promise])[promise.commitment_id].done == 0
    say(later, "resolved", by=BEN)
    progress = progress_of(later.desk, [promise])[promise.commitment_id]
    assert (progress.done, progress.of, progress.worded) == (1, 1, 1)


def test_a_complaint_that_stood_on_enough_cards_is_asked_for_anew_after_its_move(small_world: World) -> None:
    small_world.tell(comment("c1", WORDS))
    desk = started(desk_with(small_world.desk, rules()["unanswered-comments"], rule_rest_days=0), "2026-03-04T09:00:00Z")
    for day in ("04", "05", "06"):
        tick_at(desk, f"2026-03-{day}T09:30:00Z")
        for card in cards(desk):
            with desk.records.write() as writer:
                writer.run("replace_card", card_id=card["card_id"], now=desk.now)
    spent = len(cards(desk))
    world = World(desk).at(FRIDAY)
    with desk.records.write() as writer:
        writer.run("label_comment", network="instagram", comment_id="c1", label="complaint")
    say(world, "moved")
    world.feed("comments", "2026-03-11T08:00:00Z")
    tick_at(world.desk, "2026-03-11T09:30:00Z")
    assert (spent, len(cards(desk))) == (2, 3)


def test_the_list_is_asked_by_number_and_shows_who_moved_what_when(complained: World) -> None:
    for comment_id in ("c1", "c2"):
        say(complained, "moved", comment_id)
    card = commands()["comments open"].run(complained.at(MONDAY).desk, ANN).card
    words = plain_card(card)
    assert "Moved 5 days ago by Ann, Instagram, under “Fresh rye every morning”" in words
    assert f"Complained Tue 3 Mar 08:00, moved Wed 4 Mar 09:30. Reference {mark_of('instagram', 'c1')}" in words
    [button] = card.buttons
    actions()[button.action].run(complained.at(MONDAY).desk, BEN, button.subject, number=2)
    assert opened(complained.at("2026-03-10T09:30:00Z")) == ["c1"]


def test_an_empty_list_is_good_news(complained: World) -> None:
    card = commands()["comments open"].run(complained.desk, ANN).card
    assert (plain(card.title), card.tone) == ("No complaint that was moved to DM waits for its end", "good")


def test_what_the_network_allows_in_private_is_said_with_the_move(complained: World) -> None:
    assert "Instagram lets you answer for 24 hours" in plain_card(say(complained, "moved").card)


def test_the_name_of_whoever_took_a_step_can_be_forgotten(complained: World) -> None:
    say(complained, "moved")
    with complained.desk.records.write() as writer:
        writer.run("forget_steps_of", person=ANN.person)
    words = plain_card(commands()["comments open"].run(complained.at(MONDAY).desk, BEN).card)
    assert "Ann" not in words
    assert "Moved 5 days ago, Instagram" in words


def test_one_team_never_sees_anothers_open_complaints(store: Store, complained: World) -> None:
    say(complained, "moved")
    assert opened(World(desk_for(store.team("another")))) == []


@pytest.mark.parametrize("front", FRONTS)
def test_every_front_shows_the_history_and_the_list(complained: World, front: str) -> None:
    moved = say(complained, "moved").card
    assert all(words in words_on(front, moved) for words in (WORDS, "Moved to DM", "Wed 4 Mar 09:30, Ann"))
    listed = commands()["comments open"].run(complained.at(MONDAY).desk, ANN).card
    assert "1 complaint moved to DM has waited 5 days for its end" in words_on(front, listed)
    assert (labels(moved), labels(listed)) == (["Undo"], ["Resolved offline"])
