"""The coach on Discord's gateway, on a real port: it comes back, tells what may be missed, and says why it cannot."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import discord
import pytest
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.chat.discord.chat import DiscordChat
from bot.chat.discord.client import RESTARTING, Pace
from bot.errors import ConfigError
from bot.model.card import Card, text
from bot.model.settings import Channel
from bot.store.store import Store
from tests.chat_scenes import bare
from tests.chat_world import TEAM, Household, household, settings_for, talk
from tests.engines import own_store
from tests.fakes.discord_place import scene_in
from tests.fakes.discord_wire import WireDiscord, hurry

HERE = "127.0.0.1"
HOME = "https://discord.com/api/v10", "wss://gateway.discord.gg/"


@dataclass
class Wired:
    """A Discord on the wire, a household, and the people in it. `chats`: the processes of the coach that run."""

    wire: WireDiscord
    home: Household
    store: Store
    ada: Any
    ben: Any

    def process(self, **settings: Any) -> DiscordChat:
        """Return another process of the coach, not started yet."""
        chat = DiscordChat(self.home.house, talk(), self.home.bridge, {"DISCORD_TOKEN": self.wire.token}, self.home.clock)
        chat.settings = replace(self.wire.settings, **settings)
        chat.client.pace = Pace(answer_s=0.1, write_s=0, yield_s=0.3)
        hurry(chat.client)
        return chat

    async def start(self, **settings: Any) -> DiscordChat:
        """Start another process of the coach."""
        chat = self.process(**settings)
        self.home.chats.append(chat)
        await chat.start()
        return chat

    @property
    def gaps(self) -> list[str]:
        """What the admin log knows of gaps."""
        return [row["detail"] for row in self.home.desk.records.rows("admin_log", n=50) if row["what"] == "gap"]


@asynccontextmanager
async def wired() -> AsyncIterator[Wired]:
    """Play on the wire."""
    async with WireDiscord() as wire:
        with own_store() as store:
            ada, ben = wire.user("Ada", admin=True), wire.user("Ben")
            settings = settings_for(Channel("discord", str(wire.channel.id)), admins=(f"discord:{ada.id}",), discord=wire.settings)
            async with household(store, settings) as home:
                yield Wired(wire, home, store, ada, ben)


on_wire = scene_in(wired)
"""Makes a test of a coroutine that takes a Wired first and fixtures after it."""


def pointed() -> tuple[str, str]:
    """Return where discord.py points."""
    return Route.BASE, str(DiscordWebSocket.DEFAULT_GATEWAY)


@on_wire
async def test_the_coach_signs_in_answers_and_leaves_nothing_behind(scene: Wired) -> None:
    chat = await scene.start()
    answered = await scene.wire.command(scene.ben, scene.wire.channel, "coach", "help")
    assert "Say it like this" in bare(answered.words)
    assert HERE in Route.BASE
    await chat.close()
    assert pointed() == HOME
    assert chat.front(TEAM) is None


@on_wire
async def test_a_gateway_that_is_not_named_is_asked_for_and_come_back_to(scene: Wired) -> None:
    chat = await scene.start(gateway_url="")
    assert HERE in pointed()[1]
    await scene.wire.invalidate()
    await scene.wire.until(lambda: len(scene.wire.gateway.identified) == 2)
    assert scene.wire.gateway.paths == ["/gateway/", "/gateway/"]
    await chat.close()
    assert pointed() == HOME


@on_wire
async def test_a_token_that_discord_refuses_is_named_by_its_variable(scene: Wired) -> None:
    scene.wire.token = "reset since"
    chat = scene.process()
    chat._environ = {"DISCORD_TOKEN": "the old one"}
    with pytest.raises(ConfigError, match="Discord refuses the token in DISCORD_TOKEN; reset it under Bot"):
        await chat.start()
    await chat.close()
    assert pointed() == HOME


@on_wire
async def test_an_empty_token_is_refused_in_the_same_words(scene: Wired) -> None:
    chat = scene.process()
    chat._environ = {}
    with pytest.raises(ConfigError, match="DISCORD_TOKEN"):
        await chat.start()
    await chat.close()


@on_wire
async def test_a_discord_that_is_not_there_is_said_to_be_so(scene: Wired) -> None:
    chat = scene.process(api_url="http://127.0.0.1:9/api/v10", gateway_url="")
    with pytest.raises(ConfigError, match="Discord cannot be reached at http"):
        await chat.start()
    await chat.close()


@on_wire
async def test_intents_that_are_refused_name_the_page(scene: Wired) -> None:
    scene.wire.gateway.approved = discord.Intents.none()
    chat = scene.process()
    chat.client._connection._intents = discord.Intents.all()
    with pytest.raises(ConfigError, match=r"4014.*Bot in the developer portal"):
        await chat.start()
    await chat.close()


@on_wire
async def test_a_token_revoked_in_the_midst_is_logged_and_the_process_lives_on(scene: Wired, caplog: pytest.LogCaptureFixture) -> None:
    chat = await scene.start()
    await scene.wire.drop(4004)
    assert chat._task is not None
    await asyncio.wait({chat._task})
    await asyncio.sleep(0)
    assert "discord left for good" in caplog.text
    assert "Discord refuses the token in DISCORD_TOKEN" in caplog.text
    assert scene.wire.token not in caplog.text
    assert chat.front(TEAM) is None
    await scene.home.settle()
    [lost] = [row for row in scene.home.desk.records.rows("admin_log", n=50) if row["what"] == "discord lost"]
    assert "Discord refuses the token in DISCORD_TOKEN" in lost["detail"]
    await scene.home.round()


@on_wire
async def test_a_session_that_is_resumed_tells_nothing(scene: Wired) -> None:
    await scene.start()
    await scene.wire.ask_reconnect()
    await scene.wire.until(lambda: not scene.wire.gateway.lines)
    scene.home.clock.forward(minutes=5)
    said = await scene.wire.mention(scene.ben, scene.wire.channel, "help")
    await scene.wire.until(lambda: said.answers)
    assert len(scene.wire.gateway.resumed) == 1
    assert len(said.answers) == 1
    assert scene.gaps == []


@on_wire
async def test_what_was_resumed_counts_for_no_later_gap(scene: Wired) -> None:
    chat = await scene.start()
    resumed, on_resumed = asyncio.Event(), chat.client.on_resumed

    async def came_back() -> None:
        await on_resumed()
        resumed.set()

    vars(chat.client)["on_resumed"] = came_back
    await scene.wire.drop(4000)
    await asyncio.wait_for(resumed.wait(), 5)
    scene.home.clock.forward(minutes=30)
    told = gap_told(chat)
    await lose_the_session(scene, 0.5)
    await asyncio.wait_for(told.wait(), 5)
    assert scene.gaps == []


def gap_told(chat: DiscordChat) -> asyncio.Event:
    """Return what is set once the coach came back and told what it had to tell."""
    told, begin = asyncio.Event(), chat.watch.begin

    async def telling(lost_at: Any = None) -> None:
        await begin(lost_at)
        told.set()

    vars(chat.watch)["begin"] = telling
    return told


async def lose_the_session(scene: Wired, minutes: float) -> None:
    """Cut the connection, let time pass, and let Discord refuse to resume."""
    lost, on_disconnect = asyncio.Event(), scene.home.chats[0].client.on_disconnect  # type: ignore[attr-defined]

    async def disconnected() -> None:
        await on_disconnect()
        if not lost.is_set():
            scene.home.clock.forward(minutes=minutes)
            lost.set()

    scene.home.chats[0].client.on_disconnect = disconnected  # type: ignore[attr-defined]
    scene.wire.gateway.sessions.clear()
    await scene.wire.drop()
    await lost.wait()
    await scene.wire.until(lambda: len(scene.wire.gateway.identified) == 2)


@on_wire
async def test_a_session_that_is_lost_tells_the_admins_what_may_be_missed(scene: Wired) -> None:
    chat = await scene.start()
    scene.home.house.tell_when_asked(lambda _team: told.set())
    told = threading.Event()
    await lose_the_session(scene, 7)
    assert await asyncio.to_thread(told.wait, 5)
    assert scene.gaps == ["discord: nothing heard from 2026-03-04T09:30:00Z to 2026-03-04T09:37:00Z"]
    await scene.home.round()
    card = bare(scene.wire.dms(scene.ada)[0].words)
    assert "I was away from Wed 4 Mar 09:30 to 09:37: say again what you said to me on Discord" in card
    assert chat.client.is_ready()


@on_wire
async def test_a_moment_s_loss_tells_nobody(scene: Wired) -> None:
    chat = await scene.start()
    told = gap_told(chat)
    await lose_the_session(scene, 0.5)
    await asyncio.wait_for(told.wait(), 5)
    assert scene.gaps == []
    assert scene.wire.dms(scene.ada) == []


@on_wire
async def test_buttons_work_after_a_lost_session(scene: Wired) -> None:
    await scene.start()
    card = await scene.wire.command(scene.ada, scene.wire.channel, "commit", words="reply to all by Friday 15:00")
    await scene.wire.invalidate()
    await scene.wire.until(lambda: len(scene.wire.gateway.identified) == 2)
    answered = await scene.wire.press(scene.ada, card.messages[-1], "Done")
    assert "Done: reply to all" in bare(answered.words)


@on_wire
async def test_leaving_waits_for_no_gateway_that_keeps_silent(scene: Wired, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.chat.discord.chat.CLOSE_S", 0.05)
    came, chat = asyncio.Event(), await scene.start()

    async def silent(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        came.set()
        await asyncio.sleep(60)
        writer.close()

    server = await asyncio.start_server(silent, HERE, 0)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(f"ws://{HERE}:{server.sockets[0].getsockname()[1]}/"))
    await scene.wire.invalidate()
    await asyncio.wait_for(came.wait(), 5)
    await asyncio.wait_for(chat.close(), 5)
    server.close()


@on_wire
async def test_a_wait_that_discord_asks_for_is_waited_for(scene: Wired) -> None:
    chat = await scene.start()
    scene.wire.limit(0.05)
    front = chat.front(TEAM)
    assert front is not None
    await asyncio.to_thread(front.deliver, str(scene.wire.channel.id), Card(text("Patience")), "o1")
    assert [each.content for each in scene.wire.messages(scene.wire.channel)] == ["**Patience**"]
    assert len(scene.wire.posts) == 2


@on_wire
async def test_a_form_that_takes_its_time_is_offered_by_a_button(scene: Wired) -> None:
    chat = await scene.start()
    answered, rest = threading.Event(), scene.wire.rest
    answer = rest.answer

    def told(request: Any) -> Any:
        try:
            return answer(request)
        finally:
            if request.path.endswith("/callback") and request.body["type"] == 5:
                answered.set()

    def prefill(_desk: object, _subject: str) -> dict[str, str]:
        assert answered.wait(5)
        return {"words": "Monday 9:00"}

    card = await scene.wire.command(scene.ada, scene.wire.channel, "commit", words="reply to all by Friday 15:00")
    answered.clear()
    vars(rest)["answer"] = told
    actions = chat.client.turns.talk.actions
    slow = {"commitment-move": replace(actions["commitment-move"], prefill=prefill)}
    object.__setattr__(chat.client.turns.talk, "actions", {**actions, **slow})
    late = await scene.wire.press(scene.ada, card.messages[-1], "Need more time")
    assert "it is ready now" in bare(late.words)
    opened = await scene.wire.press(scene.ada, late.messages[-1], "Open the form")
    assert opened.modal.controls[0].value == "Monday 9:00"


@on_wire
async def test_two_processes_do_what_is_asked_once_and_tell_the_commands_once(scene: Wired) -> None:
    await scene.start()
    await scene.start()
    answered = await scene.wire.command(scene.ada, scene.wire.channel, "commit", words="reply to all by Friday 15:00")
    await scene.home.settle()
    assert "Commitment 1" in bare(answered.words)
    assert len(answered.messages) == 1
    said = await scene.wire.mention(scene.ada, scene.wire.channel, "commitments")
    await scene.wire.until(lambda: said.answers)
    await scene.home.settle()
    assert len(said.answers) == 1
    assert len(scene.wire.syncs) == 1
    assert {each.rpartition(" ")[2] for each in scene.wire.refused} <= {"(40060)"}
    scene.wire.refused.clear()


@on_wire
async def test_a_process_that_stops_leaves_the_answer_to_the_one_that_comes(scene: Wired) -> None:
    old, _ = await scene.start(), await scene.start()
    await old.stop_listening()
    answered = await scene.wire.command(scene.ada, scene.wire.channel, "coach", "help")
    await scene.home.settle()
    assert "Say it like this" in bare(answered.words)
    assert RESTARTING not in bare(answered.words)
    scene.wire.refused.clear()
