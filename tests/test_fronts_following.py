"""A talk that goes on with a model behind it: the turn before is handed over, and nobody is listened to who did not ask."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from discord import Intents

from bot.model.settings import Channel, Settings
from bot.store.store import Store
from tests.asked_scenes import AI, ANSWER, QUESTION, USERS, Stage, answering, play
from tests.chat_scenes import DiscordScene, SlackScene
from tests.chat_world import settings_for
from tests.discord_world import HURRIED
from tests.fakes.discord_server import FakeDiscord

HISTORY = ("channels:history", "groups:history")
CONTENT = Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=True)
PLACES = ("slack mention", "slack pane", "slack dm", "discord mention", "discord dm", "discord thread")
FOLLOWED = ("slack mention", "discord thread")
"""Where a team may let the coach read on without a mention."""
"""Where a talk goes on without a button: in Slack's threads, under a reply in Discord, and directly."""
ASK_ON = ("slack command", "slack mention", "slack pane", "discord command", "discord mention", "terminal command")
NEXT = "And what about rude comments?"


async def go_on(stage: Stage, words: str = NEXT, *, by: str = "Ada") -> None:
    """Say something where the talk is, without naming the coach."""
    scene = stage.scene
    match scene:
        case SlackScene():
            where = "C1" if stage.way.endswith("mention") else USERS[by]
            thread = scene.slack.posts(where)[-1].thread_ts if where == "C1" else scene.slack.dms(USERS[by])[-1].thread_ts
            if where == "C1":
                await scene.slack.say(USERS[by], where, words, thread=thread)
            else:
                await scene.slack.direct_message(USERS[by], words, thread=thread)
            await scene.home.settle()
        case DiscordScene():
            who = scene.people[by]
            if stage.way.endswith("thread"):
                await scene.discord.say(who, scene.discord.threads(scene.discord.channel)[0], words)
            elif stage.way.endswith("mention"):
                newest = [each for each in scene.discord.messages(scene.discord.channel) if each.is_from_bot][-1]
                await scene.discord.reply(who, newest, words)
            else:
                await scene.discord.dm(who, words)
            await scene._settle()


def optional(way: str) -> dict[str, Any]:
    """Return what a team granted for this beyond what the coach asks for, where there is anything."""
    if way == "slack mention":
        return {"optional": HISTORY}
    return {"approved": CONTENT, "place": reads_threads} if way == "discord thread" else {}


def reads_threads(discord: FakeDiscord) -> Settings:
    """Let the coach follow threads in Discord."""
    given = settings_for(Channel("discord", str(discord.channel.id)))
    return replace(given, discord=replace(given.discord, follows_threads=True))


def handed_over(stage: Stage) -> str:
    """Return the question of the newest turn with all that was handed over beside it."""
    return next(str(each["content"]) for each in stage.server.requests[-1]["messages"] if each["role"] == "user")


@pytest.mark.parametrize("way", PLACES)
def test_what_is_asked_next_is_read_with_the_turn_before_it(sqlite_store: Store, way: str) -> None:
    async def scene(stage: Stage) -> None:
        stage.server.script = [*answering(), *answering()]
        await stage.ask()
        await go_on(stage)
        assert len(stage.server.requests) == 4
        assert f"Asked: {QUESTION}\nAnswered: Do not argue with trolls" in handed_over(stage)
        assert handed_over(stage).endswith(NEXT)
        assert sum(AI in each for each in stage.frames()) == 2

    play(sqlite_store, way, scene, **optional(way))


@pytest.mark.parametrize("way", PLACES)
def test_it_goes_on_after_a_restart(store: Store, way: str) -> None:
    async def scene(stage: Stage) -> None:
        stage.server.script = [*answering(), *answering()]
        await stage.ask()
        await stage.scene.restart()
        if isinstance(stage.scene, DiscordScene):
            stage.scene.chat.client.pace = HURRIED
        await go_on(stage)
        assert f"Asked: {QUESTION}\nAnswered: Do not argue with trolls" in handed_over(stage)

    play(store, way, scene, **optional(way))


@pytest.mark.parametrize("way", ASK_ON)
def test_ask_on_reads_the_next_question_with_the_answer_before_it(sqlite_store: Store, way: str) -> None:
    async def scene(stage: Stage) -> None:
        stage.server.script = [*answering(), *answering()]
        await stage.ask()
        assert ANSWER in " ".join((await stage.press("Ask on", question=NEXT)).split())
        assert f"Asked: {QUESTION}\nAnswered: Do not argue with trolls" in handed_over(stage)
        assert handed_over(stage).endswith(NEXT)

    play(sqlite_store, way, scene)


async def is_heard(stage: Stage, *, by: str = "Ada") -> bool:
    """Tell whether the model is asked when somebody says something where the talk is."""
    before = len(stage.server.requests)
    stage.server.script = list(answering())
    await go_on(stage, by=by)
    return len(stage.server.requests) > before


@pytest.mark.parametrize("way", FOLLOWED)
def test_half_an_hour_after_the_last_turn_nobody_is_listened_to(sqlite_store: Store, way: str) -> None:
    async def scene(stage: Stage) -> None:
        stage.server.script = list(answering())
        await stage.ask()
        stage.scene.forward(minutes=29)
        assert await is_heard(stage)
        stage.scene.forward(minutes=31)
        assert not await is_heard(stage)

    play(sqlite_store, way, scene, **optional(way))


@pytest.mark.parametrize("way", FOLLOWED)
def test_people_who_talk_to_each_other_are_left_alone(sqlite_store: Store, way: str) -> None:
    async def scene(stage: Stage) -> None:
        stage.server.script = list(answering())
        await stage.ask()
        assert not await is_heard(stage, by="Ben")
        assert not await is_heard(stage, by="Ada")

    play(sqlite_store, way, scene, **optional(way))


@pytest.mark.parametrize("way", FOLLOWED)
def test_without_the_scope_nobody_is_listened_to(sqlite_store: Store, way: str) -> None:
    async def scene(stage: Stage) -> None:
        stage.server.script = list(answering())
        await stage.ask()
        assert not await is_heard(stage)

    play(sqlite_store, way, scene)


@pytest.mark.parametrize("way", FOLLOWED)
def test_stop_following_ends_it(sqlite_store: Store, way: str) -> None:
    async def scene(stage: Stage) -> None:
        stage.server.script = list(answering())
        await stage.ask()
        assert "I stop listening here" in await stage.press("Stop following")
        assert not await is_heard(stage)

    play(sqlite_store, way, scene, **optional(way))


@pytest.mark.parametrize("way", ["slack mention", "discord mention"])
def test_stop_following_is_for_the_asker_alone(sqlite_store: Store, way: str) -> None:
    async def scene(stage: Stage) -> None:
        stage.server.script = list(answering())
        await stage.ask()
        assert "Only the one who asked can do that" in await stage.press("Stop following", by="Ben")
        assert await is_heard(stage)

    play(sqlite_store, way, scene, **optional(way))
