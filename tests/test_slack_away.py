"""Slack that is away and comes back, and Slack that takes a token no more: nothing is lost, nothing comes twice, the log says so."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.chat.slack.chat import SlackChat
from bot.chat.slack.refusals import understood
from bot.coach.channels import turn_on
from bot.coach.posting import Entry, queue
from bot.errors import AnswerLost, CoachError
from bot.model.card import Card, text
from bot.store.store import Store
from tests.chat_scenes import SlackScene, in_both, tokens
from tests.chat_world import talk
from tests.slack_scene import play

LOG = "bot.chat.slack"


def wait(scene: SlackScene, words: str = "What waited") -> None:
    """Let a card wait in the outbox."""
    with scene.home.desk.records.write() as writer:
        queue(writer, Entry("C1", "slack", Card(text(words))), scene.home.desk.now)


async def until(is_so: Callable[[], object]) -> None:
    """Wait until something is so, five seconds at most."""
    async with asyncio.timeout(5):
        while not is_so():
            await asyncio.sleep(0.01)


def lines(caplog: pytest.LogCaptureFixture, begins: str) -> list[str]:
    """Return the lines of the log that begin so."""
    return [each.getMessage() for each in caplog.records if each.name.startswith(LOG) and each.getMessage().startswith(begins)]


async def another(scene: SlackScene) -> SlackChat:
    """End the process and begin another, which is in no hurry to wait."""
    await scene.chat.stop_listening()
    await scene.chat.close()
    scene.home.chats.remove(scene.chat)
    chat = SlackChat(scene.home.house, talk(), scene.home.bridge, tokens(scene.slack), scene.home.clock)
    chat.link.first_pause_s = 0.01
    scene.chat = chat
    scene.home.chats.append(chat)
    return chat


def test_a_process_that_starts_while_slack_is_away_comes_in_when_it_is_back(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    async def scene(scene: SlackScene) -> None:
        chat = await another(scene)
        await scene.slack.refuse_connections()
        wait(scene)
        await chat.start()
        await scene.home.round()
        assert chat.link.since is not None
        await until(lambda: chat.link.pause_s > 0.02)
        scene.forward(seconds=90)
        await scene.slack.accept_connections()
        await scene.slack.seen(scene.said)
        await scene.home.settle()
        assert scene.said() == ["What waited"]
        assert "Say it like this" in await scene.command("help")

    with caplog.at_level(logging.INFO, LOG):
        play(store, scene)
    assert len(lines(caplog, "slack away")) == 1
    assert lines(caplog, "slack back") == ["slack back after_s=90"]


@pytest.mark.parametrize("how", ["refuses connections", "cuts connections"])
def test_what_waits_while_slack_is_away_in_mid_life_comes_once_when_it_is_back(
        store: Store, how: str, caplog: pytest.LogCaptureFixture) -> None:
    async def scene(scene: SlackScene) -> None:
        scene.chat.link.first_pause_s = 0.01
        await (scene.slack.refuse_connections() if how == "refuses connections" else scene.slack.go_down())
        await until(lambda: scene.chat.link.since)
        wait(scene)
        for _ in range(3):
            scene.forward(minutes=3)
            await scene.home.round()
        await until(lambda: scene.chat.link.pause_s > 0.02)
        if how == "refuses connections":
            await scene.slack.accept_connections()
        else:
            scene.slack.come_back()
        await scene.slack.seen(scene.said)
        await scene.home.settle()
        for _ in range(3):
            scene.forward(minutes=3)
            await scene.home.round()
        assert scene.said() == ["What waited"]
        assert "Say it like this" in await scene.command("help")

    with caplog.at_level(logging.INFO, LOG):
        play(store, scene)
    assert len(lines(caplog, "slack away")) == 1
    assert len(lines(caplog, "slack back")) == 1


def test_a_socket_that_is_cut_without_a_word_is_opened_anew_at_once(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        await scene.slack.socket.cut()
        await scene.slack.seen(lambda: scene.slack.socket.opened == 2)
        await scene.slack.connected()
        assert "Say it like this" in await scene.command("help")

    play(sqlite_store, scene)


def test_a_socket_that_answers_no_ping_is_opened_anew(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(scene: SlackScene) -> None:
        scene.slack.socket.is_deaf = True
        await scene.slack.seen(lambda: scene.slack.socket.opened >= 3, timeout_s=5)
        scene.slack.socket.is_deaf = False

    monkeypatch.setattr("bot.chat.slack.socket.HEARTBEAT_S", 0.05)
    play(sqlite_store, scene)


@pytest.mark.parametrize("frame", ["not json", "[]", '{"type": "unheard of"}', '{"type": "events_api", "payload": 1, "envelope_id": "e"}'])
def test_a_garbled_frame_is_logged_without_its_words_and_the_next_is_heard(
        sqlite_store: Store, frame: str, caplog: pytest.LogCaptureFixture) -> None:
    async def scene(scene: SlackScene) -> None:
        await scene.slack.socket.open_ones[0].ws.send_str(frame)
        assert "Say it like this" in await scene.command("help")

    with caplog.at_level(logging.DEBUG, LOG):
        play(sqlite_store, scene)
    assert len(lines(caplog, "frame not understood")) == 1
    assert "unheard" not in lines(caplog, "frame")[0].replace("type=unheard of", "")


def test_a_socket_without_a_hello_is_not_taken_for_one(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        scene.chat.link.first_pause_s = 0.01
        async with ClientSession() as session:
            nine = [await session.ws_connect(scene.slack.socket.new_url()) for _ in range(9)]
            await scene.slack.connected(10)  # with the coach's own, as many as Slack lets be
            chat = SlackChat(scene.home.house, talk(), scene.home.bridge, tokens(scene.slack), scene.home.clock)
            chat.link.first_pause_s = 0.01
            scene.home.chats.append(chat)
            await chat.start()
            assert chat.link.since is not None
            await nine[0].close()
            await until(lambda: chat.link.since is None)

    play(sqlite_store, scene)


def test_a_token_that_is_refused_in_mid_life_is_logged_and_the_other_chat_lives_on(
        store: Store, caplog: pytest.LogCaptureFixture) -> None:
    async def played() -> None:
        async with in_both(store) as (slack, discord):
            for channel in (slack.channel, discord.channel):
                await asyncio.to_thread(turn_on, slack.home.desk, channel)
            slack.slack.revoke()
            wait(slack)
            await slack.home.round()
            await slack.home.settle()
            entry = slack.home.desk.records.rows("admin_log", n=1)[0]
            assert entry["what"] == "slack lost"
            assert "SLACK_BOT_TOKEN: token_revoked" in entry["detail"]
            await slack.home.round()
            await slack.home.settle()
            assert ["out of Slack" in each for each in discord.said()] == [True]
            assert not slack.slack.socket.open_ones
            assert await discord.command("help")

    with caplog.at_level(logging.INFO, LOG):
        asyncio.run(played())
    assert len(lines(caplog, "slack left for good")) == 1


@pytest.mark.parametrize("error", ["invalid_auth", "account_inactive", "token_revoked"])
def test_an_app_token_that_is_refused_in_mid_life_ends_in_one_line(
        sqlite_store: Store, error: str, caplog: pytest.LogCaptureFixture) -> None:
    async def scene(scene: SlackScene) -> None:
        scene.slack.refuse_next("apps.connections.open", error)
        await scene.slack.socket.cut()
        await until(lambda: scene.home.desk.records.rows("admin_log", n=5))
        wait(scene)
        await scene.home.round()
        assert not scene.said()
        assert [each["what"] for each in scene.home.desk.records.rows("admin_log", n=5)] == ["slack lost"]

    with caplog.at_level(logging.INFO, LOG):
        play(sqlite_store, scene)
    assert f"SLACK_APP_TOKEN: {error}" in lines(caplog, "slack left for good")[0]


def test_an_uninstalled_app_is_seen_at_once(sqlite_store: Store, caplog: pytest.LogCaptureFixture) -> None:
    async def scene(scene: SlackScene) -> None:
        await scene.slack.uninstall()
        await scene.home.settle()

    with caplog.at_level(logging.INFO, LOG):
        play(sqlite_store, scene)
    assert len(lines(caplog, "slack left for good")) == 1


def test_a_doubt_that_slack_dispels_changes_nothing(sqlite_store: Store, caplog: pytest.LogCaptureFixture) -> None:
    async def scene(scene: SlackScene) -> None:
        scene.slack.refuse_next("chat.postMessage", "invalid_auth")
        wait(scene)
        await scene.home.round()
        await scene.home.settle()
        scene.forward(minutes=2)
        await scene.home.round()
        assert scene.said() == ["What waited"]

    with caplog.at_level(logging.INFO, LOG):
        play(sqlite_store, scene)
    assert not lines(caplog, "slack left")


class Page:
    """What slack_sdk keeps of an answer that is none of Slack's: a proxy's page."""

    def __init__(self, **fields: Any) -> None:
        vars(self).update(fields)


@pytest.mark.parametrize("page", [Page(status_code=503, data="busy", headers={}), Page(status=502, headers={}), Page(status_code=200, data={}),
                                  SimpleNamespace(status_code=200, data=b"")], ids=["words", "raw", "empty", "bytes"])
def test_the_page_of_a_proxy_counts_as_an_answer_that_was_lost(page: Any) -> None:
    from slack_sdk.errors import SlackApiError

    async def answered() -> None:
        raise SlackApiError("a page", page)  # type: ignore[no-untyped-call]

    async def played() -> CoachError:
        with pytest.raises(CoachError) as told:
            await understood(answered)
        return told.value

    assert type(asyncio.run(played())) is AnswerLost
