"""Slack that is slow, full, away or lossy: everything is acknowledged first, answered once, and posted once."""

from __future__ import annotations

import asyncio
import threading
from types import SimpleNamespace

import pytest

from bot.chat.slack import place as places
from bot.model.card import Card, text
from bot.model.command import Reply
from bot.store.store import Store
from tests.chat_scenes import SlackScene, bare
from tests.slack_scene import begun, play, with_command


@pytest.mark.parametrize("gone", ["used up", "too old"])
def test_an_answer_finds_another_way_where_the_reply_address_is_gone(sqlite_store: Store, gone: str) -> None:
    async def scene(scene: SlackScene) -> None:
        fake = scene.slack
        hook = fake.new_hook("C1", "U1")
        key = hook.rpartition("/")[2]
        fake.hooks[key].uses = 5 if gone == "used up" else 0
        fake.hooks[key].born -= 0 if gone == "used up" else 1801
        from bot.chat.slack.answers import answer

        client = scene.chat.client(fake.token())
        await answer(client, places.Place("T1", "C1", "U1", reply_url=hook), Card(text("Here it is")))
        assert "Here it is" in fake.read(fake.ephemeral("C1", "U1")[-1])

    play(sqlite_store, scene)


def test_an_event_that_comes_again_is_answered_once_even_after_a_restart(store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        receipt = await scene.slack.mention("U1", "C1", "help")
        await scene.home.settle()
        await scene.slack.redeliver(receipt)
        await scene.home.settle()
        await scene.restart()
        scene.forward(minutes=6)
        await scene.slack.redeliver(receipt)
        await scene.home.settle()
        assert len([each for each in scene.said() if "Say it like this" in each]) == 1

    play(store, scene)


def test_the_acknowledgement_comes_first_however_slow_the_core_is(sqlite_store: Store) -> None:
    go_on, is_at_work = threading.Event(), threading.Event()

    def slow(*_: object, **__: object) -> Reply:
        is_at_work.set()
        go_on.wait(10)
        return Reply(Card(text("At last")))

    async def scene(scene: SlackScene) -> None:
        with_command(scene, slow)
        for _ in range(20):  # more than the core has threads
            await scene.slack.command("U1", "C1", "/coach", "today")
        await scene.slack.mention("U1", "C1", "today")
        assert await asyncio.to_thread(is_at_work.wait, 5)
        assert not scene.slack.failures
        assert not scene.slack.ephemeral("C1", "U1")
        go_on.set()
        await scene.home.settle()
        assert len(scene.slack.ephemeral("C1", "U1")) == 20

    play(sqlite_store, scene)


def test_an_answer_waits_as_long_as_slack_asks(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    waited = []

    async def scene(scene: SlackScene) -> None:
        scene.slack.refuse_next("chat.postMessage", "ratelimited", status=429, retry_after_s=7)

        async def sleep(seconds: float) -> None:
            waited.append(int(seconds))

        monkeypatch.setattr("slack_sdk.http_retry.builtin_async_handlers.asyncio", SimpleNamespace(sleep=sleep))
        try:
            await scene.slack.direct_message("U1", "help")
            await scene.slack.seen(lambda: scene.told("Ada"))
        finally:
            monkeypatch.undo()
        assert 7 in waited
        assert len(scene.told("Ada")) == 1

    play(sqlite_store, scene)


def test_the_outbox_hands_a_rate_limited_post_back_for_as_long_as_slack_asks(sqlite_store: Store) -> None:
    from bot.errors import TryLater

    async def scene(scene: SlackScene) -> None:
        scene.slack.refuse_next("chat.postMessage", "ratelimited", status=429, retry_after_s=9)
        front = scene.chat.front("bakery")
        assert front is not None
        with pytest.raises(TryLater) as told:
            await asyncio.to_thread(front.deliver, "C1", Card(text("Now")), "o1")
        assert told.value.retry_after_s == 9
        assert not scene.said()

    play(sqlite_store, scene)


def test_a_disconnect_that_slack_announces_loses_nothing(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        await scene.slack.socket.farewell("refresh_requested", timeout_s=10)
        assert "Say it like this" in await scene.command("help")

    play(sqlite_store, scene)


def test_a_lost_answer_is_found_by_its_metadata_where_history_may_be_read(store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        scene.slack.lose_next_answer("chat.postMessage")
        await begun(scene)
        assert len(scene.said()) == 1
        scene.forward(minutes=3)
        await scene.home.round()
        await scene.home.settle()
        assert len(scene.said()) == 1
        assert "Yours" in bare(await scene.press("I'll take these", by="Ben", in_channel=True))
        assert "Taken by Ben" in bare(scene.said()[0])

    play(store, scene, optional=("channels:history", "groups:history"))


def test_without_history_a_lost_answer_counts_as_sent_and_is_never_posted_again(store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        scene.slack.lose_next_answer("chat.postMessage")
        await begun(scene)
        for _ in range(5):
            scene.forward(minutes=3)
            await scene.home.round()
            await scene.home.settle()
        assert len(scene.said()) == 1
        scene.forward(days=1)
        await scene.home.round()
        await scene.home.settle()
        assert len(scene.said()) == 2
        assert "answer 2 comments" in bare(scene.said()[1])

    play(store, scene)
