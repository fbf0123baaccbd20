"""Threads in Discord: what does not fit goes there, the asker may ask on there, and what can't be read is said to be so."""

from __future__ import annotations

from typing import Any

import pytest

from bot.chat.discord.hearing import UNREADABLE
from bot.coach.answers.threads import begin
from bot.model.command import Asker
from tests.chat_scenes import DiscordScene, bare
from tests.discord_world import answers_with, in_scene, long_card

TROLLS = "what do we do with trolls"


async def thread_of_a_card(scene: DiscordScene) -> Any:
    """Let the coach answer Ben with more than fits, and return the thread it made."""
    answers_with(scene, "digest", lambda *_, **__: long_card())
    await scene.mention("digest", by="Ben")
    thread, = scene.discord.threads(scene.discord.channel)
    return thread


def questions(scene: DiscordScene, person: str, thread: str) -> list[str]:
    """Return what somebody asked in a talk, the newest first."""
    own = f"discord:{scene.people[person].id}"
    rows = scene.home.desk.records.rows("last_turns", platform="discord", channel=scene.channel, thread=thread, person=own, n=12)
    return [row["question"] for row in rows]


@in_scene
async def test_a_long_answer_goes_on_in_a_thread_of_it(scene: DiscordScene) -> None:
    thread = await thread_of_a_card(scene)
    pages = [each for each in scene.discord.messages(thread) if each.is_from_bot and each.words]
    assert len(pages) >= 2
    assert thread.name == "A long week"


@in_scene
async def test_the_asker_asks_on_in_the_coach_s_thread(scene: DiscordScene) -> None:
    await scene.mention(TROLLS, by="Ben")
    thread = await thread_of_a_card(scene)
    message = await scene.discord.mention(scene.people["Ben"], thread, "and what if they come again")
    await scene._settle()
    assert message.answers
    assert questions(scene, "Ben", scene.channel) == ["and what if they come again", TROLLS]


@in_scene
async def test_a_reply_in_the_coach_s_thread_is_answered_there(scene: DiscordScene) -> None:
    thread = await thread_of_a_card(scene)
    page = next(each for each in scene.discord.messages(thread) if each.is_from_bot and each.words)
    said = await scene.discord.reply(scene.people["Ben"], page, TROLLS)
    await scene._settle()
    assert "Do not argue with trolls" in bare(said.answers[0].words)
    assert said.answers[0].channel_id == thread.id


@in_scene
async def test_a_thread_of_people_is_a_talk_of_its_own(scene: DiscordScene) -> None:
    said = await scene.discord.say(scene.people["Ada"], scene.discord.channel, "let us talk about this")
    thread = scene.discord.place(scene.discord.env.backend.create_thread(
        scene.discord.channel.id, "talk", scene.people["Ada"].id, message_id=said.id).id)
    await scene.discord.settle()
    await scene.discord.mention(scene.people["Ben"], thread, TROLLS)
    await scene._settle()
    assert questions(scene, "Ben", str(thread.id)) == [TROLLS]
    assert questions(scene, "Ben", scene.channel) == []


@in_scene
async def test_a_command_in_a_thread_is_about_its_channel(scene: DiscordScene) -> None:
    thread = await thread_of_a_card(scene)
    answered = await scene.discord.command(scene.people["Ada"], thread, "coach", "setup")
    await scene._settle()
    assert "Set up #social" in bare(answered.words)


@in_scene
async def test_who_goes_on_without_a_mention_is_told_how_to_be_heard(scene: DiscordScene) -> None:
    await scene.mention(TROLLS, by="Ben")
    said = await scene.discord.reply(scene.people["Ben"], newest(scene), "and then?", pings=False)
    await scene._settle()
    assert [bare(each.words) for each in said.answers] == [UNREADABLE]


@in_scene
async def test_nobody_else_is_told_how_to_be_heard(scene: DiscordScene) -> None:
    await scene.mention(TROLLS, by="Ben")
    said = await scene.discord.reply(scene.people["Ada"], newest(scene), "we did that last year", pings=False)
    await scene._settle()
    assert said.answers == []


@in_scene
async def test_a_talk_that_is_over_is_left_alone(scene: DiscordScene) -> None:
    await scene.mention(TROLLS, by="Ben")
    scene.forward(minutes=31)
    said = await scene.discord.reply(scene.people["Ben"], newest(scene), "thanks", pings=False)
    await scene._settle()
    assert said.answers == []


@in_scene
async def test_who_names_the_coach_s_role_is_told_how_to_be_heard(scene: DiscordScene, monkeypatch: pytest.MonkeyPatch) -> None:
    guild = scene.chat.client.get_guild(scene.discord.guild.id)
    role = next(each for each in guild.roles if each.is_assignable() or each.managed)
    monkeypatch.setattr(type(guild), "self_role", property(lambda _: role))
    said = await scene.discord.say(scene.people["Ben"], scene.discord.channel, f"{role.mention} comments")
    await scene._settle()
    assert [bare(each.words) for each in said.answers] == [UNREADABLE]


@in_scene
async def test_what_people_say_to_each_other_is_not_heard(scene: DiscordScene) -> None:
    begin(scene.home.desk, Asker(f"discord:{scene.people['Ben'].id}", "Ben", scene.channel, "", platform="discord",
                                 thread=scene.channel), TROLLS, "Do not feed them.")
    first = await scene.discord.say(scene.people["Ada"], scene.discord.channel, "who is in on Monday?")
    said = await scene.discord.reply(scene.people["Ben"], first, "me")
    await scene._settle()
    assert said.answers == []


def newest(scene: DiscordScene) -> Any:
    """Return the coach's newest message in the channel."""
    return [each for each in scene.discord.messages(scene.discord.channel) if each.is_from_bot][-1]
