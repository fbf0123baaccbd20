"""A Monday without fresh data: in a team's channel the admin alone is told what to import; the terminal keeps its note."""

from __future__ import annotations

from typing import Any

import pytest

from bot import app
from bot.coach.desk import Desk
from bot.coach.people import remember
from bot.model.card import plain
from bot.model.card_text import card_from_text
from bot.model.settings import Channel, Nudges
from bot.outbox.tick import tick
from tests.setup_world import ANA, at, say, team
from tests.world import World, lead, post

MONDAY = "2026-03-09T09:30:00Z"


def sent(desk: Desk) -> list[dict[str, Any]]:
    return desk.records.detect(
        "select channel, platform, person, operation, not_before, card from outbox where team_id = :team_id order by outbox_id", {})


def taken(desk: Desk, moment: str = MONDAY) -> list[str]:
    here = at(desk, moment)
    return [each.outcome for each in tick(here, here.clock(), app.duties())]


def started(world: World, **settings: Any) -> Desk:
    """A team with stale data whose schedules began on Sunday."""
    world.tell(post(), as_of="2026-02-01T00:00:00Z")
    desk = team(world, on=True, **{"admins": ("slack:U9",), **settings})
    taken(desk, "2026-03-08T09:30:00Z")
    return desk


def test_the_admin_is_told_and_the_channel_is_not(world: World) -> None:
    desk = started(world)
    assert taken(desk) == ["no digest"]
    [entry] = sent(desk)
    assert (entry["person"], entry["platform"], entry["operation"]) == ("slack:U9", "slack", "note")
    assert plain(card_from_text(entry["card"]).title) == "No digest: the posts are too old to judge the week"


def test_it_is_told_once_however_often_the_process_starts(world: World) -> None:
    desk = started(world)
    taken(desk)
    assert taken(desk) == []
    assert taken(desk, "2026-03-09T09:40:00Z") == []
    assert len(sent(desk)) == 1


def test_two_channels_tell_the_admin_once(world: World) -> None:
    desk = started(world, channels=(Channel(platform="slack", id="C1"), Channel(platform="discord", id="C2")),
                   nudges=Nudges(person_messages_per_day=5, person_messages_per_week=9))
    assert taken(desk) == ["no digest", "no digest"]
    assert len(sent(desk)) == 1


def test_the_terminal_keeps_its_note(world: World) -> None:
    desk = started(world, channels=(Channel(platform="terminal", id="terminal"),))
    assert taken(desk) == ["posted"]
    [entry] = sent(desk)
    assert (entry["channel"], entry["person"], entry["operation"]) == ("terminal", None, "post")


def test_fresh_data_brings_the_digest_and_no_note(world: World) -> None:
    desk = started(world)
    World(at(desk, MONDAY)).tell(post("p2", "2026-03-05T10:00:00Z"), lead("l1", "2026-03-05T12:00:00Z"))
    assert taken(desk) == ["posted"]
    assert [row["person"] for row in sent(desk)] == [None]


def test_what_was_never_imported_is_told_once_in_four_weeks(world: World) -> None:
    desk = started(world)
    for monday in ("2026-03-09", "2026-03-16", "2026-03-23", "2026-03-30", "2026-04-06"):
        World(at(desk, f"{monday}T08:00:00Z")).tell(post(f"p{monday}", f"{monday}T07:00:00Z"))
        assert "no digest" in taken(desk, f"{monday}T09:30:00Z")
    titles = [plain(card_from_text(entry["card"]).title) for entry in sent(desk)]
    assert titles == ["No digest: without comments and leads nothing of the week can be judged"] * 2


def test_without_an_admin_in_the_configuration_who_set_it_up_is_told(world: World) -> None:
    desk = started(world, admins=())
    say(desk, "schedule set", setting="nudge at 09:45")
    taken(desk)
    assert [row["person"] for row in sent(desk)] == ["slack:U1"]


def test_where_nobody_is_known_nobody_is_told(world: World) -> None:
    desk = started(world, admins=())
    assert taken(desk) == ["no digest"]
    assert sent(desk) == []


def test_an_admin_who_is_one_person_on_two_chats_is_told_under_the_first_id(world: World) -> None:
    desk = started(world, admins=("discord:7",), people=(("slack:U9", "discord:7"),))
    taken(desk)
    assert [(row["person"], row["platform"]) for row in sent(desk)] == [("slack:U9", "slack")]


def test_the_note_waits_for_the_admins_quiet_hours(world: World) -> None:
    desk = started(world)
    with desk.records.write() as writer:
        writer.run("keep_person", person="slack:U9", person_name="Zed", admin_since=None, now=MONDAY)
        writer.run("set_quiet_of", person="slack:U9", quiet_from="09:00", quiet_to="11:00", zone="UTC")
    taken(desk)
    assert [row["not_before"] for row in sent(desk)] == ["2026-03-09T11:00:00Z"]


@pytest.mark.parametrize("cap", [{"person_messages_per_day": 0}, {"person_messages_per_week": 0}])
def test_the_caps_on_messages_to_a_person_hold(world: World, cap: dict[str, int]) -> None:
    desk = started(world, nudges=Nudges(**cap))  # type: ignore[arg-type]
    assert taken(desk) == ["no digest"]
    assert sent(desk) == []


def test_an_admin_is_one_who_was_seen_as_one(world: World) -> None:
    from dataclasses import replace

    desk = started(world, admins=())
    with desk.records.write() as writer:
        remember(writer, replace(ANA, person="slack:U5", is_admin=False), MONDAY)
    taken(desk)
    assert sent(desk) == []
