"""Slack when something is wrong: tokens, scopes, channels, files, strangers, limits. Each ends in a sentence, and nothing is done twice."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import Any, Literal

import pytest

from bot.chat.slack.chat import SlackChat
from bot.coach.channels import turn_on
from bot.errors import ConfigError
from bot.model.card import Card, say, text
from bot.model.settings import Channel
from bot.store.store import Store
from tests.chat_scenes import SlackScene, bare, tokens
from tests.chat_world import settings_for, talk
from tests.fakes.slack_state import Channel as Between
from tests.fakes.slack_tiny import MODAL
from tests.slack_scene import begun, play
from tests.world import comment


@pytest.mark.parametrize(("name", "token", "said"), [
    ("SLACK_BOT_TOKEN", "", ""), ("SLACK_BOT_TOKEN", "xoxb-wrong", "invalid_auth"), ("SLACK_BOT_TOKEN", "xapp-1-A1-1-made-up", "holds the app-level token"),
    ("SLACK_APP_TOKEN", "", "is empty"), ("SLACK_APP_TOKEN", "xoxb-1", "holds the bot token"), ("SLACK_APP_TOKEN", "xapp-wrong", "invalid_auth"),
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
        assert "Slack wants a scope (missing_scope)" in await scene.dm("help")

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
        assert "Did you mean: /coach comments" in await scene.command("commets")

    play(sqlite_store, scene)


@pytest.mark.parametrize("line", ["xyzzy", "frobnicate the thing at once", "\"", "--help", "/coach", "schedule set"])
def test_an_unknown_command_gets_a_sentence(sqlite_store: Store, line: str) -> None:
    async def scene(scene: SlackScene) -> None:
        said = await scene.command(line)
        assert said or scene.slack.view_open_for("U1") is not None
        assert "went wrong" not in said

    play(sqlite_store, scene)


@pytest.mark.parametrize(("kind", "payload"), [
    ("events_api", {"type": "event_callback"}), ("events_api", {"type": "event_callback", "event": {}}), ("events_api", {}),
    ("events_api", {"type": "event_callback", "team_id": "T1", "event_id": "E1", "event": {"type": "app_mention", "user": "U1", "text": "x"}}),
    ("events_api", {"type": "event_callback", "team_id": "T1", "event": {"type": "message", "channel_type": "im", "user": "U1"}}),
    ("interactive", {"type": "block_actions", "team": {"id": "T1"}, "user": {"id": "U1"}}), ("interactive", {"type": "unheard_of"}),
    ("interactive", {"type": "view_submission", "team": {"id": "T1"}, "user": {"id": "U1"}, "view": {"callback_id": "form"}}),
    ("slash_commands", {"command": "/coach"}), ("slash_commands", {"command": "/nobodys", "team_id": "T1", "user_id": "U1"}),
])
def test_a_garbled_event_ends_in_a_line_of_the_log_and_the_next_is_answered(
        sqlite_store: Store, caplog: pytest.LogCaptureFixture, kind: Literal["events_api", "slash_commands", "interactive"],
        payload: dict[str, Any]) -> None:
    async def scene(scene: SlackScene) -> None:
        sent = asyncio.create_task(scene.slack.socket.send(kind, payload))
        assert "Say it like this" in await scene.command("help")
        assert scene.home.faults or caplog.records
        scene.home.faults.clear()
        sent.cancel()

    with caplog.at_level(logging.WARNING, "bot"):
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


def test_a_form_of_another_version_says_in_its_place_that_nothing_was_changed(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        client = scene.chat.client(scene.slack.token())
        await client.views_open(trigger_id=scene.slack.new_trigger("U1"), view={**MODAL, "callback_id": "of-old"})
        await scene.slack.submit(scene.slack.view_open_for("U1"), {"why": "for old times' sake"})
        assert "another version" in scene.slack.read(scene.slack.view_open_for("U1"))

    play(sqlite_store, scene)


def test_a_shortcut_of_another_version_says_so(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        receipt = await scene.slack.say("U1", "C1", "we should answer sooner")
        await scene.slack.shortcut("U1", "of_old", receipt.message)
        await scene.home.settle()
        assert "another version" in scene.slack.read(scene.slack.ephemeral("C1", "U1")[-1])

    play(sqlite_store, scene, shortcuts=frozenset({"of_old"}))


@pytest.mark.parametrize("subtype", ["message_changed", "huddle_thread", "channel_topic", "pinned_item", "bot_message"])
def test_what_nobody_wrote_to_be_read_is_not_answered(sqlite_store: Store, subtype: str) -> None:
    async def scene(scene: SlackScene) -> None:
        dm = scene.slack.state.dm("U1").id
        event = {"type": "message", "subtype": subtype, "channel_type": "im", "channel": dm, "user": "U1", "text": "help", "ts": "1.1"}
        await scene.slack.socket.send("events_api", {"type": "event_callback", "team_id": "T1", "event_id": "E1", "event": event})
        await scene.home.settle()
        assert not scene.told("Ada")

    play(sqlite_store, scene)


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


def test_a_command_in_a_conversation_of_two_colleagues_is_answered_to_the_asker_there(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        scene.slack.state.channels["DOTHERS"] = Between("DOTHERS", scene.slack.state.users["U1"].team, "", "im", {"U1", "U2"}, user="U2")
        await scene.slack.command("U1", "DOTHERS", "/coach", "help")
        await scene.slack.seen(lambda: scene.slack.ephemeral("DOTHERS", "U1"))
        assert "Say it like this" in bare(scene.slack.read(scene.slack.ephemeral("DOTHERS", "U1")[-1]))

    play(sqlite_store, scene)
