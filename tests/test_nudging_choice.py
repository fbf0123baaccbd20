"""Which finding is said at a slot, and what keeps it unsaid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.coach.channels import Place
from bot.coach.desk import Desk
from bot.coach.nudges.nudging import Moment, Weight, choose, is_held_out
from bot.coach.posted.ledger import LOST, UNSENT, Ledger, Said
from bot.coach.timing.calendar import Hours
from bot.model.rule import Case, Ref, Row, View
from bot.model.settings import Nudges
from bot.model.slots import Occurrence
from tests.nudge_world import case, comment_case, desk_with, rule
from tests.world import World, comment

PLACE = Place("terminal", "terminal", Hours(Nudges(), "UTC"), True)


def moment(*said: Said, kind: Any = "nudge", place: Place = PLACE) -> Moment:
    return Moment(place, Occurrence(place.channel, kind, "2026-03-04", "09:30"), Ledger(said))


def said(rule_key: str = "a", local_date: str = "2026-02-20", **values: Any) -> Said:
    row = {"card_id": f"{rule_key}-{local_date}", "channel": "terminal", "kind": "nudge", "rule": rule_key,
           "at": f"{local_date}T09:30:00Z", "local_date": local_date, "opening": "Mend it"}
    return Said(**row | values)


def chosen(desk: Desk, when: Moment) -> list[str]:
    return [each.finding.rule for each in choose(desk, when)]


def refs(*ids: str) -> frozenset[Ref]:
    return frozenset(Ref("comment", "instagram", each) for each in ids)


def test_the_graver_finding_comes_first(small_world: World) -> None:
    desk = desk_with(small_world.desk, rule("a", [case()], severity=1), rule("b", [case()], severity=3))
    assert chosen(desk, moment()) == ["b"]


def test_more_leads_at_stake_outweigh_severity(small_world: World) -> None:
    desk = desk_with(small_world.desk, rule("a", [case(stake=4.0)], severity=1), rule("b", [case()], severity=3))
    assert chosen(desk, moment()) == ["a"]


def test_a_rule_that_the_team_acts_on_comes_before_one_it_passes_over(small_world: World) -> None:
    desk = desk_with(small_world.desk, rule("a", [case("p1")]), rule("b", [case("p2")]))
    history = [said("a", state="replaced"), said("b", state="done")]
    assert chosen(desk, moment(*history)) == ["b"]


def test_the_chance_is_the_mean_of_a_beta_distribution_that_begins_at_a_half() -> None:
    assert Weight(2, 0.5, 0, 0).value == pytest.approx(2 * 1.5 * 0.5)
    assert Weight(1, 0.0, 3, 1).chance == pytest.approx(4 / 6)


def test_a_finding_that_cannot_be_told_is_never_said(small_world: World) -> None:
    desk = desk_with(small_world.desk, rule("a", [replace(case(), verdict="cant-tell", reason="too few posts")]))
    assert chosen(desk, moment()) == []


def test_the_audit_prefers_findings_made_for_it(small_world: World) -> None:
    desk = desk_with(small_world.desk, rule("a", [case()], severity=3), rule("b", [case()], severity=1, slot="audit"))
    assert chosen(desk, moment(kind="audit")) == ["b"]


def test_the_audit_falls_back_to_the_best_other_finding(small_world: World) -> None:
    desk = desk_with(small_world.desk, rule("a", [case()], severity=3), rule("b", [case()], severity=1))
    assert chosen(desk, moment(kind="audit")) == ["a"]


@pytest.mark.parametrize(("spoke_on", "expected"), [("2026-02-26", []), ("2026-02-25", ["a"])])
def test_a_rule_rests_seven_days_after_it_spoke(small_world: World, spoke_on: str, expected: list[str]) -> None:
    desk = desk_with(small_world.desk, rule("a", [case("new")]))
    assert chosen(desk, moment(said("a", spoke_on, state="done"))) == expected


def test_a_rule_rests_in_every_channel_of_the_team(small_world: World) -> None:
    desk = desk_with(small_world.desk, rule("a", [case("new")]))
    assert chosen(desk, moment(said("a", "2026-03-03", channel="another"))) == []


@pytest.mark.parametrize("state", [LOST, UNSENT])
def test_a_rule_whose_card_never_arrived_does_not_rest(small_world: World, state: str) -> None:
    desk = desk_with(small_world.desk, rule("a", [case("new")]))
    assert chosen(desk, moment(said("a", "2026-03-03", state=state))) == ["a"]


def test_a_channel_takes_one_post_a_day_and_four_a_week(small_world: World) -> None:
    desk = desk_with(small_world.desk, rule("a", [case()]))
    assert chosen(desk, moment(said("b", "2026-03-04"))) == []
    week = [said("b", f"2026-03-0{day}") for day in (2, 3)]
    assert chosen(desk, moment(*week)) == ["a"]
    narrow = replace(PLACE, hours=Hours(Nudges(channel_posts_per_week=2), "UTC"))
    assert chosen(desk, moment(*week, place=narrow)) == []


def test_a_post_that_may_have_arrived_counts_against_the_day(small_world: World) -> None:
    desk = desk_with(small_world.desk, rule("a", [case()]))
    assert chosen(desk, moment(said("b", "2026-03-04", state=LOST))) == []
    assert chosen(desk, moment(said("b", "2026-03-04", state=UNSENT))) == ["a"]


def test_a_thing_stands_on_two_cards_at_most(small_world: World) -> None:
    desk = desk_with(small_world.desk, rule("a", [case("p1"), case("p2")]))
    p1 = frozenset({Ref("post", "instagram", "p1")})
    twice = [said("x", "2026-01-07", items=p1, state="done"), said("y", "2026-01-14", items=p1, state="done", channel="other")]
    found = choose(desk, moment(*twice))
    assert [each.finding.case.subject[0].id for each in found] == ["p2"]


def test_the_items_of_a_lost_card_are_free_again(small_world: World) -> None:
    desk = desk_with(small_world.desk, rule("a", [case("p1")]))
    p1 = frozenset({Ref("post", "instagram", "p1")})
    lost = [said("x", "2026-01-07", items=p1, state=LOST), said("y", "2026-01-14", items=p1, state=LOST)]
    assert chosen(desk, moment(*lost)) == ["a"]


def test_a_rule_is_asked_again_without_the_comments_that_are_spent(world: World) -> None:
    world.tell(*[comment(f"c{n}", created_at=f"2026-03-03T0{n}:00:00Z") for n in range(1, 8)])
    desk = desk_with(world.desk, world.desk.rules["unanswered-comments"])
    spent = [said("x", "2026-01-07", items=refs("c1", "c2"), state="done"),
             said("y", "2026-01-14", items=refs("c1", "c2"), state="done")]
    [found] = choose(desk, moment(*spent))
    assert [ref.id for ref in found.finding.case.subject] == ["c3", "c4", "c5", "c6", "c7"]


def test_spent_examples_are_left_out_and_the_figures_stay(small_world: World) -> None:
    listed = comment_case("c1", "c2")
    whole = replace(listed, subject=tuple(Ref("comment", "instagram", f"c{n}") for n in range(9)))
    desk = desk_with(small_world.desk, rule("a", [whole]))
    spent = [said("x", "2026-01-07", items=refs("c1"), state="done"), said("y", "2026-01-14", items=refs("c1"), state="done")]
    [found] = choose(desk, moment(*spent))
    assert [item.ref.id for item in found.finding.case.items] == ["c2"]
    assert found.finding.facts == listed.facts


def test_nothing_is_said_when_every_comment_is_spent(small_world: World) -> None:
    small_world.tell(comment("c1"))
    desk = desk_with(small_world.desk, small_world.desk.rules["unanswered-comments"])
    spent = [said("x", "2026-01-07", items=refs("c1"), state="done"), said("y", "2026-01-14", items=refs("c1"), state="done")]
    assert choose(desk, moment(*spent)) == []


def test_an_open_card_about_the_same_is_mended_and_the_next_finding_is_posted(small_world: World) -> None:
    desk = desk_with(small_world.desk, rule("a", [comment_case("c1", "c2")], severity=3), rule("b", [case()], severity=1))
    found = choose(desk, moment(said("a", items=refs("c1"))))
    assert [(each.finding.rule, each.mends is not None) for each in found] == [("a", True), ("b", False)]


def test_a_card_that_is_no_more_among_the_last_posts_is_posted_anew(small_world: World) -> None:
    desk = desk_with(small_world.desk, rule("a", [comment_case("c1")]))
    later = [said(f"x{day}", f"2026-02-{day}", state="done") for day in (23, 24, 25)]
    [found] = choose(desk, moment(said("a", items=refs("c1")), *later))
    assert found.mends is None


def test_what_somebody_took_lately_is_not_asked_again(small_world: World) -> None:
    desk = desk_with(small_world.desk, rule("a", [comment_case("c1")]))
    assert chosen(desk, moment(said("a", items=refs("c1"), state="taken"))) == []


def test_a_muted_rule_keeps_silent_in_its_channel_until_its_time(small_world: World) -> None:
    desk = desk_with(small_world.desk, rule("a", [case()]))
    with desk.records.write() as writer:
        writer.run("mute_rule", rule="a", channel="terminal", until="2026-03-04T10:00:00Z", now="2026-03-01T00:00:00Z")
    assert chosen(desk, moment()) == []
    assert chosen(World(desk).at("2026-03-04T10:00:01Z").desk, moment()) == ["a"]


def test_each_rule_is_run_once_a_slot(small_world: World) -> None:
    runs: list[str] = []

    def seen(rows: Sequence[Row], view: View) -> Iterable[Case]:
        runs.append(view.now)
        return [case("p1"), case("p2")]

    choose(desk_with(small_world.desk, rule("a", seen)), moment())
    assert len(runs) == 1


def test_hold_out_draws_the_same_for_the_same_occurrence_and_near_the_share_over_many(small_world: World) -> None:
    desk = desk_with(small_world.desk, hold_out_share=0.1)
    draws = [Occurrence("terminal", "nudge", f"2026-{month:02d}-{day:02d}", "09:30")
             for month in range(1, 13) for day in range(1, 29)]
    held = [is_held_out(desk, each) for each in draws]
    assert held == [is_held_out(desk, each) for each in draws]
    assert 0.05 < sum(held) / len(held) < 0.15


def test_nobody_is_held_out_by_default(small_world: World) -> None:
    desk = desk_with(small_world.desk)
    assert not any(is_held_out(desk, Occurrence("t", "nudge", f"2026-03-{day:02d}", "09:30")) for day in range(1, 32))
