"""The fake Slack is as strict as Slack: it refuses what Slack refuses, with Slack's word for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler

from tests.fakes.slack_methods import METHODS
from tests.fakes.slack_oracle import HAS_SCHEMAS
from tests.fakes.slack_server import HANDLERS, FakeSlack
from tests.fakes.slack_state import Json
from tests.fakes.slack_tiny import BUTTON, EVERYTHING, HOME, MODAL, Stage, actions, run, section, stage
from tests.fakes.slack_words import read

pytestmark = pytest.mark.filterwarnings("ignore:The top-level `text` argument is missing", "ignore:Additionally, the attachment",
                                        "ignore:BasicAuth is deprecated")
Attempt = Callable[[Stage], Awaitable[Any]]


def test_every_method_of_the_table_can_be_called_and_no_other() -> None:
    assert set(METHODS) == set(HANDLERS)


@pytest.mark.parametrize(("error", "attempt"), [
    ("not_authed", lambda s: s.client_with(None).auth_test()),
    ("invalid_auth", lambda s: s.client_with("xoxb-guessed").auth_test()),
    ("unknown_method", lambda s: s.client.api_call("chat.shout")),
    ("not_allowed_token_type", lambda s: s.client.apps_connections_open(app_token=s.slack.token())),
    ("not_allowed_token_type", lambda s: s.client_with(s.slack.app_token).auth_test()),
    ("invalid_auth", lambda s: s.client.apps_connections_open(app_token="xapp-guessed")),
    ("invalid_arguments", lambda s: s.client.api_call("chat.postMessage", json={"text": "hi"})),
    ("invalid_arguments", lambda s: s.client.chat_postMessage(channel="C1", text="hi", colour="red")),
    ("invalid_arguments", lambda s: s.client.api_call("users.info", json={"user": "U1"})),
    ("channel_not_found", lambda s: s.client.chat_postMessage(channel="C404", text="hi")),
    ("channel_not_found", lambda s: s.client.chat_postMessage(channel="G1", text="hi")),
    ("channel_not_found", lambda s: s.client.chat_update(channel="U1", ts="1.1", text="hi")),
    ("not_in_channel", lambda s: s.client.chat_postMessage(channel="C2", text="hi")),
    ("is_archived", lambda s: s.client.chat_postMessage(channel="C3", text="hi")),
    ("no_text", lambda s: s.client.chat_postMessage(channel="C1", text="")),
    ("msg_too_long", lambda s: s.client.chat_postMessage(channel="C1", text="x" * 40_001)),
    ("msg_too_long", lambda s: s.client.chat_postMessage(channel="C1", markdown_text="x" * 12_001)),
    ("markdown_text_conflict", lambda s: s.client.chat_postMessage(channel="C1", text="a", markdown_text="b")),
    ("thread_not_found", lambda s: s.client.chat_postMessage(channel="C1", text="hi", thread_ts="1.000001")),
    ("invalid_metadata_schema", lambda s: s.client.chat_postMessage(channel="C1", text="hi", metadata={"id": 1})),
    ("too_many_attachments", lambda s: s.client.chat_postMessage(channel="C1", text="hi", attachments=[{"text": "a", "fallback": "a"}] * 101)),
    ("user_not_in_channel", lambda s: s.client.chat_postEphemeral(channel="C1", user="U3", text="hi")),
    ("invalid_attachments", lambda s: s.client.chat_postEphemeral(
        channel="C1", user="U1", text="hi", attachments=[{"fallback": "a", "blocks": [section("a")]}])),
    ("message_not_found", lambda s: s.client.chat_update(channel="C1", ts="1.1", text="hi")),
    ("cant_update_message", lambda s: s.client.chat_update(channel="C1", ts=s.slack.messages("C1")[0].ts, text="hi")),
    ("cant_delete_message", lambda s: s.client.chat_delete(channel="C1", ts=s.slack.messages("C1")[0].ts)),
    ("message_not_found", lambda s: s.client.chat_getPermalink(channel="C1", message_ts="1.1")),
    ("user_not_found", lambda s: s.client.users_info(user="U404")),
    ("user_not_visible", lambda s: s.client.users_info(user="U8")),
    ("user_not_found", lambda s: s.client.conversations_open(users="U404")),
    ("user_disabled", lambda s: s.client.conversations_open(users="U3")),
    ("cannot_dm_bot", lambda s: s.client.conversations_open(users=s.slack.bot())),
    ("users_list_not_supplied", lambda s: s.client.api_call("conversations.open", json={})),
    ("thread_not_found", lambda s: s.client.conversations_replies(channel="C1", ts="1.1")),
    ("not_in_channel", lambda s: s.client.conversations_history(channel="C2")),
    ("invalid_thread_ts", lambda s: s.client.assistant_threads_setStatus(channel_id="C1", thread_ts="1.1", status="thinks")),
    ("invalid_arguments", lambda s: s.client.assistant_threads_setSuggestedPrompts(
        channel_id="DU1", prompts=[{"title": "a", "message": "a"}] * 5)),
    ("file_not_found", lambda s: s.client.files_completeUploadExternal(files=[{"id": "F404"}])),
    ("file_not_found", lambda s: s.client.files_info(file="F404")),
    ("alt_txt_too_large", lambda s: s.client.files_getUploadURLExternal(filename="a.png", length=3, alt_txt="x" * 1001)),
    ("missing_argument", lambda s: s.client.files_getUploadURLExternal(filename="a.png", length=0)),
    ("not_in_channel", lambda s: s.client.files_upload_v2(content=b"a", filename="a.txt", channel="C2")),
    ("invalid_trigger_id", lambda s: s.client.views_open(trigger_id="guessed", view=MODAL)),
    ("not_found", lambda s: s.client.views_update(view_id="V404", view=MODAL)),
    ("invalid_arguments", lambda s: s.client.views_publish(user_id="U404", view=HOME)),
    ("hash_conflict", lambda s: s.client.views_publish(user_id="U1", view=HOME, hash="old")),
    ("invalid_client_id", lambda s: s.client.oauth_v2_access(client_id="2.2", client_secret="x", code="c")),
    ("bad_client_secret", lambda s: s.client.oauth_v2_access(client_id=s.slack.client_id, client_secret="x", code="c")),
    ("invalid_code", lambda s: s.client.oauth_v2_access(client_id=s.slack.client_id, client_secret=s.slack.client_secret, code="c")),
    ("bad_redirect_uri", lambda s: s.client.oauth_v2_access(
        client_id=s.slack.client_id, client_secret=s.slack.client_secret, redirect_uri="https://b.example",
        code=s.slack.new_code(redirect_uri="https://a.example"))),
])
def test_what_slack_refuses_is_refused_with_slacks_word(error: str, attempt: Attempt) -> None:
    async def attempted() -> None:
        async with stage(events=()) as found:
            slack = found.slack
            slack.channel("C2", members=["U1"], has_bot=False)
            slack.channel("C3", members=["U1"], archived=True)
            slack.channel("G1", members=["U1"], private=True, has_bot=False)
            slack.user("U3", is_deleted=True)
            slack.user("U8", team="T8")
            slack.place("U1")
            await slack.say("U1", "C1", "good morning")
            with pytest.raises(SlackApiError) as raised:
                await attempt(found)
            assert raised.value.response["error"] == error
            assert [each.error for each in slack.refused] == [error]
            assert len(slack.messages("C1")) == 1

    run(attempted())


CHART: Json = {"type": "data_visualization", "title": "Leads", "chart": {
    "type": "line", "series": [{"name": "Leads", "data": [{"label": "W1", "value": 1}]}],
    "axis_config": {"categories": ["W1"]}}}


@pytest.mark.parametrize("blocks", [
    [section("x")] * 51, [section("x" * 3001)], [section("")], [{"type": "banner"}], ["words"],
    [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}],
    [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
    [section("a", block_id="b"), section("a", block_id="b")], [section("a", block_id="x" * 256)],
    [actions(BUTTON), actions(BUTTON)], [actions({**BUTTON, "text": {"type": "plain_text", "text": "x" * 76}})],
    [actions({**BUTTON, "value": "x" * 2001})], [actions({**BUTTON, "action_id": "x" * 256})], [actions({**BUTTON, "style": "loud"})],
    [actions(*({**BUTTON, "action_id": str(n)} for n in range(26)))], [actions()],
    [{"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}] * 11}],
    [{"type": "section", "fields": [{"type": "mrkdwn", "text": "x"}] * 11}],
    [{"type": "markdown", "text": "x" * 7000}, {"type": "markdown", "text": "x" * 6000}],
    [CHART, {**CHART, "title": "b"}, {**CHART, "title": "c"}], [{**CHART, "title": "x" * 51}],
    [{**CHART, "chart": {**CHART["chart"], "type": "radar"}}],
    [{**CHART, "chart": {**CHART["chart"], "axis_config": {"categories": ["W2"]}}}],
    [{**CHART, "chart": {"type": "pie", "segments": [{"label": "a", "value": 1}] * 7}}],
    [{"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]}] * 2,
], ids=lambda blocks: str(blocks)[:60])
@pytest.mark.parametrize("has_schemas", [HAS_SCHEMAS, False], ids=["with what is here", "without schemas"])
def test_blocks_that_slack_does_not_take_are_refused(blocks: list[Json], has_schemas: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fakes.slack_oracle.HAS_SCHEMAS", has_schemas)

    async def posted() -> None:
        async with stage() as found:
            with pytest.raises(SlackApiError) as raised:
                await found.client.chat_postMessage(channel="C1", text="words", blocks=blocks)
            assert raised.value.response["error"] == "invalid_blocks"
            assert raised.value.response["response_metadata"]["messages"]

    run(posted())


def test_the_checks_in_force_are_named() -> None:
    assert FakeSlack.checks[:2] == ("own rules", "slack_sdk's validators")
    assert ("Slack's published schemas" in FakeSlack.checks) is HAS_SCHEMAS


@pytest.mark.skipif(not HAS_SCHEMAS, reason="Slack's published schemas are not here")
def test_a_field_that_only_the_published_schema_knows_to_be_wrong_is_refused() -> None:
    async def posted() -> None:
        async with stage() as found:
            with pytest.raises(SlackApiError, match="invalid_blocks"):
                await found.client.chat_postMessage(channel="C1", text="words", blocks=[section("a", colour="red")])

    run(posted())


def test_many_letters_in_blocks_are_too_many_together() -> None:
    async def posted() -> None:
        async with stage() as found:
            with pytest.raises(SlackApiError, match="msg_blocks_too_long"):
                await found.client.chat_postMessage(channel="C1", text="words", blocks=[section("x" * 2900)] * 5)
            await found.client.chat_postMessage(channel="C1", text="words", blocks=[section("x" * 2900)] * 4)

    run(posted())


@pytest.mark.parametrize("block", [CHART, {"type": "alert", "text": {"type": "plain_text", "text": "Careful"}, "level": "warning"},
                                   {"type": "container", "title": {"type": "plain_text", "text": "More"}, "child_blocks": [section("a")]},
                                   {"type": "card", "title": {"type": "mrkdwn", "text": "A card"}, "actions": [BUTTON]}],
                         ids=lambda block: block["type"])
def test_blocks_younger_than_the_librarys_classes_are_taken_and_read(block: Json) -> None:
    async def posted() -> None:
        async with stage() as found:
            await found.client.chat_postMessage(channel="C1", text="words", blocks=[block])
            assert read(found.slack.posts("C1")[0])

    run(posted())


@pytest.mark.parametrize(("change", "word"), [
    ({"title": {"type": "plain_text", "text": "x" * 25}}, "title"), ({"title": {"type": "mrkdwn", "text": "x"}}, "title"),
    ({"submit": {"type": "plain_text", "text": "x" * 25}}, "submit"), ({"private_metadata": "x" * 3001}, "private_metadata"),
    ({"callback_id": "x" * 256}, "callback_id"), ({"blocks": [section("a")] * 101}, "101 blocks"), ({"colour": "red"}, "colour"),
    ({"type": "home"}, "must be modal"), ({"blocks": [section("x" * 3001)]}, "3001"),
])
def test_views_that_slack_does_not_take_are_refused_and_leave_the_trigger_unused(change: Json, word: str) -> None:
    async def opened() -> None:
        async with stage() as found:
            trigger = found.slack.new_trigger("U1")
            with pytest.raises(SlackApiError) as raised:
                await found.client.views_open(trigger_id=trigger, view={**MODAL, **change})
            assert raised.value.response["error"] == "invalid_arguments"
            assert word in str(raised.value.response["response_metadata"]["messages"])
            await found.client.views_open(trigger_id=trigger, view=MODAL)

    run(opened())


def test_an_input_needs_a_button_to_send_it() -> None:
    async def opened() -> None:
        async with stage() as found:
            with pytest.raises(SlackApiError, match="submit is required"):
                await found.client.views_open(trigger_id=found.slack.new_trigger("U1"), view={k: v for k, v in MODAL.items() if k != "submit"})

    run(opened())


@pytest.mark.parametrize("method", [name for name, method in METHODS.items() if method.scopes and method.token == "bot"])
def test_a_method_without_its_scope_is_refused_by_name(method: str) -> None:
    async def called() -> None:
        scopes = EVERYTHING - set(METHODS[method].scopes)
        async with stage(scopes=scopes) as found:
            with pytest.raises(SlackApiError) as raised:
                await found.client.api_call(method, params=dict.fromkeys(METHODS[method].required, "C1"))
            assert raised.value.response["error"] == "missing_scope"
            assert raised.value.response["needed"] == METHODS[method].scopes[0]
            assert raised.value.response["provided"] == ",".join(sorted(scopes))

    run(called())


@pytest.mark.parametrize(("method", "channel", "needed"), [
    ("conversations.info", "C1", "channels:read"), ("conversations.info", "G1", "groups:read"), ("conversations.info", "DU1", "im:read"),
    ("conversations.history", "C1", "channels:history"), ("conversations.history", "DU1", "im:history"),
    ("conversations.members", "G1", "groups:read"), ("conversations.replies", "G1", "groups:history"),
])
def test_the_scope_needed_hangs_on_the_kind_of_conversation(method: str, channel: str, needed: str) -> None:
    async def called() -> None:
        async with stage(scopes=EVERYTHING - {needed}) as found:
            found.slack.channel("G1", members=["U1"], private=True)
            found.slack.place("U1")
            with pytest.raises(SlackApiError) as raised:
                await found.client.api_call(method, params={"channel": channel, "ts": "1.1"} if "replies" in method else {"channel": channel})
            assert raised.value.response["needed"] == needed

    run(called())


@pytest.mark.parametrize(("body", "headers", "error"), [
    (b"{", {"Content-Type": "application/json"}, "invalid_json"), (b"[]", {"Content-Type": "application/json"}, "json_not_object"),
    (b"<a/>", {"Content-Type": "application/xml"}, "invalid_post_type"),
    (b"channel=C1", {"Content-Type": "application/x-www-form-urlencoded; charset=koi8-r"}, "invalid_charset"),
    (b"channel=C1&text=a&blocks=x", {"Content-Type": "application/x-www-form-urlencoded"}, "invalid_blocks_format"),
])
def test_bodies_that_slack_cannot_read_are_refused(body: bytes, headers: dict[str, str], error: str) -> None:
    async def posted() -> None:
        async with stage() as found, aiohttp.ClientSession() as session:
            own = {"Authorization": f"Bearer {found.slack.token()}", **headers}
            async with session.post(f"{found.slack.api_url}chat.postMessage", data=body, headers=own) as answer:
                assert (await answer.json())["error"] == error
            async with session.get(f"{found.slack.api_url}auth.test?token={found.slack.token()}") as answer:
                assert (await answer.json())["error"] == "invalid_auth"

    run(posted())


def test_a_revoked_token_and_a_removed_app_are_told_apart_from_a_wrong_one() -> None:
    async def called() -> None:
        async with stage() as found:
            old = found.client
            found.slack.workspace().is_installed = False
            with pytest.raises(SlackApiError, match="account_inactive"):
                await old.auth_test()
            found.slack.revoke()
            with pytest.raises(SlackApiError, match="token_revoked"):
                await old.auth_test()
            assert (await found.client_with(found.slack.installed("T1").token).auth_test())["ok"]

    run(called())


def test_the_answer_says_which_scopes_were_granted() -> None:
    async def called() -> None:
        async with stage(scopes={"chat:write", "commands"}) as found:
            answer = await found.client.auth_test()
            assert answer.headers["x-oauth-scopes"] == "chat:write,commands"
            assert answer["user_id"] == found.slack.bot()

    run(called())


def test_one_message_a_second_and_a_short_burst() -> None:
    async def posted() -> None:
        async with stage(burst=2) as found:
            for n in range(2):
                await found.client.chat_postMessage(channel="C1", text=str(n))
            with pytest.raises(SlackApiError) as raised:
                await found.client.chat_postMessage(channel="C1", text="2")
            assert raised.value.response.status_code == 429
            assert raised.value.response["error"] == "ratelimited"
            assert raised.value.response.headers["Retry-After"] == "1"
            await found.client.chat_postMessage(channel="U1", text="another channel")
            found.slack.clock.forward(1)
            await found.client.chat_postMessage(channel="C1", text="2")
            assert [each.text for each in found.slack.posts("C1")] == ["0", "1", "2"]

    run(posted())


def test_who_waits_as_told_in_real_time_is_let_in_too() -> None:
    async def posted() -> None:
        async with stage(burst=1) as found:
            found.slack.limits.retry_after_s = 0
            found.client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=1))
            await found.client.chat_postMessage(channel="C1", text="0")
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("slack_sdk.http_retry.builtin_async_handlers.random.random", lambda: 0.0)
                await found.client.chat_postMessage(channel="C1", text="1")
            assert [each.error for each in found.slack.calls] == [None, "ratelimited", None]

    run(posted())


def test_a_method_may_be_called_as_often_a_minute_as_its_tier_says() -> None:
    async def called() -> None:
        async with stage(is_distributed=True) as found:
            await found.client.conversations_history(channel="C1")
            with pytest.raises(SlackApiError) as raised:
                await found.client.conversations_history(channel="C1")
            assert raised.value.response.headers["Retry-After"] == "60"
            found.slack.clock.forward(60)
            await found.client.conversations_history(channel="C1")

    run(called())
