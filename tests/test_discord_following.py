"""What a team switches on in Discord to ask on in threads without a mention, and what it is told where that is missing."""

from __future__ import annotations

import discord
import pytest

from bot.chat.discord.checks import _intents
from bot.chat.discord.client import FOLLOWING, INTENTS
from bot.chat.discord.hearing import is_to_another, line_of
from tests.chat_scenes import DiscordScene
from tests.discord_world import in_scene

CONTENT = 1 << 18


@pytest.mark.parametrize(("flags", "state", "words"), [
    (0, "missing", "message content is switched off"), (CONTENT, "ok", "so that threads can be followed"),
    (CONTENT | 1 << 12, "attention", "switched on and never used: presence"),
])
def test_the_doctor_asks_for_what_following_needs(flags: int, state: str, words: str) -> None:
    found = _intents(flags, follows_threads=True)
    assert found.state == state
    assert words in found.found


def test_nothing_more_is_listened_for_than_message_content() -> None:
    assert dict(FOLLOWING) == {**dict(INTENTS), "message_content": True}


@in_scene
async def test_without_the_setting_the_intent_is_not_asked_for(scene: DiscordScene) -> None:
    assert not scene.chat.client.intents.message_content


@in_scene
async def test_words_to_somebody_else_are_told_apart(scene: DiscordScene) -> None:
    said: list[discord.Message] = []

    async def heard(message: discord.Message) -> None:
        said.append(message)

    scene.chat.client.on_message = heard
    ben = scene.people["Ben"]
    for words in ("hello all", f"<@{scene.people['Ada'].id}> hello"):
        await scene.discord.say(ben, scene.discord.channel, words)
    first = next(each for each in scene.discord.messages(scene.discord.channel) if not each.is_from_bot)
    await scene.discord.reply(ben, first, "I agree", pings=False)
    await scene._settle()
    assert [is_to_another(each) for each in said] == [False, True, True]
    assert line_of(said[0], 1) == ""


@in_scene
async def test_what_was_not_said_to_the_coach_gets_no_refusal_either(scene: DiscordScene) -> None:
    """In a server of nobody's, and while the process stops."""
    ben, client = scene.people["Ben"], scene.chat.client
    theirs = scene.discord.new_guild("Theirs")
    guest, elsewhere = scene.discord.user("Guest", guild=theirs), theirs.create_text_channel("talk")
    heard: list[bool] = []

    async def on_message(message: discord.Message) -> None:
        heard.append(True)
        client._hear(message, client._overheard, is_meant=False)

    client.on_message = on_message  # type: ignore[method-assign]
    await scene.discord.say(guest, elsewhere, "lunch at noon?")
    await scene._settle()
    client.is_stopping = True
    await scene.discord.say(ben, scene.discord.channel, "who has the keys?")
    await scene._settle()
    assert heard == [True, True]
    assert [each for where in (elsewhere, scene.discord.channel) for each in scene.discord.messages(where) if each.is_from_bot] == []
