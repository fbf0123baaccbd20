"""A channel that is gone, on every chat: it is switched off, and who can mend it is told directly, once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Any

import pytest

from bot.coach.admins import whom_to_tell
from bot.coach.channels import turn_on
from bot.coach.posting import Entry, queue
from bot.errors import ChannelGone
from bot.house import House
from bot.model.card import Card, text
from bot.model.settings import Channel, Nudges, Settings
from bot.outbox.gone import switch_off
from bot.outbox.sender import Sender
from bot.store.store import Store
from tests.chat_scenes import SCENES, Scene, bare
from tests.chat_world import TEAM, MovedClock
from tests.nudge_world import FakeFront, desk_with, rule
from tests.world import NOW, World

WAYS = [("slack", "leave"), ("slack", "archive"), ("discord", "lock_out"), ("discord", "delete_channel"), ("discord", "remove_bot")]
LOST = "I can't write there any more"


def own_id(scene: Any, name: str) -> str:
    """Return somebody's id as the coach keeps it."""
    return {"Ada": "slack:U1", "Ben": "slack:U2"}[name] if scene.platform == "slack" else f"discord:{scene.people[name].id}"


async def lose(scene: Any, way: str) -> None:
    """Let the coach's channel be lost in some way."""
    if way == "leave":
        await scene.slack.leave(scene.slack.bot(), scene.channel)
    elif way == "archive":
        await scene.slack.archive("U1", scene.channel)
    else:
        await getattr(scene.discord, way)(scene.discord.guild if way == "remove_bot" else scene.discord.channel)


async def settle_with(scene: Scene, **settings: Any) -> None:
    """Change the settings of the scene's team, and turn its channel on."""
    changed = replace(scene.home.house.settings, **settings)
    scene.home.house.settings = changed
    object.__setattr__(scene.home.desk, "settings", changed)
    await asyncio.to_thread(turn_on, scene.home.desk, scene.channel)


async def speak(scene: Scene, times: int = 3) -> None:
    """Let something be said in the channel, several times."""
    for number in range(times):
        with scene.home.desk.records.write() as writer:
            queue(writer, Entry(scene.channel, scene.platform, Card(text("Hello {n}", n=number))), scene.home.desk.now)
        await scene.home.round()


def play(store: Store, platform: str, scene: Any) -> None:
    """Play a scene on a chat."""

    async def played() -> None:
        async with SCENES[platform](store) as stage:
            await scene(stage)

    asyncio.run(played())


def switched_off(scene: Scene) -> list[str]:
    """Return what the admin log says of channels that were switched off."""
    rows = scene.home.desk.records.rows("admin_log", n=50)
    return [row["detail"].partition(":")[0] for row in rows if row["what"] == "channel switched off"]


@pytest.mark.parametrize(("platform", "way"), WAYS, ids=[" ".join(each) for each in WAYS])
def test_an_admin_is_told_directly_and_once_where_the_team_has_no_other_channel(store: Store, platform: str, way: str) -> None:
    async def scene(scene: Scene) -> None:
        await settle_with(scene, admins=(own_id(scene, "Ada"),), nudges=Nudges(person_messages_per_day=0))
        await scene.dm("today") if way == "remove_bot" else None  # only who was written to before is reached from no server
        before = len(scene.told("Ada"))
        await lose(scene, way)
        await speak(scene)
        told = [bare(each) for each in scene.told("Ada")[before:]]
        assert len(told) == 1
        assert LOST in told[0]
        assert "write setup there and press Turn on" in told[0]
        assert scene.told("Ben") == []
        assert switched_off(scene) == [scene.channel]

    play(store, platform, scene)


@pytest.mark.parametrize("platform", sorted(SCENES))
def test_who_set_the_channel_up_is_told_where_the_settings_name_nobody(store: Store, platform: str) -> None:
    async def scene(scene: Scene) -> None:
        await settle_with(scene)
        with scene.home.desk.records.write() as writer:
            writer.run("keep_setup_step", channel=scene.channel, step="hours", choice="standard", person=own_id(scene, "Ben"),
                       now=scene.home.desk.now)
        await lose(scene, "archive" if platform == "slack" else "delete_channel")
        await speak(scene)
        assert [LOST in bare(each) for each in scene.told("Ben")] == [True]

    play(store, platform, scene)


