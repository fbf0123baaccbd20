"""What the fake Slack's methods do when they are called rightly: nothing is lost, and nothing shown to whom it is not for."""

from __future__ import annotations

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.fakes.slack_state import Json
from tests.fakes.slack_tiny import BUTTON, MODAL, actions, run, section, stage
from tests.fakes.slack_words import read

pytestmark = pytest.mark.filterwarnings("ignore:The top-level `text` argument is missing", "ignore:Additionally, the attachment",
                                        "ignore:BasicAuth is deprecated")


def test_metadata_is_kept_and_given_back_to_who_may_read_and_asks() -> None:
    async def posted() -> None:
        kept = {"event_type": "nudge", "event_payload": {"outbox": "7"}}
        async with stage() as found:
            ts = (await found.client.chat_postMessage(channel="C1", text="hi", metadata=kept))["ts"]
            await found.client.chat_update(channel="C1", ts=ts, text="hi again")
            plain, = (await found.client.conversations_history(channel="C1"))["messages"]
            told, = (await found.client.conversations_history(channel="C1", include_all_metadata=True))["messages"]
            assert ("metadata" in plain, told["metadata"]) == (False, kept)
            found.slack.workspace(scopes={"chat:write"})
            with pytest.raises(SlackApiError, match="missing_scope"):
                await found.client.conversations_history(channel="C1", include_all_metadata=True)

    run(posted())


def test_history_comes_newest_first_in_pages_and_leaves_out_what_one_person_alone_sees() -> None:
    async def called() -> None:
        async with stage() as found:
            for n in range(3):
                await found.client.chat_postMessage(channel="C1", text=str(n))
            await found.client.chat_postEphemeral(channel="C1", user="U1", text="only you")
            first = await found.client.conversations_history(channel="C1", limit=2)
            rest = await found.client.conversations_history(channel="C1", limit=2, cursor=first["response_metadata"]["next_cursor"])
            assert [[each["text"] for each in page["messages"]] for page in (first, rest)] == [["2", "1"], ["0"]]
            assert [each.text for each in found.slack.ephemeral("C1", "U1")] == ["only you"]
            assert not found.slack.ephemeral("C1", "U2")

    run(called())


def test_an_update_with_words_alone_takes_the_blocks_away_and_a_longer_one_is_refused() -> None:
    async def updated() -> None:
        async with stage() as found:
            ts = (await found.client.chat_postMessage(channel="C1", text="hi", blocks=[actions(BUTTON)]))["ts"]
            with pytest.raises(SlackApiError, match="msg_too_long"):
                await found.client.chat_update(channel="C1", ts=ts, text="x" * 4001)
            await found.client.chat_update(channel="C1", ts=ts, text="done")
            message, = found.slack.posts("C1")
            assert (read(message), message.buttons, message.edits) == ("done", [], 1)

    run(updated())


def test_a_reply_stands_in_its_thread_and_is_no_thread_itself() -> None:
    async def posted() -> None:
        async with stage() as found:
            root = (await found.client.chat_postMessage(channel="C1", text="root"))["ts"]
            reply = (await found.client.chat_postMessage(channel="C1", text="reply", thread_ts=root))["ts"]
            with pytest.raises(SlackApiError, match="cannot_reply_to_message"):
                await found.client.chat_postMessage(channel="C1", text="again", thread_ts=reply)
            assert [each.text for each in found.slack.posts("C1", thread=root)] == ["root", "reply"]
            got = (await found.client.conversations_replies(channel="C1", ts=root))["messages"]
            assert [each["text"] for each in got] == ["root", "reply"]
            assert root.replace(".", "") in (await found.client.chat_getPermalink(channel="C1", message_ts=root))["permalink"]

    run(posted())


def test_a_stream_is_written_in_pieces_and_ends_once() -> None:
    async def streamed() -> None:
        async with stage() as found:
            root = (await found.client.chat_postMessage(channel="C1", text="root"))["ts"]
            await found.client.assistant_threads_setStatus(channel_id="C1", thread_ts=root, status="is thinking…")
            assert found.slack.status("C1", root) == "is thinking…"
            stream = await found.client.chat_stream(channel="C1", thread_ts=root, recipient_team_id="T1", recipient_user_id="U1", buffer_size=4)
            await stream.append(markdown_text="**Good** ")
            assert found.slack.status("C1", root) is None
            await stream.append(chunks=[{"type": "task_update", "id": "1", "title": "Look it up", "status": "complete"}])
            await stream.append(markdown_text="morning")
            await stream.stop(blocks=[actions(BUTTON)])
            message, = found.slack.streams
            assert (message.stream, read(message)) == ("completed", "**Good** morning\nLook it up: complete\n[Done]")
            with pytest.raises(SlackApiError, match="message_not_in_streaming_state"):
                await found.client.chat_appendStream(channel="C1", ts=message.ts, markdown_text="more")

    run(streamed())


