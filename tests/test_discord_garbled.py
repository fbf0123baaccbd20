"""What nobody expects of Discord's gateway: an event in another shape, a frame that is none, a fault in the midst of an event."""

from __future__ import annotations

from typing import Any

import pytest

from bot.chat.discord.chat import DiscordChat
from tests.chat_scenes import bare
from tests.fakes.discord_wire import hurry
from tests.test_discord_gateway import Wired, on_wire

SECRET = "nobody may read this"
GARBLED: dict[str, tuple[str, Any]] = {
    "a message without an author": ("MESSAGE_CREATE", {"id": "5", "content": SECRET, "channel_id": "1"}),
    "a message that is a list": ("MESSAGE_CREATE", [SECRET]),
    "an interaction without a kind": ("INTERACTION_CREATE", {"id": "5", "token": SECRET}),
    "an interaction of nothing": ("INTERACTION_CREATE", None),
    "a server without an id": ("GUILD_CREATE", {"name": SECRET}),
    "a channel whose id is a word": ("CHANNEL_UPDATE", {"id": SECRET, "guild_id": "x", "type": 0}),
}


async def is_well(scene: Wired) -> bool:
    """Tell whether a command is answered."""
    answered = await scene.wire.command(scene.ben, scene.wire.channel, "coach", "help")
    return "Say it like this" in bare(answered.words)


@pytest.mark.parametrize("what", GARBLED)
def test_a_garbled_event_is_told_and_the_next_is_answered(what: str, caplog: pytest.LogCaptureFixture) -> None:
    async def scene(scene: Wired) -> None:
        chat = await scene.start()
        for session in scene.wire.gateway.sessions.values():
            session.dispatch(*GARBLED[what])
        assert await is_well(scene)
        assert chat._task is not None
        assert not chat._task.done()
        assert len(scene.wire.gateway.identified) == 1
        assert f"passed over event={GARBLED[what][0]}" in caplog.text
        assert SECRET not in caplog.text
        assert len(scene.home.faults) == 1
        scene.home.faults.clear()

    on_wire(scene)()


@on_wire
async def test_an_event_of_a_kind_that_nobody_knows_harms_nothing(scene: Wired) -> None:
    await scene.start()
    for session in scene.wire.gateway.sessions.values():
        session.dispatch("SOMETHING_NEW", {"id": "5"})
    assert await is_well(scene)


@pytest.mark.parametrize("frame", ["not json at all", "[1, 2]", '{"op": 0, "t": "READY", "s": 9, "d": {}}'])
def test_after_a_frame_that_is_none_the_coach_begins_anew(frame: str) -> None:
    async def scene(scene: Wired) -> None:
        chat = await start_again_at_once(scene)
        before = chat.client
        await scene.wire.gateway.lines[0].socket.send_str(frame)
        await scene.wire.until(lambda: len(scene.wire.gateway.identified) == 2)
        assert chat.client is not before
        await chat.client.wait_until_ready()
        assert await is_well(scene)
        assert chat.front("bakery") is not None
        assert len(scene.home.faults) == 1
        scene.home.faults.clear()

    on_wire(scene)()


@on_wire
async def test_beginning_anew_goes_on_until_discord_is_there(scene: Wired, caplog: pytest.LogCaptureFixture) -> None:
    chat = await start_again_at_once(scene)
    scene.wire.fail(502, "/users/@me", times=6)
    await scene.wire.gateway.lines[0].socket.send_str("?")
    await scene.wire.until(lambda: len(scene.wire.gateway.identified) == 2)
    await chat.client.wait_until_ready()
    assert await is_well(scene)
    assert "discord left, coming back" in caplog.text
    scene.home.faults.clear()


@on_wire
async def test_a_token_that_is_refused_on_the_way_back_ends_it_and_is_named(scene: Wired, caplog: pytest.LogCaptureFixture) -> None:
    chat = await start_again_at_once(scene)
    scene.wire.token = scene.wire.gateway.token = "reset since"
    await scene.wire.gateway.lines[0].socket.send_str("?")
    assert chat._task is not None
    with pytest.raises(Exception, match="Improper token"):
        await chat._task
    assert "Discord refuses the token in DISCORD_TOKEN" in caplog.text
    scene.home.faults.clear()


@on_wire
async def test_a_fault_while_an_event_is_dealt_with_is_told(scene: Wired) -> None:
    chat = await scene.start()

    async def fails(_message: object) -> None:
        raise ZeroDivisionError

    vars(chat.client)["on_message"] = fails
    await scene.wire.mention(scene.ben, scene.wire.channel, "help")
    assert await is_well(scene)
    assert [type(each) for each in scene.home.faults] == [ZeroDivisionError]
    scene.home.faults.clear()


async def start_again_at_once(scene: Wired) -> DiscordChat:
    """Start a process of the coach whose new clients do not wait."""
    chat = scene.process()
    chat.again_s = 0.0
    scene.home.chats.append(chat)
    await chat.start()
    anew = chat.client.anew

    def hurried() -> Any:
        made = anew()
        hurry(made)
        vars(made)["anew"] = hurried
        return made

    vars(chat.client)["anew"] = hurried
    return chat


