"""The data closes commitments: kept, missed or can't tell, and never more than it shows."""

from __future__ import annotations

from typing import Any

import pytest

from bot.coach.commitments.commitment_changes import accept, block, done, move
from bot.coach.commitments.commitments import Commitment, Promise, every, make
from bot.coach.commitments.settling import Settled, as_seen, rate, settle
from bot.model.command import Asker
from bot.model.rule import Ref
from tests.world import World, comment, lead, post

ANA = Asker(person="u1", name="Ana", channel="team-room", zone="Europe/Berlin")
BEN = Asker(person="u2", name="Ben", channel="team-room", zone="Europe/Berlin")
DUE = "2026-03-06T14:00:00Z"
AFTER = "2026-03-06T15:00:00Z"
NEXT_WEEK = "2026-03-13T14:00:00Z"
THREE = tuple(Ref("comment", "instagram", f"c{n}") for n in (1, 2, 3))


@pytest.fixture
def with_comments(world: World) -> World:
    """A team with three comments that wait for an answer."""
    world.tell(post(), *(comment(f"c{n}") for n in (1, 2, 3)))
    return world


def promised(world: World, **values: Any) -> Commitment:
    """Make a promise to answer the three comments, or another one."""
    return make(world.desk, ANA, Promise(**{"what": "answer", "due": DUE, "measured_by": "answers", "items": THREE} | values))


def replied(*ids: str, at: str = "2026-03-05T10:00:00Z") -> list[Any]:
    """Return the team's replies under comments."""
    return [comment(f"r-{each}", "thanks, here it is", parent_id=each, created_at=at, from_team=True) for each in ids]


def closed(settled: list[Settled]) -> list[tuple[str | None, str | None]]:
    """Return how commitments ended and what said so."""
    return [(each.commitment.outcome, each.commitment.outcome_by) for each in settled]


def test_answers_to_all_its_comments_keep_a_commitment(with_comments: World) -> None:
    promised(with_comments)
    later = with_comments.at("2026-03-05T12:00:00Z")
    later.tell(*replied("c1", "c2", "c3"))
    settled = settle(later.desk)
    assert closed(settled) == [("kept", "data")]
    assert settled[0].sentence == "Kept, seen in the data: answer (commitment 1). 3 of 3 answered."
    assert every(later.desk)[0].closed_at == "2026-03-05T12:00:00Z"


def test_answers_to_as_many_as_promised_keep_a_commitment(with_comments: World) -> None:
    promised(with_comments, target=2)
    later = with_comments.at("2026-03-05T12:00:00Z")
    later.tell(*replied("c1", "c3"))
    assert closed(settle(later.desk)) == [("kept", "data")]


def test_an_open_commitment_stays_open_before_it_is_due(with_comments: World) -> None:
    promised(with_comments)
    later = with_comments.at("2026-03-05T12:00:00Z")
    later.tell(*replied("c1"))
    assert settle(later.desk) == []


def test_answers_after_the_due_moment_come_too_late(with_comments: World) -> None:
    promised(with_comments)
    later = with_comments.at("2026-03-06T18:00:00Z")
    later.tell(*replied("c1", "c2", at="2026-03-06T13:00:00Z"), *replied("c3", at="2026-03-06T14:30:00Z"))
    settled = settle(later.desk)
    assert closed(settled) == [("missed", "data")]
    assert settled[0].commitment.outcome_note == "2 of 3 answered by then"


def test_nothing_is_missed_while_the_data_ends_before_the_due_moment(with_comments: World) -> None:
    promised(with_comments)
    assert settle(with_comments.at(AFTER).desk) == []


def test_seven_days_without_data_is_cant_tell_and_says_why(with_comments: World) -> None:
    promised(with_comments)
    settled = settle(with_comments.at(NEXT_WEEK).desk)
    assert closed(settled) == [("cant-tell", None)]
    assert settled[0].commitment.outcome_note == "comments were last imported 9 days ago, before it was due"


def test_a_late_import_mends_cant_tell(with_comments: World) -> None:
    promised(with_comments)
    late = with_comments.at(NEXT_WEEK)
    settle(late.desk)
    late.tell(*replied("c1", "c2", "c3"))
    settled = settle(late.desk)
    assert closed(settled) == [("kept", "data")]
    assert settled[0].is_mended
    assert settled[0].commitment.outcome_note == "3 of 3 answered; later data showed it"
    assert settle(late.desk) == []


