"""Whose a Discord server is: no stranger sees a team's data, whatever they use and wherever they are."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.chat.discord.servers import NOBODYS, SECOND, STRANGER, is_operator
from bot.model.settings import Channel
from tests.chat_scenes import DiscordScene, bare
from tests.chat_world import settings_for
from tests.discord_world import in_scene, played, tell_comments
from tests.fakes.discord_place import scene_in
from tests.fakes.discord_server import FakeDiscord

in_nobodys = scene_in(lambda: played(settings=settings_for()))
"""As in_scene, and no channel of the server is in the settings."""
HIDDEN = "how much is the rye loaf"


async def asked(scene: DiscordScene, who: Any, where: Any, *path: str, **options: Any) -> str:
    """Let somebody use a command somewhere, and return what they alone now see."""
    answered = await scene.discord.command(who, where, *path, **options)
    await scene._settle()
    return bare(answered.words)


@contextmanager
def elsewhere(scene: DiscordScene, *, permissions: int = 0) -> Iterator[None]:
    """Let every interaction come from a server that the coach is not in, by an account that installed it."""
    backend = scene.discord.env.backend
    emit = backend.emit

    def moved(event: str, payload: Any) -> None:
        if event == "INTERACTION_CREATE":
            user = payload.pop("user")
            payload |= {"guild_id": "99", "guild": {"id": "99", "locale": "en-US", "features": []}, "context": 0,
                        "channel": {"id": "98", "type": 0, "name": "their-plans", "guild_id": "99", "permissions": str(permissions),
                                    "parent_id": None, "position": 0, "nsfw": False}, "channel_id": "98",
                        "member": {"user": user, "roles": [], "joined_at": "2026-01-01T00:00:00Z", "deaf": False, "mute": False,
                                   "flags": 0, "permissions": str(permissions)},
                        "authorizing_integration_owners": {"1": user["id"]}}
        emit(event, payload)

    vars(backend)["emit"] = moved
    try:
        yield
    finally:
        del vars(backend)["emit"]


@in_nobodys
async def test_a_server_of_nobodys_gets_no_team_s_data(scene: DiscordScene) -> None:
    tell_comments(scene)
    said = await scene.command("comments", by="Ben")
    assert NOBODYS in bare(said)
    assert HIDDEN not in said
    assert NOBODYS in bare(await scene.mention("comments", by="Ben"))


@in_nobodys
async def test_nobody_but_the_operator_can_take_a_server_up(scene: DiscordScene) -> None:
    assert NOBODYS in bare(await scene.command("setup", by="Ada"))
    assert NOBODYS in bare(await scene.command("today", by="Ada"))


@in_nobodys
async def test_the_operator_takes_a_server_up_by_setup_and_by_nothing_else(scene: DiscordScene) -> None:
    scene.discord.hand_over(scene.people["Ada"])
    await scene.restart()
    tell_comments(scene)
    assert NOBODYS in bare(await scene.command("comments"))
    assert "Set up #social" in bare(await scene.command("setup"))
    assert "2 comments to answer" in bare(await scene.command("comments", by="Ben"))


@in_nobodys
async def test_a_server_that_was_taken_up_stays_the_team_s_after_a_restart(scene: DiscordScene) -> None:
    scene.discord.hand_over(scene.people["Ada"])
    await scene.restart()
    await scene.command("setup")
    scene.home.house._workspaces.clear()
    await scene.restart()
    assert "2 comments" not in bare(await scene.command("comments", by="Ben"))
    assert NOBODYS not in bare(await scene.command("today", by="Ben"))


@in_nobodys
async def test_a_second_process_learns_what_the_first_took_up(scene: DiscordScene) -> None:
    scene.home.house.keep_note("discord server of bakery", str(scene.discord.guild.id))
    assert NOBODYS not in bare(await scene.command("today", by="Ben"))


@in_scene
async def test_a_second_server_stays_nobodys_even_for_the_operator(scene: DiscordScene) -> None:
    second = scene.discord.new_guild("Test kitchen")
    channel = scene.discord.new_channel("try", second)
    owner = scene.discord.user("Cleo", admin=True, guild=second)
    scene.discord.hand_over(owner)
    await scene.restart()
    assert bare(await asked(scene, owner, channel, "coach", "setup")) == SECOND
    assert bare(await asked(scene, owner, channel, "coach", "today")) == NOBODYS


def test_a_second_server_that_is_configured_is_the_team_s() -> None:
    async def scene() -> None:
        async with played() as scene:
            second = scene.discord.new_guild("Second shop")
            channel, other = (scene.discord.new_channel(name, second) for name in ("shop", "talk"))
            scene.home.house.settings = settings_for(Channel("discord", scene.channel), Channel("discord", str(channel.id)))
            await scene.restart()
            cleo = scene.discord.user("Cleo", guild=second)
            assert NOBODYS not in await asked(scene, cleo, other, "coach", "today")

    asyncio.run(scene())


@in_nobodys
async def test_what_can_be_chosen_is_offered_to_no_stranger(scene: DiscordScene) -> None:
    await scene.discord.settle()
    offered = await scene.discord.autocomplete(scene.people["Ben"], scene.discord.channel, "coach", "mute", option="rule", typed="")
    assert offered == []


@in_scene
async def test_what_can_be_chosen_is_offered_to_the_team(scene: DiscordScene) -> None:
    offered = await scene.discord.autocomplete(scene.people["Ben"], scene.discord.channel, "coach", "mute", option="rule", typed="comm")
    assert "unanswered-comments" in [value for _, value in offered]


@in_scene
async def test_a_stranger_who_writes_directly_gets_a_sentence_and_no_data(scene: DiscordScene) -> None:
    tell_comments(scene)
    zoe = scene.discord.stranger("Zoe")
    await scene.discord.dm(zoe, "comments")
    await scene._settle()
    assert [bare(each.words) for each in scene.discord.dms(zoe) if each.is_from_bot] == [STRANGER]
    assert await asked(scene, zoe, None, "coach", "comments", "list") == STRANGER


@in_scene
async def test_who_left_the_team_s_server_is_a_stranger(scene: DiscordScene) -> None:
    tell_comments(scene)
    assert "2 comments" in bare(await scene.dm("comments", by="Ben"))
    scene.discord.env.backend.remove_member(scene.discord.guild.id, scene.people["Ben"].id)
    assert bare(await scene.dm("comments", by="Ben")) == STRANGER


@in_scene
async def test_an_admin_of_the_server_is_one_in_direct_messages_too(scene: DiscordScene) -> None:
    assert "Only an admin" in await asked(scene, scene.people["Ben"].user, None, "coach", "setup")
    assert "Only an admin" not in await asked(scene, scene.people["Ada"].user, None, "coach", "setup")


@in_scene
async def test_direct_messages_are_no_channel_to_be_set_up(scene: DiscordScene) -> None:
    assert "Set up #social" in await asked(scene, scene.people["Ada"].user, None, "coach", "setup")


@in_scene
async def test_a_member_sees_their_team_s_data_elsewhere_alone(scene: DiscordScene) -> None:
    tell_comments(scene)
    with elsewhere(scene):
        answered = await scene.discord.command(scene.people["Ben"].user, None, "coach", "comments", "list")
        await scene._settle()
    assert answered.is_private
    assert "2 comments to answer" in bare(answered.words)


@in_scene
async def test_a_stranger_elsewhere_sees_no_team_s_data(scene: DiscordScene) -> None:
    tell_comments(scene)
    with elsewhere(scene, permissions=discord.Permissions.all().value):
        said = await asked(scene, scene.discord.stranger("Zoe"), None, "coach", "comments", "list")
    assert said == STRANGER


@in_scene
async def test_who_rules_another_server_rules_nothing_of_the_team_s(scene: DiscordScene) -> None:
    with elsewhere(scene, permissions=discord.Permissions.all().value):
        said = await asked(scene, scene.people["Ben"].user, None, "coach", "setup")
    assert "Only an admin" in said


@in_scene
async def test_another_server_s_channel_is_never_set_up(scene: DiscordScene) -> None:
    with elsewhere(scene):
        said = await asked(scene, scene.people["Ada"].user, None, "coach", "setup")
    assert "Set up #social" in said
    assert "their-plans" not in said
    assert scene.home.desk.records.rows("channels") == []


@in_scene
async def test_a_server_that_the_coach_was_removed_from_is_forgotten(scene: DiscordScene, caplog: pytest.LogCaptureFixture) -> None:
    await scene.discord.remove_bot(scene.discord.guild)
    assert "removed from server" in caplog.text
    assert bare(await dm_from(scene.discord, scene)) == STRANGER


@in_nobodys
async def test_after_its_server_was_lost_a_team_may_have_another(scene: DiscordScene) -> None:
    second = scene.discord.new_guild("New home")
    channel, owner = scene.discord.new_channel("fresh", second), scene.discord.user("Cleo", admin=True, guild=second)
    scene.discord.hand_over(scene.people["Ada"])
    await scene.restart()
    await scene.command("setup")
    await scene.discord.remove_bot(scene.discord.guild)
    scene.chat.client.application.owner = owner.user
    assert "Set up #fresh" in await asked(scene, owner, channel, "coach", "setup")


async def dm_from(discord_: FakeDiscord, scene: DiscordScene) -> str:
    """Return what somebody without a server is told."""
    await discord_.dm(scene.people["Ben"].user, "comments")
    await scene._settle()
    return scene.told("Ben")[-1]


def test_of_a_developer_team_those_count_who_may_change_the_application() -> None:
    def member(own_id: int, *, state: Any = discord.TeamMembershipState.accepted, role: Any = discord.TeamMemberRole.developer) -> Any:
        return SimpleNamespace(id=own_id, membership_state=state, role=role)

    members = [member(1), member(2, state=discord.TeamMembershipState.invited), member(3, role=discord.TeamMemberRole.read_only)]
    client: Any = SimpleNamespace(application=SimpleNamespace(team=SimpleNamespace(members=members), owner=member(4)))
    assert [is_operator(client, person) for person in (1, 2, 3, 4)] == [True, False, False, False]
    client = SimpleNamespace(application=SimpleNamespace(team=None, owner=member(4)))
    assert [is_operator(client, person) for person in (1, 4)] == [False, True]
    assert not is_operator(SimpleNamespace(application=None), 4)  # type: ignore[arg-type]