def test_the_owner_of_the_application_is_told_where_nobody_else_is_known(sqlite_store: Store) -> None:
    async def scene(scene: Any) -> None:
        scene.discord.hand_over(scene.people["Ben"])
        await scene.restart()
        await settle_with(scene)
        await lose(scene, "delete_channel")
        await speak(scene)
        assert [LOST in bare(each) for each in scene.told("Ben")] == [True]

    play(sqlite_store, "discord", scene)


def test_who_takes_no_direct_messages_leaves_it_to_the_next(sqlite_store: Store) -> None:
    async def scene(scene: Any) -> None:
        scene.home.house._owners.clear()
        await settle_with(scene, admins=(own_id(scene, "Ada"), own_id(scene, "Ben")))
        scene.discord.refuse_dms(scene.people["Ada"])
        await lose(scene, "delete_channel")
        await speak(scene)
        assert scene.told("Ada") == []
        assert [LOST in bare(each) for each in scene.told("Ben")] == [True]

    play(sqlite_store, "discord", scene)


def test_the_owner_of_the_coach_is_of_the_settings_own_team_alone(sqlite_store: Store) -> None:
    house = House(sqlite_store, Settings(team=TEAM, people=(("slack:U5", "discord:5"),)), MovedClock())
    house.name_owner("discord", "5")
    assert house.owners_of(TEAM) == ["slack:U5"]
    assert house.owners_of("another") == []


@dataclass
class Closed(FakeFront):
    """A front that takes nothing: its channel is gone, and nobody there takes direct messages."""

    platform: str = "slack"

    def deliver(self, channel: str, _card: Card, _outbox_id: str) -> str:
        """Refuse."""
        raise ChannelGone(f"{channel} is not there")


def test_where_nobody_can_be_told_the_log_knows_and_nothing_waits(world: World) -> None:
    desk = desk_with(world.desk, rule("a"), channels=(Channel("slack", "C1"),))
    with desk.records.write() as writer:
        queue(writer, Entry("C1", "slack", Card(text("Hello"))), NOW)
    sender = Sender("one", desk.records, {"slack": Closed()}, desk.clock, lambda _: ["slack:U1", "slack:U2"])
    assert [sender.send_waiting() for _ in range(4)] == [1, 1, 1, 0]
    assert [row["what"] for row in desk.records.rows("admin_log", n=9)] == ["channel switched off"]


def test_the_quiet_hours_of_who_is_told_hold(world: World) -> None:
    desk = desk_with(world.desk, rule("a"), channels=(Channel("slack", "C1"),))
    with desk.records.write() as writer:
        writer.run("keep_person", person="slack:U1", person_name="Ada", admin_since=NOW, now=NOW)
        writer.run("set_quiet_of", person="slack:U1", quiet_from="08:00", quiet_to="12:00", zone="UTC")
    assert switch_off(desk.records, "C1", "404", NOW, whom_to_tell(desk, "slack", "C1"))
    [row] = desk.records.rows("entries_waiting", now="2026-03-04T12:00:00Z")
    assert row["platform"] == "slack"
    assert desk.records.rows("entries_waiting", now="2026-03-04T11:59:00Z") == []


def test_admins_of_the_settings_come_first_and_those_on_the_chat_that_works_before_others(world: World) -> None:
    desk = replace(world.desk, settings=Settings(team=TEAM, admins=("discord:1", "terminal:ana", "slack:U1"),
                                                 people=(("slack:U5", "discord:5"),)))
    with desk.records.write() as writer:
        writer.run("keep_person", person="slack:U3", person_name="Cleo", admin_since=NOW, now=NOW)
        writer.run("keep_person", person="slack:U4", person_name="Dora", admin_since=None, now=NOW)
        writer.run("keep_setup_step", channel="C1", step="hours", choice="x", person="slack:U2", now=NOW)
        writer.run("keep_setup_step", channel="C2", step="hours", choice="x", person="slack:U8", now=NOW)
    assert whom_to_tell(desk, "slack", "C1", ["discord:5"]) == ["slack:U1", "slack:U2", "slack:U3", "slack:U5", "discord:1"]
    assert whom_to_tell(desk, "discord") == ["discord:1", "slack:U1", "slack:U3"]
