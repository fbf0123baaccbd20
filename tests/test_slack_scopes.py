"""Slack without one of the scopes that the coach asks for: the process lives on, and it is said which scope lacks and what for."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.chat.slack.scopes import SCOPES
from bot.model.card import Card, Chart, text
from bot.store.store import Store
from tests.chat_scenes import SlackScene
from tests.slack_scene import begun, play

FILE = b"Date,Followers\n2026-03-01,10\n"


def without(store: Store, scope: str, scene: object) -> None:
    """Play a scene in a Slack that granted all scopes but one."""
    play(store, scene, scopes=tuple(each for each in SCOPES if each != scope))  # type: ignore[arg-type]


async def everything(scene: SlackScene, scope: str) -> None:
    """Let Ada do one of everything."""
    if scope != "commands":
        await scene.command("help")
        await scene.slack.command("U1", "C1", "/commit")
        await scene.home.settle()
    await scene.mention("help")
    await scene.dm("ask how do we handle trolls")
    await scene.drop("followers.csv", FILE)
    await scene.slack.open_home("U1", tab="messages")
    await scene.slack.open_home("U1")
    await scene.home.settle()
    home = scene.slack.home("U1")
    assert home is not None
    await scene.slack.press(home, "Import data", user="U1")
    await scene.home.settle()
    await begun(scene)


@pytest.mark.parametrize("scope", SCOPES)
def test_the_process_lives_on_without_a_scope_and_the_log_of_settings_names_it(
        sqlite_store: Store, scope: str, caplog: pytest.LogCaptureFixture) -> None:
    async def scene(scene: SlackScene) -> None:
        await everything(scene, scope)
        assert scene.slack.socket.open_ones
        assert not scene.home.faults
        entries = [each for each in scene.home.desk.records.rows("admin_log", n=50) if each["what"] == "slack scopes"]
        assert [each["detail"] for each in entries] == [f"{scope} is not granted ({SCOPES[scope]})"]
        assert {each.answer.get("needed", scope) for each in scene.slack.refused} <= {scope}

    with caplog.at_level(logging.WARNING, "bot"):
        without(sqlite_store, scope, scene)
    assert f"{scope} is not granted" in caplog.text


def test_a_scope_that_was_added_is_logged_once(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        for scopes in (set(SCOPES) - {"im:history"}, set(SCOPES), set(SCOPES)):
            scene.slack.workspace("T1", scopes=scopes)
            await scene.restart()
        told = [each["detail"][:22] for each in scene.home.desk.records.rows("admin_log", n=50) if each["what"] == "slack scopes"]
        assert sorted(told) == ["all are granted now", "im:history is not gran"]

    play(sqlite_store, scene)


def test_without_leave_to_open_direct_messages_an_answer_still_finds_there(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        await scene.slack.open_home("U1")
        await scene.home.settle()
        await scene.slack.press(scene.slack.home("U1"), "Import data", user="U1")  # type: ignore[arg-type]
        await scene.home.settle()
        assert "file" in scene.told("Ada")[-1].lower()

    without(sqlite_store, "im:write", scene)


def test_without_leave_to_fetch_files_a_dropped_one_is_answered_with_the_scope(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        assert "files:read" in await scene.drop("followers.csv", FILE)

    without(sqlite_store, "files:read", scene)


def test_without_leave_to_post_the_asker_is_told_by_the_reply_address_alone(sqlite_store: Store, caplog: pytest.LogCaptureFixture) -> None:
    async def scene(scene: SlackScene) -> None:
        assert "Say it like this" in await scene.command("help")
        assert not await scene.mention("help")

    with caplog.at_level(logging.WARNING, "bot"):
        without(sqlite_store, "chat:write", scene)
    assert "asker not told platform=slack channel=C1 why=Slack wants the scope chat:write" in caplog.text


def test_without_leave_for_pictures_the_lack_of_one_is_said_beneath_the_card(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        scene.slack.refuse_next("chat.postMessage", "invalid_blocks")
        front = scene.chat.front("bakery")
        assert front is not None
        chart = Chart("Leads a week", ("W1", "W2"), (1.0, 2.0), "one, then two")
        await asyncio.to_thread(front.deliver, "C1", Card(text("Leads"), (chart,)), "o1")
        card, more = scene.slack.posts("C1")
        assert more.thread_ts == card.ts
        assert "The rest of this is missing" in scene.slack.read(more)
        assert "files:write" in scene.slack.read(more)

    without(sqlite_store, "files:write", scene)