def test_a_late_import_mends_missed(with_comments: World) -> None:
    promised(with_comments)
    late = with_comments.at(AFTER)
    late.feed("comments", AFTER)
    assert closed(settle(late.desk)) == [("missed", "data")]
    late.tell(*replied("c1", "c2", "c3"))
    assert closed(settle(late.desk)) == [("kept", "data")]


def test_data_confirms_a_word_without_telling_anybody(with_comments: World) -> None:
    promised(with_comments)
    done(with_comments.desk, ANA, 1)
    later = with_comments.at("2026-03-05T12:00:00Z")
    later.tell(*replied("c1", "c2", "c3"))
    assert settle(later.desk) == []
    assert (every(later.desk)[0].outcome, every(later.desk)[0].outcome_by) == ("kept", "data")


def test_a_comment_put_aside_is_asked_for_no_more(with_comments: World) -> None:
    promised(with_comments)
    later = with_comments.at("2026-03-05T12:00:00Z")
    later.tell(*replied("c1", "c2"))
    with later.desk.records.write() as writer:
        writer.run("dismiss_comment", network="instagram", comment_id="c3", why="spam", now=later.desk.now)
    assert closed(settle(later.desk)) == [("kept", "data")]


def test_with_every_comment_put_aside_nothing_was_kept_and_nothing_missed(with_comments: World) -> None:
    promised(with_comments, items=THREE[:1])
    with with_comments.desk.records.write() as writer:
        writer.run("dismiss_comment", network="instagram", comment_id="c1", why="spam", now=with_comments.desk.now)
    assert closed(settle(with_comments.desk)) == [("dropped", "word")]


def test_an_answer_on_somebodys_word_is_kept_by_word(with_comments: World) -> None:
    promised(with_comments, items=THREE[:1])
    with with_comments.desk.records.write() as writer:
        writer.run("answer_comment", network="instagram", comment_id="c1", now=with_comments.desk.now)
    assert closed(settle(with_comments.desk)) == [("kept", "word")]


def test_answers_still_to_come_are_counted_from_the_promise_on(world: World) -> None:
    promised(world, items=(), target=2)
    later = world.at("2026-03-05T12:00:00Z")
    later.tell(post(), comment("c1"), comment("c2"), comment("old"), *replied("c1", "c2"), *replied("old", at="2026-03-04T09:00:00Z"))
    assert closed(settle(later.desk)) == [("kept", "data")]


def test_enough_leads_between_promise_and_due_keep_a_commitment(world: World) -> None:
    promised(world, measured_by="leads", items=(), target=2)
    later = world.at("2026-03-05T12:00:00Z")
    later.tell(lead("l0", "2026-03-04T09:00:00Z"), lead("l1", "2026-03-04T10:00:00Z"))
    assert settle(later.desk) == []
    later.tell(lead("l2", "2026-03-05T10:00:00Z"))
    assert closed(settle(later.desk)) == [("kept", "data")]


def test_leads_count_for_the_post_the_kind_and_the_quality_promised(world: World) -> None:
    for items in ((Ref("post", "instagram", "p1"),), (Ref("lead kind", "", "booking"),), (Ref("lead quality", "", "qualified"),)):
        promised(world, measured_by="leads", items=items, target=1)
    later = world.at("2026-03-05T12:00:00Z")
    later.tell(post(), lead("l1", "2026-03-05T10:00:00Z"))
    assert settle(later.desk) == []
    later.tell(lead("l2", "2026-03-05T10:00:00Z", post_id="p1", network="instagram"))
    assert [each.commitment.number for each in settle(later.desk)] == [1]
    later.tell(lead("l3", "2026-03-05T10:00:00Z", kind="booking"))
    assert [each.commitment.number for each in settle(later.desk)] == [2]
    later.tell(lead("l4", "2026-03-05T10:00:00Z", quality="qualified"))
    assert [each.commitment.number for each in settle(later.desk)] == [3]


