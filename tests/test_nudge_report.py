"""What nudging did: said against held back, measured by the data alone, with an interval that keeps its word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from bot.actions import actions
from bot.coach.desk import Desk
from bot.coach.nudges.nudge_effect import LEAST, Effect, effect_of, nudge_report
from bot.coach.nudges.nudge_effect_card import document, report_card
from bot.commands import commands
from bot.errors import UsageError
from bot.model.card import Card, plain, text
from bot.model.card_text import card_to_text, plain_card
from bot.model.rule import Case, Row, View
from bot.model.statistics import difference_bounds, share_bounds
from bot.model.times import ago, from_text
from bot.store.store import TeamRecords
from tests.nudge_world import ADA, case, desk_with, rule
from tests.world import World, comment

NOW = "2026-03-04T09:30:00Z"
RUNS = 3_000


def days_ago(days: float) -> str:
    return ago(from_text(NOW), days=days)


def choose(desk: Desk, n: int, *, days: float, key: str = "a", is_held: bool = False, item: str | None = None,
           kind: str = "comment", state: str = "open") -> None:
    """Keep a card as a slot so many days ago would have: posted, or held back."""
    card_id, at = f"{key}{n}", days_ago(days)
    with desk.records.write() as writer:
        writer.run("add_card", card_id=card_id, channel="terminal", rule=key, posted_at=at, subject="[]", finding="{}",
                   opening="Mend it", card=card_to_text(Card(text("Mend it"))), state="held out" if is_held else state)
        if item:
            writer.run("add_card_item", card_id=card_id, kind=kind, network="instagram", item_id=item)
        if not is_held:
            writer.run("add_interruption", interruption_id=card_id, channel="terminal", kind="nudge", rule=key, card_id=card_id,
                       now=at, local_date=at[:10])


def with_comments(world: World, *sides: tuple[bool, int, int], key: str = "a", **nudges: Any) -> Desk:
    """Return a desk with nudges about a comment each, 20 days old: is held back, how many, of how many the reply came in time."""
    desk = desk_with(world.desk, rule(key), **nudges)
    number = 0
    for is_held, many, done in sides:
        for n in range(many):
            number += 1
            world.tell(comment(f"c{number}", created_at=days_ago(21)))
            choose(desk, number, days=20, key=key, is_held=is_held, item=f"c{number}")
            if n < done:
                world.tell(comment(f"r{number}", "It is 4.20", parent_id=f"c{number}", from_team=True, created_at=days_ago(18)))
    return desk


def card_of(desk: Desk) -> str:
    return plain_card(report_card(desk, nudge_report(desk, 180)))


def test_a_reply_within_seven_days_is_done_on_both_sides(world: World) -> None:
    desk = with_comments(world, (False, 4, 3), (True, 3, 1))
    overall = nudge_report(desk, 180).overall
    assert (overall.said_done, overall.said_seen, overall.held_out_done, overall.held_out_seen) == (3, 4, 1, 3)


def test_a_reply_after_eight_days_or_before_the_card_is_not(small_world: World) -> None:
    desk = desk_with(small_world.desk, rule("a"))
    for n, answered in enumerate((11.9, 20.1)):
        small_world.tell(comment(f"c{n}", created_at=days_ago(21)),
                         comment(f"r{n}", "4.20", parent_id=f"c{n}", from_team=True, created_at=days_ago(answered)))
        choose(desk, n, days=20, item=f"c{n}")
    overall = nudge_report(desk, 180).overall
    assert (overall.said_done, overall.said_seen) == (0, 2)


def test_a_reply_in_the_thread_and_a_stated_answer_count(small_world: World) -> None:
    desk = desk_with(small_world.desk, rule("a"))
    small_world.tell(comment("top", "Nice", created_at=days_ago(22)), comment("c1", parent_id="top", created_at=days_ago(21)),
                     comment("r1", "4.20", parent_id="top", from_team=True, created_at=days_ago(19)),
                     comment("c2", created_at=days_ago(21), answered_at=days_ago(19)))
    for n, item in enumerate(("c1", "c2")):
        choose(desk, n, days=20, item=item)
    assert nudge_report(desk, 180).overall.said_done == 2


def test_what_is_pressed_on_a_card_is_told_apart_from_what_is_done(small_world: World) -> None:
    desk = with_comments(small_world, (True, 3, 1))
    small_world.tell(comment("c9", created_at=days_ago(21)))
    choose(desk, 9, days=20, item="c9", state="taken")
    overall = nudge_report(desk, 180).overall
    assert (overall.said, overall.acted_on, overall.said_done) == (1, 1, 0)


def test_a_nudge_whose_week_is_not_over_is_not_counted_yet(small_world: World) -> None:
    desk = with_comments(small_world, (True, 1, 1))
    small_world.tell(comment("c9", created_at=days_ago(4)))
    choose(desk, 9, days=3, item="c9")
    report = nudge_report(desk, 180)
    assert (report.overall.said, report.overall.said_seen, report.unseen) == (1, 0, 1)


def test_data_that_ends_before_the_week_does_shows_nothing(world: World) -> None:
    desk = desk_with(world.desk, rule("a"))
    world.tell(comment("c1", created_at=days_ago(21)), comment("r1", "Hi", from_team=True, created_at=days_ago(22)), as_of=days_ago(15))
    choose(desk, 1, days=20, item="c1")
    assert nudge_report(desk, 180).overall.said_seen == 0


def test_data_that_never_holds_a_reply_shows_nothing(small_world: World) -> None:
    desk = with_comments(small_world, (False, 2, 0), (True, 2, 0))
    assert nudge_report(desk, 180).overall.said_seen == 0


@pytest.mark.parametrize(("later", "done"), [
    ([case("p1")], False), ([case("p2")], True), ([], True), ([Case((), {}, "cant-tell", "the feed is old")], None),
])
def test_a_thing_that_its_rule_sees_no_more_after_seven_days_is_done(small_world: World, later: list[Case], done: bool | None) -> None:
    def seen(_rows: Sequence[Row], view: View) -> list[Case]:
        assert view.now == days_ago(13)
        return later

    desk = desk_with(small_world.desk, rule("a", seen))
    small_world.feed("posts", NOW)
    choose(desk, 1, days=20, item="p1", kind="post")
    overall = nudge_report(desk, 180).overall
    assert (overall.said_done, overall.said_seen) == (bool(done), int(done is not None))


def test_unsent_lost_and_other_cards_are_no_nudges(small_world: World) -> None:
    desk = with_comments(small_world, (True, 1, 1))
    for n, state in enumerate(("unsent", "lost"), 8):
        choose(desk, n, days=20, state=state, item="c1")
    choose(desk, 7, days=20, key="pace")
    assert nudge_report(desk, 180).overall.said == 0


def test_another_teams_nudges_are_not_seen(world: World) -> None:
    with_comments(world, (True, 2, 1), (False, 2, 1))
    other = desk_with(world.desk, rule("a"))
    theirs = replace(other, records=TeamRecords(world.desk.records._driver, "another"))  # type: ignore[attr-defined]
    assert nudge_report(theirs, 180).rules == {}


@pytest.mark.parametrize(("effect", "verdict"), [
    (Effect(50, 20, 0, 50, 25, 0, 0), "nothing held back"), (Effect(50, 20, 9, 50, 25, LEAST - 1, 2), "too few"),
    (Effect(90, 60, 30, 90, 63, 30, 9), "helps"), (Effect(90, 10, 30, 90, 9, 30, 15), "no gain"),
    (Effect(900, 450, 900, 900, 450, 900, 450), "hardly any difference"), (Effect(60, 30, 20, 60, 30, 20, 8), "open"),
])
def test_the_verdict_follows_the_interval(effect: Effect, verdict: str) -> None:
    assert effect.verdict == verdict


def test_without_anything_held_back_it_says_how_to_turn_that_on(small_world: World) -> None:
    shown = card_of(with_comments(small_world, (False, 3, 2)))
    assert "said 3 times, acted on 0% (0 of 3)" in shown
    assert "hold_out_share = 0.1" in shown
    assert "points" not in shown


def test_with_a_share_set_it_says_that_nothing_was_held_back_yet(small_world: World) -> None:
    shown = card_of(with_comments(small_world, (False, 3, 2), hold_out_share=0.1))
    assert "Chance holds back 10% of all nudges" in shown


def test_a_rule_that_changes_nothing_is_offered_to_be_stopped_and_the_button_mutes_it(small_world: World) -> None:
    desk = with_comments(small_world, (False, 40, 4), (True, 30, 15))
    card = report_card(desk, nudge_report(desk, 180))
    [button] = card.buttons
    assert (button.label, button.action) == ("Stop this rule: a", "mute")
    assert "to keep it, do nothing" in plain_card(card)
    actions()["mute"].run(desk, replace(ADA, is_admin=True), button.subject, length="for good")
    assert [row["rule"] for row in desk.records.rows("mutes", channel="terminal", now=NOW)] == ["a"]


def test_a_rule_that_helps_is_left_alone(small_world: World) -> None:
    desk = with_comments(small_world, (False, 40, 30), (True, 30, 5))
    card = report_card(desk, nudge_report(desk, 180))
    assert card.buttons == ()
    assert plain(card.title).startswith("Nudging helps: +58 points (+36 to +")


def test_the_document_holds_both_sides_the_difference_and_its_bounds(small_world: World) -> None:
    desk = with_comments(small_world, (False, 40, 30), (True, 30, 5))
    said = document(desk, nudge_report(desk, 180))
    [row] = said["rules"]
    assert (row["rule"], row["said"]["done"], row["held_out"]["n"], row["verdict"]) == ("a", 30, 30, "helps")
    assert row["difference"] == pytest.approx(30 / 40 - 5 / 30)
    assert row["low"] < row["difference"] < row["high"]


def test_a_window_keeps_older_nudges_out(small_world: World) -> None:
    desk = with_comments(small_world, (False, 3, 2))
    assert nudge_report(desk, 19).overall.said == 0


def test_the_command_refuses_no_days(small_world: World) -> None:
    with pytest.raises(UsageError, match="1 to 1096"):
        commands()["nudges report"].run(small_world.desk, ADA, days=0)


def test_no_nudge_at_all_says_so(small_world: World) -> None:
    reply = commands()["nudges report"].run(small_world.desk, ADA)
    assert plain(reply.card.title).startswith("No nudge was chosen")


def test_the_bounds_are_those_of_the_published_example() -> None:
    low, high = difference_bounds(56, 70, 48, 80)
    assert (round(low, 4), round(high, 4)) == (0.0524, 0.3339)


def test_the_bounds_of_a_share_stay_between_none_and_all() -> None:
    assert share_bounds(0, 10)[0] == pytest.approx(0.0)
    assert share_bounds(10, 10)[1] == pytest.approx(1.0)


@pytest.mark.parametrize("said", [90, 170])
@pytest.mark.parametrize("true_effect", [0.0, 0.10, 0.25])
def test_the_interval_covers_the_true_effect_as_often_as_it_says(true_effect: float, said: int) -> None:
    """Half a year and a year of three or four nudges a week, one in ten held back by chance; 35% are done anyway."""
    rng, covered, told = Random(f"{true_effect}/{said}"), 0, 0
    while told < RUNS:
        sides = [rng.random() < 0.1 for _ in range(said)]
        done = [sum(rng.random() < 0.35 + (0 if is_held else true_effect) for each in sides if each is is_held)
                for is_held in (False, True)]
        effect = Effect(said - sum(sides), 0, sum(sides), said - sum(sides), done[0], sum(sides), done[1])
        if effect.bounds:
            low, high = effect.bounds
            told += 1
            covered += low <= true_effect <= high
    assert 0.93 <= covered / RUNS <= 0.97


def test_effects_add_up() -> None:
    assert effect_of([]) == Effect(0, 0, 0, 0, 0, 0, 0)
