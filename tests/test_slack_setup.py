"""Setting up from Slack: in a channel it begins there, in a direct message or the agent's pane it says where to write it."""

from __future__ import annotations

import asyncio

import pytest

from bot.coach.channels import place
from bot.model.settings import Channel
from bot.store.store import Store
from tests.chat_scenes import SlackScene
from tests.chat_world import settings_for
from tests.slack_scene import play

NONE = settings_for()


async def by_command(scene: SlackScene) -> str:
    """Write /coach setup in the direct messages."""
    before = len(scene.told("Ada"))
    await scene.slack.command("U1", "DU1", "/coach", "setup")
    await scene.home.settle()
    return "\n".join(scene.told("Ada")[before:])


async def by_words(scene: SlackScene) -> str:
    """Write setup in the direct messages."""
    return await scene.dm("setup")


async def in_the_pane(scene: SlackScene) -> str:
    """Open the agent's pane beside a channel and write setup there."""
    await scene.slack.agent_message("U1", "setup", looking_at="C1")
    await scene.home.settle()
    return scene.told("Ada")[-1]


@pytest.mark.parametrize("way", [by_command, by_words, in_the_pane])
def test_setup_in_a_direct_message_takes_nothing_up_and_says_where_to_write_it(store: Store, way: object) -> None:
    async def scene(scene: SlackScene) -> None:
        scene.slack.state.dm("U1")
        said = await way(scene)  # type: ignore[operator]
        assert "write /coach setup in the channel itself" in said
        desk = scene.home.desk
        assert not [row for row in desk.records.rows("setup_steps") if row["channel"] != "C1"]
        assert await asyncio.to_thread(place, desk, "DU1") is None

    play(store, scene, settings=NONE)


def test_setup_in_a_direct_message_sets_the_only_channel_up(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        assert "Set up C1" in await scene.dm("setup")
        assert "Set up C1" in await scene.dm("setup C1")

    play(sqlite_store, scene, settings=settings_for(Channel("slack", "C1")))


def test_being_invited_to_a_channel_begins_its_set_up_for_the_one_who_invited_alone(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        scene.slack.channel("C2", members=["U1", "U2"], has_bot=False)
        await scene.slack.join(scene.slack.bot(), "C2", inviter="U1")
        await scene.home.settle()
        assert "Set up C2" in scene.slack.read(scene.slack.ephemeral("C2", "U1")[-1])
        assert not scene.slack.posts("C2")

    play(sqlite_store, scene)
