"""Channels in which another company reads along: quiet unless an admin says so, logged, undone with one press."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.coach.settings.outsiders import outsiders_in
from bot.errors import NotAllowed, UsageError
from bot.model.settings import Channel
from bot.store.store import Store
from tests.chat_scenes import SlackScene, bare
from tests.chat_world import settings_for
from tests.setup_world import ANA, BEN, press, say, subject, team, title, words
from tests.slack_house import Office, at_the_office
from tests.slack_scene import play
from tests.world import World

QUIET = "Other companies read along"


def test_an_admin_says_so_for_one_channel_and_takes_it_back(world: World) -> None:
    desk = team(world)
    assert outsiders_in(desk, "C9") is None
    here = replace(ANA, channel="C9")
    reply = say(desk, "settings outsiders", here, answer="on")
    assert outsiders_in(desk, "C9") is True
    assert outsiders_in(desk, "C1") is None
    entry = desk.records.rows("admin_log", n=1)[0]
    assert (entry["what"], entry["actor"]) == ("outsiders", ANA.person)
    assert entry["detail"] == "as configured → answered in the open in C9"
    press(desk, "undo-outsiders", subject(reply, "undo-outsiders"), here)
    assert outsiders_in(desk, "C9") is None
    assert len(desk.records.rows("admin_log", n=9)) == 2


def test_a_change_that_was_changed_since_is_not_taken_back(small_world: World) -> None:
    desk, here = team(small_world), replace(ANA, channel="C9")
    first = say(desk, "settings outsiders", here, answer="on")
    say(desk, "settings outsiders", here, answer="off")
    assert "set again since" in title(press(desk, "undo-outsiders", subject(first, "undo-outsiders"), here))
    assert outsiders_in(desk, "C9") is False


def test_the_same_again_changes_nothing(small_world: World) -> None:
    desk, here = team(small_world), replace(ANA, channel="C9")
    say(desk, "settings outsiders", here, answer="on")
    assert "Nothing was changed" in title(say(desk, "settings outsiders", here, answer="on"))
    assert len(desk.records.rows("admin_log", n=9)) == 1


def test_what_is_said_of_outsiders_leaves_the_hours_alone(small_world: World) -> None:
    desk = team(small_world)
    before = say(desk, "settings", ANA)
    assert "Outsiders" not in words(before.card)
    say(desk, "settings outsiders", ANA, answer="on")
    assert say(desk, "settings", ANA).document["hours"] == before.document["hours"]
    assert "Outsiders: mentions are answered in the open." in words(say(desk, "settings", ANA).card)
    assert "answered in the open" in title(say(desk, "settings outsiders", ANA))


def test_a_member_may_look_and_not_change(small_world: World) -> None:
    desk = team(small_world)
    assert "as configured" in title(say(desk, "settings outsiders", BEN))
    with pytest.raises(NotAllowed):
        say(desk, "settings outsiders", BEN, answer="on")
    with pytest.raises(NotAllowed):
        press(desk, "undo-outsiders", "x", BEN)


@pytest.mark.parametrize(("platform", "channel", "named"), [
    ("slack", "slack:U1", None), ("discord", "99", None), ("terminal", "terminal", None), ("slack", "C1", "C404"),
])
def test_where_no_shared_channel_can_be_meant_it_says_so(small_world: World, platform: str, channel: str, named: str | None) -> None:
    with pytest.raises(UsageError, match="settings outsiders in"):
        say(team(small_world), "settings outsiders", replace(ANA, platform=platform, channel=channel), answer="on", channel=named)


@pytest.mark.parametrize("configured", [False, True])
@pytest.mark.parametrize("said", ["on", "off"])
def test_what_an_admin_says_holds_over_the_configuration(sqlite_store: Store, configured: bool, said: str) -> None:
    settings = settings_for(Channel("slack", "C1"))
    settings = replace(settings, slack=replace(settings.slack, answers_outsiders=configured))

    async def scene(scene: SlackScene) -> None:
        scene.slack.place("C1").is_shared = True
        assert bool(await scene.mention("help")) is configured
        await scene.command(f"settings outsiders {said}")
        assert bool(await scene.mention("help")) is (said == "on")
        await scene.press("Undo")
        assert bool(await scene.mention("help")) is configured

    play(sqlite_store, scene, settings=settings)


def test_an_outsider_is_answered_where_an_admin_said_so_and_is_no_admin_for_being_one_at_home(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        scene.slack.user("U9", "Eve", is_admin=True, team="T9")
        scene.slack.place("C1").members.add("U9")
        scene.slack.place("C1").is_shared = True
        await scene.slack.mention("U9", "C1", "help")
        await scene.home.settle()
        assert not scene.said()
        await scene.command("settings outsiders on")
        await scene.slack.mention("U9", "C1", "help")
        await scene.home.settle()
        assert len(scene.said()) == 1
        await scene.slack.mention("U9", "C1", "schedule set quiet from 17:30")
        await scene.home.settle()
        words = scene.slack.read_all("C1", for_user="U9")
        assert "Only an admin may change this" in words

    play(sqlite_store, scene)


def test_without_any_channel_configured_an_admin_says_so_in_the_channel(store: Store) -> None:
    async def scene(stage: Office) -> None:
        stage.slack.user("U1", "Ada", is_admin=True, team="T1")
        await stage.install("T1", "U1")
        stage.slack.channel("C9", members=["U1"], team="T1", shared=True)
        await stage.slack.mention("U1", "C9", "help")
        await stage.slack.seen(lambda: stage.slack.ephemeral("C9", "U1"))
        assert QUIET in stage.slack.read(stage.slack.ephemeral("C9", "U1")[0])
        assert not stage.slack.posts("C9")
        assert "not answered" not in bare(await stage.command("U1", "C9", "settings outsiders on"))
        await stage.slack.mention("U1", "C9", "help")
        await stage.slack.seen(lambda: stage.slack.posts("C9"))
        log = await asyncio.to_thread(stage.house.desk("slack-t1").records.rows, "admin_log", n=9)
        assert "outsiders" in [row["what"] for row in log]

    at_the_office(store, scene)