def test_too_few_leads_are_missed_once_the_data_reaches_to_the_due_moment(world: World) -> None:
    promised(world, measured_by="leads", items=(), target=2)
    later = world.at(AFTER)
    later.tell(lead("l1", "2026-03-05T10:00:00Z"), as_of="2026-03-06T10:00:00Z")
    assert settle(later.desk) == []
    later.feed("leads", AFTER)
    assert closed(settle(later.desk)) == [("missed", "data")]


def test_a_post_published_in_time_on_the_network_promised_keeps_a_commitment(world: World) -> None:
    promised(world, measured_by="posts", items=(Ref("post", "instagram", "p1"),))
    later = world.at("2026-03-05T12:00:00Z")
    later.tell(post("p0", "2026-03-04T09:00:00Z"), post("f1", "2026-03-05T09:00:00Z", network="facebook"))
    assert settle(later.desk) == []
    later.tell(post("p2", "2026-03-04T00:00:00Z", published_precision="day"))
    assert closed(settle(later.desk)) == [("kept", "data")]


def test_a_word_is_never_missed_and_after_a_week_nobody_can_tell(world: World) -> None:
    promised(world, measured_by="word", items=())
    assert settle(world.at("2026-03-13T13:59:59Z").desk) == []
    assert closed(settle(world.at(NEXT_WEEK).desk)) == [("cant-tell", None)]


def test_nobody_misses_what_they_never_accepted(world: World) -> None:
    promised(world, for_person="u2")
    late = world.at(AFTER)
    late.feed("comments", AFTER)
    assert closed(settle(late.desk)) == [("dropped", None)]


def test_a_moved_commitment_is_held_to_its_new_due_moment(world: World) -> None:
    promised(world)
    move(world.desk, ANA, 1, "10 March 15:00")
    late = world.at(AFTER)
    late.feed("comments", AFTER)
    assert settle(late.desk) == []


def test_looking_ahead_shows_the_outcome_and_writes_nothing(with_comments: World) -> None:
    promised(with_comments)
    ahead = with_comments.at(NEXT_WEEK)
    assert [each.outcome for each in as_seen(ahead.desk, every(ahead.desk))] == ["cant-tell"]
    assert every(ahead.desk)[0].is_open


def test_a_blocked_commitment_is_still_closed_by_the_data(with_comments: World) -> None:
    promised(with_comments)
    block(with_comments.desk, ANA, 1, "the page is locked")
    later = with_comments.at("2026-03-05T12:00:00Z")
    later.tell(*replied("c1", "c2", "c3"))
    assert closed(settle(later.desk)) == [("kept", "data")]


def test_another_teams_commitments_are_not_settled(with_comments: World, store: Any) -> None:
    from tests.world import desk_for

    promised(with_comments)
    assert settle(desk_for(store.team("other"), now=NEXT_WEEK)) == []


def ended(world: World, outcomes: str) -> None:
    """Close one commitment after another: k for kept by word, m for missed, c for can't tell."""
    from bot.coach.commitments.commitments import change

    for outcome in outcomes:
        made = promised(world, measured_by="word", items=())
        with world.desk.records.write() as writer:
            change(writer, made, outcome={"k": "kept", "m": "missed", "c": "cant-tell"}[outcome], closed_at=world.desk.now)


def test_the_rate_is_of_the_last_ten_kept_or_missed(world: World) -> None:
    ended(world, "mmm" + "kkckkmkkkmk")
    found = rate(world.desk)
    assert found is not None
    assert (found.kept, found.of, found.sentence) == (8, 10, "8 of the last 10 kept")


def test_fewer_than_five_make_no_rate(world: World) -> None:
    ended(world, "kkmkcc")
    assert rate(world.desk) is None


def test_private_commitments_are_in_no_rate(world: World) -> None:
    ended(world, "kkkk")
    done(world.desk, ANA, promised(world, measured_by="word", items=(), seen_by="me").number)
    assert rate(world.desk) is None


def test_an_accepted_commitment_is_settled_like_any_other(with_comments: World) -> None:
    promised(with_comments, for_person="u2")
    accept(with_comments.desk, BEN, 1)
    later = with_comments.at("2026-03-05T12:00:00Z")
    later.tell(*replied("c1", "c2", "c3"))
    assert closed(settle(later.desk)) == [("kept", "data")]