@pytest.mark.parametrize(("error", "change"), [
    ("missing_recipient_team_id", {"recipient_team_id": None}), ("missing_recipient_user_id", {"recipient_user_id": None}),
    ("invalid_arguments", {"thread_ts": None}), ("invalid_chunks", {"chunks": [{"type": "song"}]}),
    ("invalid_chunks", {"chunks": [{"type": "task_update", "id": "1", "title": "a", "status": "lost"}]}),
    ("msg_too_long", {"markdown_text": "x" * 12_001}), ("user_not_found", {"recipient_user_id": "U404"}),
    ("msg_blocks_too_many", {"chunks": [{"type": "blocks", "blocks": [section("a")] * 30}] * 2}),
])
def test_a_stream_that_slack_does_not_take_is_refused(error: str, change: Json) -> None:
    async def started() -> None:
        async with stage() as found:
            root = (await found.client.chat_postMessage(channel="C1", text="root"))["ts"]
            usual = {"channel": "C1", "thread_ts": root, "recipient_team_id": "T1", "recipient_user_id": "U1"}
            with pytest.raises(SlackApiError) as raised:
                await found.client.api_call("chat.startStream", json={k: v for k, v in {**usual, **change}.items() if v is not None})
            assert raised.value.response["error"] == error
            assert not found.slack.streams

    run(started())


def test_a_stream_that_takes_too_long_is_given_up_and_can_still_be_updated() -> None:
    async def streamed() -> None:
        async with stage() as found:
            dm = found.slack.place("U1").id
            root = (await found.client.chat_postMessage(channel="U1", text="root"))["ts"]
            ts = (await found.client.chat_startStream(channel=dm, thread_ts=root, markdown_text="Good"))["ts"]
            with pytest.raises(SlackApiError, match="streaming_state_conflict"):
                await found.client.chat_update(channel=dm, ts=ts, text="Good morning")
            found.slack.clock.forward(301)
            with pytest.raises(SlackApiError, match="message_not_in_streaming_state"):
                await found.client.chat_appendStream(channel=dm, ts=ts, markdown_text=" morning")
            await found.client.chat_update(channel=dm, ts=ts, markdown_text="Good morning")
            assert read(found.slack.dms("U1")[-1]) == "Good morning"

    run(streamed())


def test_a_trigger_serves_once_and_for_three_seconds() -> None:
    async def opened() -> None:
        async with stage() as found:
            once, late = found.slack.new_trigger("U1"), found.slack.new_trigger("U1")
            await found.client.views_open(trigger_id=once, view=MODAL)
            with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
                await found.client.views_open(trigger_id=once, view=MODAL)
            found.slack.clock.forward(3.1)
            with pytest.raises(SlackApiError, match="expired_trigger_id"):
                await found.client.views_open(trigger_id=late, view=MODAL)

    run(opened())


def test_views_are_stacked_three_high_and_updated_by_hash() -> None:
    async def opened() -> None:
        async with stage() as found:
            view = (await found.client.views_open(trigger_id=found.slack.new_trigger("U1"), view=MODAL))["view"]
            for _ in range(2):
                top = found.slack.view_open_for("U1")
                assert top
                await found.client.views_push(trigger_id=found.slack.new_trigger("U1", view=top.id), view=MODAL)
            with pytest.raises(SlackApiError, match="push_limit_reached"):
                await found.client.views_push(trigger_id=found.slack.new_trigger("U1", view=view["id"]), view=MODAL)
            await found.client.views_update(view_id=view["id"], hash=view["hash"], view=MODAL)
            with pytest.raises(SlackApiError, match="hash_conflict"):
                await found.client.views_update(view_id=view["id"], hash=view["hash"], view=MODAL)

    run(opened())


def test_a_response_address_serves_five_times_within_half_an_hour() -> None:
    async def posted() -> None:
        async with stage() as found:
            hook = AsyncWebhookClient(found.slack.new_hook("C1", "U1"))
            for n in range(5):
                assert (await hook.send(text=str(n), response_type="in_channel" if n else "ephemeral")).body == "ok"
            used, unread = await hook.send(text="6"), await AsyncWebhookClient(found.slack.new_hook("C1", "U1")).send(text="")
            late = AsyncWebhookClient(found.slack.new_hook("C1", "U1"))
            found.slack.clock.forward(1801)
            assert (used.status_code, "used_url" in used.body) == (404, True)
            assert "no_text" in unread.body
            assert "expired_url" in (await late.send(text="7")).body
            assert len(found.slack.posts("C1")) == 4
            assert [each.text for each in found.slack.ephemeral("C1", "U1")] == ["0"]

    run(posted())


