"""The replay of the last days: the same choice and the same caps, and nothing written."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from bot.coach.desk import Desk
from bot.coach.nudges.preview import preview
from bot.coach.timing.calendar import monday_of
from bot.commands.nudges_preview import COMMAND
from bot.errors import UsageError
from bot.model.answers import Answer
from bot.model.card import Card, plain, text
from bot.model.settings import Channel
from bot.model.times import local
from tests.nudge_world import ADA, case, comment_case, desk_with, posts, rule, started, tick_at
from tests.world import World, comment, post, reading

MANY = tuple(rule(key, [case(f"p-{key}")]) for key in ("a", "b", "c", "d", "e", "f", "g"))


def busy(world: World, days: int = 60) -> World:
    """A team that posts daily and leaves questions open."""
    from datetime import timedelta

    from bot.model.times import from_text, to_text

    now = from_text(world.desk.now)
    facts: list[Any] = []
    for ago in range(days):
        moment = to_text(now - timedelta(days=ago, hours=3))
        facts += [post(f"p{ago}", moment), reading(f"p{ago}", reach=1000 + ago, reactions=20)]
        facts += [comment(f"c{ago}-{n}", post_id=f"p{ago}", created_at=to_text(now - timedelta(days=ago, hours=n)))
                  for n in range(3)]
    world.tell(*facts)
    return world


def test_the_real_slots_post_what_the_replay_shows(small_world: World) -> None:
    desk = desk_with(busy(small_world).desk, channel_posts_per_week=3)
    shown = [(each.at, each.rule, plain(each.card.title)) for each in preview(desk, 3)]
    fresh = started(desk, "2026-03-01T09:30:00Z")
    for day in (2, 3, 4):
        tick_at(fresh, f"2026-03-{day:02d}T{'10:00' if day == 3 else '09:30'}:00Z")
    said = [(row["posted_at"], row["rule"], row["opening"]) for row in fresh.records.rows("cards_said")]
    assert said == shown
    assert shown


def test_the_replay_writes_nothing(small_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_with(busy(small_world).desk)
    monkeypatch.setattr(type(desk.records), "write", None)
    assert preview(desk, 28)
    assert posts(desk) == []


def test_the_caps_hold_over_the_whole_replay(small_world: World) -> None:
    channels = (Channel(id="one", zone="Europe/Berlin"), Channel(id="two", zone="America/New_York", profile="active"))
    desk = desk_with(busy(small_world).desk, *small_world.desk.rules.values(), *MANY, channels=channels, on=False)
    shown = preview(desk, 28)
    zones = {"one": "Europe/Berlin", "two": "America/New_York"}
    days = [(each.channel, local(each.at, zones[each.channel]).date().isoformat()) for each in shown]
    weeks = Counter((channel, monday_of(day)) for channel, day in days)
    named = Counter(ref for each in shown for ref in each.subject)
    assert shown
    assert max(Counter(days).values()) == 1
    assert all(n <= (4 if channel == "one" else 5) for (channel, _), n in weeks.items())
    assert max(named.values()) <= 2
    assert all(date.fromisoformat(day).weekday() < 5 for _, day in days)


def test_a_rule_rests_a_week_in_the_replay(small_world: World) -> None:
    shown = preview(desk_with(small_world.desk, *MANY, on=False), 28)
    by_rule: dict[str, list[date]] = {}
    for each in shown:
        by_rule.setdefault(each.rule, []).append(date.fromisoformat(each.at[:10]))
    gaps = [(b - a).days for days in by_rule.values() for a, b in pairwise(days)]
    assert gaps
    assert min(gaps) >= 7


def test_no_two_posts_running_open_alike(small_world: World) -> None:
    shown = preview(desk_with(busy(small_world).desk, on=False), 28)
    openings = [plain(each.card.title).split()[0].casefold() for each in shown]
    assert all(a != b for a, b in pairwise(openings))


def test_the_digest_takes_its_place_in_the_caps(small_world: World) -> None:
    def digest_of(desk: Desk) -> Card:
        return Card(text("Keep on"))

    desk = desk_with(small_world.desk, *MANY, on=False)
    shown = preview(desk, 14, digest_of)
    weeks = Counter(monday_of(each.at[:10]) for each in shown)
    assert [each.kind for each in shown].count("digest") == 2
    assert max(weeks.values()) == 4


def test_a_comment_answered_meanwhile_lets_the_rule_post_anew(small_world: World) -> None:
    small_world.tell(comment("c1", created_at="2026-02-10T09:00:00Z", answered_at="2026-02-20T09:00:00Z"),
                     comment("c2", created_at="2026-02-10T09:00:00Z"))
    answered = preview(desk_with(small_world.desk, rule("a", [comment_case("c1")]), on=False), 28)
    still_open = preview(desk_with(small_world.desk, rule("a", [comment_case("c2")]), on=False), 28)
    assert len(answered) == 2
    assert len(still_open) == 1


def test_what_is_held_out_is_not_shown(small_world: World) -> None:
    assert preview(desk_with(small_world.desk, *MANY, on=False, hold_out_share=1.0), 28) == []


def test_each_slot_runs_each_rule_once(small_world: World) -> None:
    runs: list[str] = []
    watched = rule("a", lambda _rows, view: runs.append(view.now) or [])
    preview(desk_with(small_world.desk, watched, on=False), 28)
    assert len(runs) == len(set(runs)) == 16


def shown_as_json(desk: Desk, days: int) -> list[dict[str, Any]]:
    document: list[dict[str, Any]] = COMMAND.run(desk, ADA, days=days).document
    return document


def test_the_command_gives_each_nudge_as_a_plain_document(small_world: World) -> None:
    desk = desk_with(busy(small_world).desk, on=False)
    documents = shown_as_json(desk, 28)
    first = documents[0]
    assert {"at", "channel", "rule", "subject", "card"} <= set(first)
    assert all(isinstance(each, str) for each in first["subject"])
    assert isinstance(first["card"], str)
    assert first["at"].endswith("Z")
    assert all(each["rule"] in desk.rules for each in documents)


def test_the_command_offers_to_turn_sleeping_channels_on(small_world: World) -> None:
    desk = desk_with(small_world.desk, *MANY, on=False)
    assert [button.action for button in COMMAND.run(desk, ADA, days=7).card.buttons] == ["turn-on"]
    assert COMMAND.run(desk_with(small_world.desk, *MANY), ADA, days=7).card.buttons == ()


@pytest.mark.parametrize("days", [0, 367])
def test_an_odd_number_of_days_is_refused_by_name(small_world: World, days: int) -> None:
    with pytest.raises(UsageError, match="--days"):
        COMMAND.run(small_world.desk, ADA, days=days)


class Shelf:
    """Guidance that knows the titles of its pieces."""

    def answer(self, _question: str, _previous: str | None = None) -> Answer:
        raise AssertionError("nobody asked")

    def piece(self, piece_id: str) -> Any:
        return type("Piece", (), {"title": f"The title of {piece_id}"})()


def test_explain_tells_everything_of_a_rule(small_world: World) -> None:
    from bot.commands.nudges_explain import COMMAND as EXPLAIN

    desk = replace(desk_with(small_world.desk), adviser_of=Shelf)
    document = EXPLAIN.run(desk, ADA, rule="unanswered-comments").document
    assert document["rests_on"][0] == {"id": "answer-comments", "title": "The title of answer-comments"}
    assert {each["name"]: (each["default"], each["unit"]) for each in document["settings"]}["window_days"] == (14, "days")
    assert document["example"]["facts"][0]["is"] == "comment"
    assert {"manual", "wording", "commitment", "closed_by", "near_miss"} <= set(document)


def test_explain_names_the_nearest_rule(small_world: World) -> None:
    from bot.commands.nudges_explain import COMMAND as EXPLAIN

    with pytest.raises(UsageError, match="unanswered-comments"):
        EXPLAIN.run(small_world.desk, ADA, rule="unanswered comment")
