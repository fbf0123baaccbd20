"""What pressing a button does, once; and how open cards follow the data."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.actions import actions
from bot.coach.desk import Desk
from bot.coach.posted.cards import Kept, kept_card
from bot.coach.posted.open_cards import settle_cards, wake
from bot.errors import UsageError
from bot.model.action import Action
from bot.model.answers import Answer
from bot.model.card import plain
from bot.model.card_text import card_from_text, plain_card
from bot.model.command import Asker
from tests.nudge_world import (
    ADA,
    FakeFront,
    cards,
    case,
    comment_case,
    desk_with,
    posts,
    rule,
    send,
    started,
    tick_at,
)
from tests.world import World, comment

NOW = "2026-03-04T09:30:00Z"
BOB = Asker("u2", "Bob", "terminal", "UTC")
PRESSES: dict[str, dict[str, str]] = {
    "take": {}, "done": {}, "snooze": {"until": "1 hour"}, "not-needed": {"why": "spam"},
}


def action(name: str) -> Action:
    return actions()[name]


def press(desk: Desk, name: str, subject: str, asker: Asker = ADA, **values: Any) -> str:
    """Press a button and return the first line of the answer."""
    return plain(action(name).run(desk, asker, subject, **values).card.title)


@pytest.fixture
def asked(small_world: World) -> Desk:
    """A desk whose channel holds one open card about five comments, at Wednesday 09:30."""
    ids = [f"c{n}" for n in range(1, 6)]
    small_world.tell(*[comment(each) for each in ids])
    desk = started(desk_with(small_world.desk, rule("a", [comment_case(*ids)])), "2026-03-04T09:00:00Z")
    tick_at(desk, NOW)
    return World(desk).at(NOW).desk


def card_id(desk: Desk) -> str:
    return str(cards(desk)[-1]["card_id"])


def kept(desk: Desk) -> Kept:
    found = kept_card(desk, card_id(desk))
    assert found
    return found


def last_edit(desk: Desk) -> str:
    edits = [row for row in desk.records.rows("outbox") if row["operation"] == "edit" and row["ended_at"] is None]
    return plain_card(card_from_text(edits[-1]["card"]))


def answered(desk: Desk) -> dict[str, Any]:
    return {row["comment_id"]: row["answered_by"] for row in desk.records.rows("comments")}


def test_taking_makes_a_commitment_of_the_card(asked: Desk) -> None:
    assert press(asked, "take", card_id(asked)) == "Yours: Mend a, by Fri 6 Mar 15:00"
    [commitment] = asked.records.rows("commitments", now=asked.now)
    assert (commitment["person"], commitment["rule"], commitment["measured_by"]) == ("u1", "a", "answers")
    assert len(asked.records.rows("commitment_items")) == 5
    assert "Taken by Ada" in last_edit(asked)


def test_the_second_to_take_a_card_is_told_who_has_it(asked: Desk) -> None:
    press(asked, "take", card_id(asked))
    assert press(asked, "take", card_id(asked), BOB) == "Ada took these already; nothing was changed"
    assert len(asked.records.rows("commitments", now=asked.now)) == 1


def test_a_taking_that_comes_to_nothing_leaves_the_card_open(small_world: World) -> None:
    desk = started(desk_with(small_world.desk, rule("a", [case()], commitment=" ")), "2026-03-04T09:00:00Z")
    tick_at(desk, NOW)
    with pytest.raises(UsageError):
        press(desk, "take", card_id(desk))
    assert kept(desk).state == "open"


def test_done_marks_the_comments_answered_by_a_person_and_closes_the_card(asked: Desk) -> None:
    assert press(asked, "done", card_id(asked)).startswith("Noted: 5 comments answered")
    assert set(answered(asked).values()) == {"person"}
    assert kept(asked).state == "done"
    assert last_edit(asked).startswith("Done: 5 of 5 answered")


def test_not_needed_puts_the_comments_aside_with_the_reason(asked: Desk) -> None:
    press(asked, "not-needed", card_id(asked), why="wrong data")
    settled = asked.records.one("comment_settled", network="instagram", comment_id="c1")
    assert settled == {"answered_at": None, "dismissed_at": NOW}
    assert kept(asked).state == "not needed"


def test_a_reason_or_time_that_is_not_offered_is_refused(asked: Desk) -> None:
    with pytest.raises(UsageError, match="boring"):
        press(asked, "not-needed", card_id(asked), why="boring")
    with pytest.raises(UsageError, match="next year"):
        press(asked, "snooze", card_id(asked), until="next year")
    assert kept(asked).state == "open"


@pytest.mark.parametrize("name", PRESSES)
def test_pressing_on_a_closed_card_answers_and_changes_nothing(asked: Desk, name: str) -> None:
    press(asked, "done", card_id(asked))
    before = (cards(asked), asked.records.rows("outbox"), asked.records.rows("comments"))
    assert press(asked, name, card_id(asked), **PRESSES[name]) == "Nothing was changed: this card is closed, it is done"
    assert (cards(asked), asked.records.rows("outbox"), asked.records.rows("comments")) == before


@pytest.mark.parametrize("name", [*PRESSES, "why-this", "mute", "keep-pace", "weekly-only", "pause"])
def test_pressing_on_an_unknown_card_answers_with_a_sentence(asked: Desk, name: str) -> None:
    assert press(asked, name, "nobody", **PRESSES.get(name, {})) == "This card is not known here any more; nothing was changed"


@pytest.mark.parametrize(("choice", "wakes_at"), [
    ("1 hour", "2026-03-04T10:30:00Z"), ("13:30", "2026-03-04T12:30:00Z"), ("tomorrow 09:30", "2026-03-05T08:30:00Z"),
    ("monday", "2026-03-09T08:30:00Z"),
])
def test_a_snooze_ends_on_the_pressers_own_clock(asked: Desk, choice: str, wakes_at: str) -> None:
    press(asked, "snooze", card_id(asked), replace(ADA, zone="Europe/Berlin"), until=choice)
    row = asked.records.one("card", card_id=card_id(asked))
    assert row
    assert row["snoozed_until"] == wakes_at


def test_a_snoozed_card_comes_back_once_and_counts_against_no_cap(asked: Desk) -> None:
    press(asked, "snooze", card_id(asked), until="1 hour")
    assert wake(asked) == 0
    later = World(asked).at("2026-03-04T10:30:00Z").desk
    assert (wake(later), wake(later)) == (1, 0)
    assert len(posts(asked)) == 2
    assert kept(asked).state == "open"
    assert len(cards(asked)) == 1


def test_a_snooze_that_ends_in_quiet_hours_waits_for_their_end(asked: Desk) -> None:
    press(World(asked).at("2026-03-04T17:30:00Z").desk, "snooze", card_id(asked), until="1 hour")
    assert wake(World(asked).at("2026-03-04T18:30:00Z").desk) == 0
    assert wake(World(asked).at("2026-03-05T09:00:00Z").desk) == 1


class Shelf:
    """Guidance that knows the titles of its pieces."""

    def answer(self, _question: str, _previous: str | None = None) -> Answer:
        raise AssertionError("nobody asked")

    def piece(self, _piece_id: str) -> Any:
        return type("Piece", (), {"title": "Answer your comments"})()


def test_why_this_tells_rule_threshold_window_guidance_and_how_it_was_chosen(asked: Desk) -> None:
    reply = action("why-this").run(replace(asked, adviser_of=Shelf), ADA, card_id(asked))
    shown = plain_card(reply.card)
    for words in ("The rule a", "14 days: how far back it looks", "Window: 14 days", "Looked at: 3 cases", "Wed 4 Mar 08:00", "Answer your comments",
                  "severity 2", "times 50%, the chance that you act on it", "no earlier card", "nudges explain a"):
        assert words in shown


def test_mute_keeps_a_rule_silent_in_its_channel(asked: Desk) -> None:
    assert press(asked, "mute", card_id(asked), replace(ADA, is_admin=True), length="4 weeks") == \
        "The rule a keeps silent in terminal until Wed 1 Apr"
    assert [row["rule"] for row in asked.records.rows("mutes", channel="terminal", now=asked.now)] == ["a"]


def answer(desk: Desk, *ids: str) -> None:
    with desk.records.write() as writer:
        for each in ids:
            writer.run("answer_comment", network="instagram", comment_id=each, now=desk.now)


def test_a_card_says_how_many_are_answered_when_new_data_shows_it(asked: Desk) -> None:
    answer(asked, "c1", "c2", "c3")
    assert settle_cards(asked) == ["Mend a: 3 cases in 14 days; 3 of 5 answered"]
    assert "3 of 5 answered" in last_edit(asked)
    assert settle_cards(asked) == []


def test_a_card_closes_when_the_data_shows_all_answered(asked: Desk) -> None:
    front = FakeFront()
    send(asked, front, NOW)
    answer(asked, "c1", "c2", "c3", "c4", "c5")
    settle_cards(asked)
    send(asked, front, NOW)
    assert front.edits[-1][1] == "Done: 5 of 5 answered"
    assert kept(asked).state == "closed"


def test_a_card_about_a_post_closes_when_its_rule_sees_it_no_more(small_world: World) -> None:
    seen = [case("p1")]
    desk = started(desk_with(small_world.desk, rule("a", lambda _rows, _view: list(seen))), "2026-03-04T09:00:00Z")
    tick_at(desk, NOW)
    assert settle_cards(desk) == []
    seen[:] = [case("p2")]
    assert len(settle_cards(desk)) == 1
    assert kept(desk).state == "closed"


def test_a_rule_that_cannot_tell_closes_no_card(small_world: World) -> None:
    seen = [case("p1")]
    desk = started(desk_with(small_world.desk, rule("a", lambda _rows, _view: list(seen))), "2026-03-04T09:00:00Z")
    tick_at(desk, NOW)
    seen[:] = [replace(case("p1"), verdict="cant-tell", reason="the feed is old", subject=case("p9").subject)]
    assert settle_cards(desk) == []


@pytest.mark.parametrize(("name", "profile", "paused_until"), [
    ("keep-pace", "standard", None), ("weekly-only", "weekly", None), ("pause", "standard", "2026-03-20T09:30:00Z"),
])
def test_the_note_about_the_pace_is_answered_once(small_world: World, name: str, profile: str, paused_until: str) -> None:
    many = [rule(key, [case(f"p-{key}")]) for key in "abcd"]
    desk = started(desk_with(small_world.desk, *many), "2026-03-03T09:00:00Z")
    for moment in ("2026-03-03T10:00:00Z", NOW, "2026-03-05T09:30:00Z", "2026-03-06T09:30:00Z"):
        tick_at(desk, moment)
    here = World(desk).at("2026-03-06T09:30:00Z").desk
    press(here, name, card_id(desk))
    [row] = desk.records.rows("channels")
    assert (row["profile"], row["paused_until"]) == (profile, paused_until)
    assert press(here, "weekly-only", card_id(desk)).startswith("Nothing was changed")


def test_a_paused_channel_stays_silent(small_world: World) -> None:
    desk = started(desk_with(small_world.desk, rule("a", [case()])), "2026-03-04T09:00:00Z")
    with desk.records.write() as writer:
        writer.run("pause_channel", channel="terminal", until="2026-03-05T00:00:00Z")
    assert [each.outcome for each in tick_at(desk, NOW)] == ["paused"]


def test_turning_on_an_unknown_channel_says_where_channels_are_set(small_world: World) -> None:
    assert "[[channels]]" in press(desk_with(small_world.desk), "turn-on", "nowhere")