def test_a_response_replaces_or_takes_away_what_it_answers() -> None:
    async def posted() -> None:
        async with stage() as found:
            await found.client.chat_postEphemeral(channel="C1", user="U1", text="Done?", blocks=[actions(BUTTON)])
            message, = found.slack.ephemeral("C1", "U1")
            hook = AsyncWebhookClient(found.slack.new_hook("C1", "U1", message))
            await hook.send(text="Yes.", replace_original=True)
            assert [read(each) for each in found.slack.ephemeral("C1", "U1")] == ["Yes."]
            await hook.send(delete_original=True)
            assert not found.slack.ephemeral("C1", "U1")

    run(posted())


def test_a_file_goes_up_in_three_steps_and_comes_down_with_the_token_in_the_header() -> None:
    async def uploaded() -> None:
        async with stage() as found, aiohttp.ClientSession() as session:
            await found.client.files_upload_v2(content=b"date,reach\n", filename="posts.csv", channel="C1", initial_comment="Here")
            assert read(found.slack.posts("C1")[0]) == "Here\nfile: posts.csv"
            shared = found.slack.new_file("U1", "own.csv", b"a,b\n", ["C1"])
            url = (await found.client.files_info(file=shared.id))["file"]["url_private_download"]
            async with session.get(url, headers={"Authorization": f"Bearer {found.slack.token()}"}) as answer:
                assert await answer.read() == b"a,b\n"
            for headers in ({}, {"Authorization": "Bearer xoxb-guessed"}):
                async with session.get(url, headers=headers) as answer:
                    assert (answer.status, answer.content_type) == (200, "text/html")

    run(uploaded())


def test_a_file_that_did_not_come_whole_is_refused() -> None:
    async def uploaded() -> None:
        async with stage() as found, aiohttp.ClientSession() as session:
            given = await found.client.files_getUploadURLExternal(filename="a.csv", length=10)
            async with session.post(given["upload_url"], data=b"short"):
                pass
            with pytest.raises(SlackApiError, match="file_update_failed"):
                await found.client.files_completeUploadExternal(files=[{"id": given["file_id"]}], channel_id="C1")

    run(uploaded())


def test_a_code_gives_a_workspace_its_token_once() -> None:
    async def installed() -> None:
        async with stage() as found:
            own = {"client_id": found.slack.client_id, "client_secret": found.slack.client_secret, "code": found.slack.new_code("T2")}
            given = await found.client_with(None).oauth_v2_access(**own)
            assert (given["team"]["id"], given["bot_user_id"]) == ("T2", found.slack.bot("T2"))
            assert (await found.client_with(given["access_token"]).auth_test())["team_id"] == "T2"
            with pytest.raises(SlackApiError, match="invalid_code"):
                await found.client_with(None).oauth_v2_access(**own)

    run(installed())


def test_a_workspace_does_not_see_into_another() -> None:
    async def called() -> None:
        async with stage() as found:
            found.slack.workspace("T2")
            other = found.client_with(found.slack.token("T2"))
            with pytest.raises(SlackApiError, match="channel_not_found"):
                await other.chat_postMessage(channel="C1", text="hi")
            with pytest.raises(SlackApiError, match="user_not_found"):
                await other.conversations_open(users="U1")

    run(called())


def test_a_lost_answer_leaves_the_message_and_a_refusal_leaves_none() -> None:
    async def posted() -> None:
        async with stage() as found:
            found.client.retry_handlers.clear()
            found.slack.lose_next_answer("chat.postMessage")
            with pytest.raises(aiohttp.ClientError):
                await found.client.chat_postMessage(channel="C1", text="kept")
            found.slack.refuse_next("chat.postMessage", "internal_error", status=500)
            with pytest.raises(SlackApiError, match="internal_error"):
                await found.client.chat_postMessage(channel="C1", text="not kept")
            assert [each.text for each in found.slack.posts("C1")] == ["kept"]

    run(posted())


def test_the_librarys_own_retry_of_a_lost_answer_posts_twice() -> None:
    async def posted() -> None:
        async with stage() as found:
            found.slack.lose_next_answer("chat.postMessage")
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("slack_sdk.http_retry.async_handler.asyncio.sleep", _at_once)
                await found.client.chat_postMessage(channel="C1", text="twice")
            assert len(found.slack.posts("C1")) == 2

    run(posted())


async def _at_once(_: float) -> None:
    """Wait for nothing."""


def test_whom_a_message_calls_is_told_from_words_that_only_look_so() -> None:
    async def posted() -> None:
        async with stage() as found:
            rich = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [
                {"type": "user", "user_id": "U2"}, {"type": "broadcast", "range": "here"}, {"type": "text", "text": "<!everyone>"}]}]}
            await found.client.chat_postMessage(channel="C1", text="&lt;!channel&gt; a", blocks=[section("<@U1|ann> <!channel> &lt;!here&gt;"), rich])
            await found.client.chat_postMessage(channel="C1", text="&lt;@U1&gt; @channel")
            assert [found.slack.pings(each) for each in found.slack.posts("C1")] == [["@U1", "!channel", "@U2", "!here"], []]

    run(posted())
