"""Nudges that find nobody: one note that offers less, and silence taken as an answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.actions import actions
from bot.coach.desk import Desk
from bot.coach.posted.ledger import Ledger, Said
from bot.model.card import Card, plain, text
from bot.model.card_text import card_from_text, plain_card
from tests.nudge_world import ADA, cards, case, desk_with, outcomes, posts, rule, started, tick_at
from tests.world import World

MANY = tuple(rule(key, [case(f"p-{key}")]) for key in "abcdefghijkl")
DAYS = ("2026-03-03T10:00:00Z", "2026-03-04T09:30:00Z", "2026-03-05T09:30:00Z")


def digest_of(_desk: Desk) -> Card:
    return Card(text("Keep on answering"))


@pytest.fixture
def asked(world: World) -> Desk:
    """A desk whose three nudges found nobody, and which asked about its pace on Friday 6 March."""
    desk = started(desk_with(world.desk, *MANY), "2026-03-03T09:00:00Z")
    for moment in (*DAYS, "2026-03-06T09:30:00Z"):
        assert outcomes(tick_at(desk, moment)) == ["posted"]
    assert cards(desk)[-1]["rule"] == "pace"
    return World(desk).at("2026-03-06T10:00:00Z").desk


def press(desk: Desk, name: str) -> str:
    return plain(actions()[name].run(desk, ADA, cards(desk)[-1]["card_id"]).card.title)


def profile(desk: Desk) -> str:
    return str(desk.records.rows("channels")[0]["profile"])


def said(day: int, state: str = "open", **values: object) -> Said:
    row = {"card_id": f"c{day}", "channel": "terminal", "kind": "nudge", "rule": "a", "at": f"2026-03-{day:02d}T09:30:00Z",
           "local_date": f"2026-03-{day:02d}", "opening": "Mend it", "state": state}
    return Said(**{**row, **values})  # type: ignore[arg-type]


def is_ignored(*cards_said: Said) -> bool:
    return Ledger(cards_said).is_ignored_running("terminal", "2026-03-09")


def test_the_note_offers_the_three_paces_and_says_what_silence_means(asked: Desk) -> None:
    note = card_from_text(posts(asked)[-1]["card"])
    assert [button.label for button in note.buttons] == ["Keep as is", "Weekly only", "Pause 2 weeks"]
    assert "Without an answer I will write once a week" in "".join(plain(part.text) for part in note.parts)  # type: ignore[union-attr]


def test_silence_on_the_note_leaves_the_digest_and_it_comes_that_very_monday(asked: Desk) -> None:
    assert outcomes(tick_at(asked, "2026-03-09T09:30:00Z", digest_of)) == ["posted"]
    assert (cards(asked)[-1]["rule"], profile(asked)) == ("digest", "weekly")
    assert outcomes(tick_at(asked, "2026-03-10T10:00:00Z", digest_of)) == []


def test_the_note_that_nobody_answered_shows_how_it_ended(asked: Desk) -> None:
    note = cards(asked)[-1]["card_id"]
    tick_at(asked, "2026-03-09T09:30:00Z", digest_of)
    [edit] = [row for row in asked.records.rows("outbox") if row["operation"] == "edit" and row["card_id"] == note]
    assert plain(card_from_text(edit["card"]).title).startswith("Once a week from now on")


def test_keep_as_is_goes_on_and_asks_again_after_three_more(asked: Desk) -> None:
    press(asked, "keep-pace")
    days = [f"2026-03-{day:02d}T10:00:00Z" for day in (10, 11, 12)]
    assert [outcomes(tick_at(asked, day))[-1] for day in days] == ["posted"] * 3
    assert [card["rule"] == "pace" for card in cards(asked)] == [False, False, False, True, False, False, False]
    tick_at(asked, "2026-03-13T10:00:00Z")
    assert cards(asked)[-1]["rule"] == "pace"
    assert profile(asked) == "standard"


def test_a_pause_keeps_the_pace_and_ends_after_two_weeks(asked: Desk) -> None:
    press(asked, "pause")
    assert set(outcomes(tick_at(asked, "2026-03-19T10:00:00Z"))) <= {"missed", "paused"}
    assert outcomes(tick_at(asked, "2026-03-24T10:00:00Z"))[-1] == "posted"
    assert (cards(asked)[-1]["rule"] != "pace", profile(asked)) == (True, "standard")


def test_three_ignored_running_are_three_that_nobody_reacted_to() -> None:
    assert is_ignored(said(3), said(4), said(5))
    assert not is_ignored(said(4), said(5))


@pytest.mark.parametrize("state", ["not needed", "snoozed", "closed", "taken", "done"])
def test_any_reaction_between_ends_the_row(state: str) -> None:
    assert not is_ignored(said(2), said(3), said(4, state), said(5))


def test_a_digest_between_does_not_end_the_row_and_does_not_count() -> None:
    digest = said(4, kind="digest", rule="digest")
    assert is_ignored(said(2), said(3), digest, said(5))
    assert not is_ignored(said(3), digest, said(5))


def test_a_card_of_today_is_not_ignored_yet() -> None:
    assert not is_ignored(said(4), said(5), said(9))


def test_a_note_whose_delivery_is_not_known_slows_nothing_down(asked: Desk) -> None:
    with asked.records.write() as writer:
        writer.run("lose_card", card_id=cards(asked)[-1]["card_id"], state="lost", now=asked.now)
    assert outcomes(tick_at(asked, "2026-03-10T10:00:00Z"))[-1] == "posted"
    assert (cards(asked)[-1]["rule"] != "pace", profile(asked)) == (True, "standard")


class Shelf:
    """Guidance that knows no titles."""

    def answer(self, _question: str, _previous: str | None = None) -> object:
        raise AssertionError("nobody asked")


def why_of(desk: Desk) -> str:
    shelved = replace(desk, adviser_of=Shelf)  # type: ignore[arg-type]
    return plain_card(actions()["why-this"].run(shelved, ADA, cards(desk)[-1]["card_id"]).card)


def test_why_this_says_severity_stake_and_the_chance_to_act_in_words(small_world: World) -> None:
    desk = started(desk_with(small_world.desk, rule("a", [case("p1", stake=1.5)], severity=3), rule_rest_days=0), "2026-03-04T09:00:00Z")
    tick_at(desk, "2026-03-04T09:30:00Z")
    with desk.records.write() as writer:
        writer.run("move_card", card_id=cards(desk)[-1]["card_id"], state="done", snoozed_until=None, closed_at=desk.now)
    tick_at(desk, "2026-03-05T09:30:00Z")
    assert ("5.0. That is severity 3 of 3, times 2.5 for 1.5 expected leads at stake, times 67%, the chance that you act on it."
            in why_of(desk))
    assert "you acted on 1 of 1 earlier card." in why_of(desk)


@pytest.mark.parametrize(("slot", "words"), [
    ("audit", "weighed most of what is made for the audit"), ("nudge", "as nothing made for the audit was there"),
])
def test_why_this_says_what_the_slot_takes_first(small_world: World, slot: str, words: str) -> None:
    desk = started(desk_with(small_world.desk, rule("a", [case("p1")], slot=slot)), "2026-03-03T09:00:00Z")
    tick_at(desk, "2026-03-03T10:00:00Z")
    assert words in why_of(desk)
