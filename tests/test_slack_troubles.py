"""Slack when something is wrong: tokens, scopes, channels, files, strangers, limits. Each ends in a sentence, and nothing is done twice."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from bot.chat.slack import place as places
from bot.chat.slack.chat import SlackChat
from bot.coach.channels import turn_on
from bot.errors import ConfigError
from bot.model.card import Card, say, text
from bot.model.command import Command, Reply
from bot.model.settings import Channel
from bot.store.store import Store
from tests.chat_scenes import SlackScene, bare, in_slack, tokens
from tests.chat_world import settings_for, talk
from tests.world import comment, post, reading

def play(store: Store, scene: Callable[[SlackScene], Awaitable[None]], **given: Any) -> None:
    """Play a scene in a fake Slack."""

    async def played() -> None:
        async with in_slack(store, **given) as stage:
            await scene(stage)

    asyncio.run(played())


async def begun(scene: SlackScene) -> None:
    """Let a nudge stand in the channel."""
    scene.home.world.tell(post(), reading(reach=500), comment(), comment("c2", "do you deliver?"))
    await asyncio.to_thread(turn_on, scene.home.desk, scene.channel)
    await scene.home.round()
    scene.forward(days=1)
    await scene.home.round()
    await scene.home.settle()


@pytest.mark.parametrize(("name", "token", "said"), [
    ("SLACK_BOT_TOKEN", "", ""), ("SLACK_BOT_TOKEN", "xoxb-wrong", "invalid_auth"), ("SLACK_BOT_TOKEN", "xapp-1-A1-1-made-up", "begins with xoxb-"),
    ("SLACK_APP_TOKEN", "", "is empty"), ("SLACK_APP_TOKEN", "xoxb-1", "begins with xapp-"), ("SLACK_APP_TOKEN", "xapp-wrong", "invalid_auth"),
])
def test_a_wrong_or_swapped_token_is_told_at_the_start_by_its_name(sqlite_store: Store, name: str, token: str, said: str) -> None:
    async def scene(scene: SlackScene) -> None:
        chat = SlackChat(scene.home.house, talk(), scene.home.bridge, {**tokens(scene.slack), name: token}, scene.home.clock)
        try:
            if said:
                with pytest.raises(ConfigError, match=said) as told:
                    await chat.start()
                assert name in str(told.value)
        finally:
            await chat.close()

    play(sqlite_store, scene)


def test_a_revoked_token_is_told_at_the_start(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        scene.slack.revoke()
        chat = SlackChat(scene.home.house, talk(), scene.home.bridge, tokens(scene.slack), scene.home.clock)
        with pytest.raises(ConfigError, match="token_revoked"):
            await chat.start()
        await chat.close()

    play(sqlite_store, scene)


def test_a_scope_that_lacks_is_named(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        scene.slack.refuse_next("chat.postMessage", "missing_scope")
        assert "wants the scope" in await scene.dm("help")

    play(sqlite_store, scene)


@pytest.mark.parametrize("away", ["removed", "archived"])
def test_a_channel_without_the_coach_is_switched_off_and_told_elsewhere_once(store: Store, away: str) -> None:
    settings = settings_for(Channel("slack", "C1"), Channel("slack", "C2"))

    async def scene(scene: SlackScene) -> None:
        scene.slack.channel("C2", members=["U1"])
        await asyncio.to_thread(turn_on, scene.home.desk, "C2")
        await begun(scene)
        before = len(scene.slack.posts("C2"))
        if away == "removed":
            await scene.slack.leave(scene.slack.bot(), "C1")
        else:
            await scene.slack.archive("U1", "C1")
        for _ in range(6):
            scene.forward(days=1)
            scene.home.world.tell(comment(f"c{scene.home.clock.moment.day}", "what does it cost?"))
            await scene.home.round()
            await scene.home.settle()
        told = [each for each in map(scene.slack.read, scene.slack.posts("C2")[before:]) if "Check the channel C1" in each]
        assert len(told) == 1
        rows = {row["channel"]: row["switched_off_at"] for row in scene.home.desk.records.rows("channels")}
        assert rows["C1"]
        assert not rows["C2"]

    play(store, scene, settings=settings)


def test_an_edit_in_an_archived_channel_counts_as_gone_and_a_deleted_message_needs_none(sqlite_store: Store) -> None:
    from bot.errors import ChannelGone

    async def scene(scene: SlackScene) -> None:
        front = scene.chat.front("bakery")
        assert front is not None
        card = Card(text("Done"))
        ts = await asyncio.to_thread(front.deliver, "C1", card, "o1")
        scene.slack.messages("C1")[-1].is_deleted = True
        await asyncio.to_thread(front.edit, "C1", "1.1", card)
        scene.slack.messages("C1", by_app=None)
        scene.slack.place("C1").messages[-1].is_deleted = False
        scene.slack.place("C1").is_archived = True
        with pytest.raises(ChannelGone, match="is_inactive"):
            await asyncio.to_thread(front.edit, "C1", ts, card)

    play(sqlite_store, scene)


def test_a_card_of_ten_thousand_letters_can_be_changed(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        front = scene.chat.front("bakery")
        assert front is not None
        long = Card(text("Long"), tuple(say("{words}", words="word " * 250) for _ in range(7)))
        ts = await asyncio.to_thread(front.deliver, "C1", long, "o1")
        await asyncio.to_thread(front.edit, "C1", ts, long)
        assert not scene.slack.refused
        assert scene.slack.messages("C1")[0].edits == 1

    play(sqlite_store, scene)


def test_a_half_typed_command_gets_the_nearest_right_one(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        assert "Did you mean: comments" in await scene.command("commets")

    play(sqlite_store, scene)


def test_a_card_that_is_done_says_so_when_it_is_pressed_again(store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        await scene.command("commit reply to all by Friday 15:00")
        shown = scene.slack.ephemeral("C1", "U1")[-1]
        for _ in range(2):
            await scene.slack.press(shown, "Done", user="U1")
            await scene.home.settle()
        first, second = [scene.slack.read(each) for each in scene.slack.ephemeral("C1", "U1")[1:]]
        assert "Done: reply to all" in bare(first)
        assert second

    play(store, scene)


@pytest.mark.parametrize("key", ["gone-action:1:x", "coach", ""])
def test_a_button_of_another_version_changes_nothing_and_says_so(sqlite_store: Store, key: str) -> None:
    async def scene(scene: SlackScene) -> None:
        await scene.command("commit reply to all by Friday 15:00")
        shown = scene.slack.ephemeral("C1", "U1")[-1]
        for block in shown.blocks:
            for each in block.get("elements", ()) if block["type"] == "actions" else ():
                each["value"] = key or "other"
                each["action_id"] = each["action_id"] if key else "somebody-elses"
        await scene.slack.press(shown, "Done", user="U1")
        await scene.home.settle()
        told = [scene.slack.read(each) for each in scene.slack.ephemeral("C1", "U1")[1:]]
        assert len(told) == (1 if key else 0)
        assert all("another version" in each for each in told)

    play(sqlite_store, scene)


def test_a_form_filled_in_after_a_restart_is_taken(store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        await scene.slack.command("U1", "C1", "/commit")
        await scene.home.settle()
        await scene.restart()
        view = scene.slack.view_open_for("U1")
        assert view is not None
        words = next(block["block_id"] for block in view.blocks if block["type"] == "input")
        await scene.slack.submit(view, {words: "reply to all by Friday 15:00"})
        await scene.home.settle()
        assert "reply to all" in scene.slack.read(scene.slack.ephemeral("C1", "U1")[-1])

    play(store, scene)


def test_a_wrong_value_is_told_beside_its_field(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        await scene.slack.command("U1", "C1", "/commit")
        await scene.home.settle()
        view = scene.slack.view_open_for("U1")
        assert view is not None
        words = next(block["block_id"] for block in view.blocks if block["type"] == "input")
        await scene.slack.submit(view, {words: "   "})
        assert list(view.errors) == [words]
        assert scene.slack.view_open_for("U1") is view

    play(sqlite_store, scene)


def test_a_form_whose_three_seconds_are_over_asks_to_press_again(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        scene.slack.refuse_next("views.open", "expired_trigger_id")
        await scene.slack.command("U1", "C1", "/commit")
        await scene.home.settle()
        assert "press again" in scene.slack.read(scene.slack.ephemeral("C1", "U1")[-1])

    play(sqlite_store, scene)


@pytest.mark.parametrize(("name", "data", "said"), [
    ("big.csv", b"a" * 10_000_001, "larger than"), ("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00", "picture.png"), ("empty.csv", b"", "empty.csv"),
])
def test_a_file_that_cannot_be_read_is_told_by_its_name(sqlite_store: Store, name: str, data: bytes, said: str) -> None:
    async def scene(scene: SlackScene) -> None:
        words = await scene.drop(name, data)
        assert said in words
        assert name in words

    play(sqlite_store, scene)


@pytest.mark.parametrize("address", ["https://files.example/secret.csv", "http://evil.slack.com.example/x", "ftp://127.0.0.1/x", ""])
def test_the_token_is_sent_to_no_other_host_for_a_file(sqlite_store: Store, address: str) -> None:
    from bot.chat.slack.files import fetched
    from bot.errors import IntakeError

    async def scene(scene: SlackScene) -> None:
        client = scene.chat.client("xoxb-1")
        with pytest.raises(IntakeError, match="does not lie in Slack"):
            await fetched(client, {"name": "x.csv", "size": 1, "url_private_download": address}, scene.home.desk.settings.imports)

    play(sqlite_store, scene)


@pytest.mark.parametrize("allowed", [False, True])
def test_in_a_shared_channel_a_mention_is_answered_to_the_asker_alone(sqlite_store: Store, allowed: bool) -> None:
    settings = settings_for(Channel("slack", "C1"))
    settings = replace(settings, slack=replace(settings.slack, answers_outsiders=allowed))

    async def scene(scene: SlackScene) -> None:
        scene.slack.place("C1").is_shared = True
        said = await scene.mention("help")
        alone = [scene.slack.read(each) for each in scene.slack.ephemeral("C1", "U1")]
        assert bool(said) is allowed
        assert ["Other companies read along" in each for each in alone] == ([] if allowed else [True])

    play(sqlite_store, scene, settings=settings)


def test_an_outsider_who_presses_changes_nothing(store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        await begun(scene)
        scene.slack.user("U9", "Eve", team="T9")
        scene.slack.place("C1").members.add("U9")
        scene.slack.place("C1").is_shared = True
        await scene.slack.press(scene.slack.posts("C1")[0], "I'll take these", user="U9")
        await scene.home.settle()
        assert "belongs to another company" in scene.slack.read(scene.slack.ephemeral("C1", "U9")[-1])
        assert "Taken" not in scene.said()[0]

    play(store, scene)


def test_a_workspace_of_nobodys_is_told_so_and_sees_nothing(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        scene.home.house._workspaces.clear()
        settings = scene.home.house.settings
        assert settings.channels
        scene.slack.channel("C7", members=["U1"])
        await scene.slack.command("U1", "C7", "/coach", "today")
        await scene.home.settle()
        assert "belongs to no team of mine" in scene.slack.read(scene.slack.ephemeral("C7", "U1")[-1])

    play(sqlite_store, scene)


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


def with_command(scene: SlackScene, run: Callable[..., Reply]) -> None:
    """Let `today` do something else."""
    turns = scene.chat._listening.turns
    object.__setattr__(turns.talk, "commands", {**turns.talk.commands, "today": Command(run, name="today", help="Waits.")})


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
        assert "Answer 2 comments" in bare(scene.said()[1])

    play(store, scene)
