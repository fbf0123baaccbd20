"""What people do in the fake Slack reaches a real app as Slack would send it, and what the app does is seen."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack_forms import WindowRefuses
from tests.fakes.slack_oracle import HAS_SCHEMAS
from tests.fakes.slack_server import FakeSlack
from tests.fakes.slack_state import Json, View
from tests.fakes.slack_tiny import BUTTON, HOME, actions, connected, heard, run, stage
from tests.fakes.slack_words import read

both = pytest.mark.parametrize("mode", ["socket", "http"])


@both
def test_a_command_a_button_and_a_form(mode: str) -> None:
    async def acted() -> None:
        async with connected(mode) as found:
            slack = found.slack
            await slack.command("U1", "C1", "/coach", "about https://e.example/?a=1&b=2 and <@U2>")
            message = (await slack.seen(lambda: slack.ephemeral("C1", "U1")))[0]
            assert read(message) == "you asked about https://e.example/?a=1&b=2 and @u2\n[Done]"
            await slack.press(message, "Done")
            view = await slack.seen(lambda: slack.view_open_for("U1"))
            assert isinstance(view, View)
            await slack.submit(view, {"Why": "x"})
            assert read(view) == "Move it\nWhy: ____\nerror: Say more.\n[Send]"
            await slack.submit(view, {"why": "more time"})
            assert slack.view_open_for("U1") is None
            assert not slack.failures

    run(acted())


def test_a_mention_is_two_events_for_who_reads_along_and_one_for_who_does_not() -> None:
    async def mentioned() -> None:
        async with connected("socket") as found:
            receipt = await found.slack.mention("U1", "C1", "how are we doing, a < b?")
            assert await heard(found, 2) == ["app_mention", "message"]
            assert len(set(receipt.event_ids)) == 2
            assert found.heard[0]["event"]["text"] == "<@UBT1> how are we doing, a &lt; b?"
            assert read(receipt.message) == "@UBT1 how are we doing, a < b?"
            found.slack.workspace(scopes={"app_mentions:read"})
            assert len((await found.slack.mention("U1", "C1", "and now?")).event_ids) == 1

    run(mentioned())


@pytest.mark.parametrize(("scopes", "events"), [(set(), None), ({"channels:history"}, ["app_mention"])])
def test_an_event_without_scope_or_subscription_is_kept_from_the_app(scopes: set[str], events: list[str] | None) -> None:
    async def said() -> None:
        async with stage(scopes=scopes, events=events) as found:
            assert not (await found.slack.say("U1", "C1", "good morning")).event_ids

    run(said())


def test_what_is_said_where_the_bot_is_not_is_not_heard() -> None:
    async def said() -> None:
        async with connected("socket") as found:
            found.slack.channel("C2", members=["U1"], has_bot=False)
            assert not (await found.slack.mention("U1", "C2", "hello")).event_ids
            await found.slack.join(found.slack.bot(), "C2", inviter="U1")
            assert await heard(found, 1) == ["member_joined_channel"]

    run(said())


def test_the_agents_pane_opens_looks_and_asks() -> None:
    async def asked() -> None:
        async with connected("socket") as found:
            receipt = await found.slack.agent_message("U1", "audit our week", looking_at="C1")
            assert await heard(found, 3) == ["app_home_opened", "app_context_changed", "message"]
            assert found.heard[1]["event"]["context"]["entities"][0]["value"] == "C1"
            assert receipt.message
            await found.client.assistant_threads_setSuggestedPrompts(channel_id="DU1", prompts=[{"title": "Audit", "message": "audit"}])
            await found.client.chat_postMessage(channel="DU1", text="Your week", thread_ts=receipt.message.ts)
            assert [each["title"] for each in found.slack.prompts("U1")] == ["Audit"]
            assert [read(each) for each in found.slack.dms("U1")] == ["Your week"]

    run(asked())


def test_a_dropped_file_is_told_twice_and_can_be_fetched() -> None:
    async def dropped() -> None:
        async with connected("socket") as found:
            await found.slack.drop_file("U1", "U1", "posts.csv", b"date,reach\n", text="here you are")
            assert await heard(found, 2) == ["file_shared", "message"]
            said = found.heard[1]["event"]
            assert (said["subtype"], said["files"][0]["id"], said["text"]) == ("file_share", found.heard[0]["event"]["file_id"], "here you are")

    run(dropped())


def test_a_stranger_in_a_shared_channel_speaks_for_another_workspace() -> None:
    async def said() -> None:
        async with connected("socket") as found:
            found.slack.user("U9", "Nora", team="T9")
            found.slack.channel("C9", members=["U1", "U9"], shared=True)
            await found.slack.mention("U9", "C9", "hello")
            await found.slack.drop_file("U9", "C9", "posts.csv", b"a")
            await heard(found, 4)
            mention, _, _, shared = found.heard
            assert (mention["team_id"], mention["is_ext_shared_channel"], mention["event"]["user_team"]) == ("T1", True, "T9")
            assert shared["event"]["files"][0]["file_access"] == "check_file_info"
            assert (await found.client.users_info(user="U9"))["user"]["is_stranger"]
            with pytest.raises(WindowRefuses, match="the app is not in T9"):
                await found.slack.command("U9", "C9", "/coach", "hello")

    run(said())


def test_a_shortcut_on_a_message_gives_the_message() -> None:
    async def used() -> None:
        async with connected("socket") as found:
            receipt = await found.slack.say("U2", "C1", "I'll do it by Friday")
            await found.slack.shortcut("U1", "log", receipt.message)
            await found.slack.seen(lambda: found.slack.dms("U1"))
            assert read(found.slack.dms("U1")[0]) == "logged I'll do it by Friday"

    run(used())


def test_a_button_of_the_home_tab_opens_a_form() -> None:
    async def pressed() -> None:
        async with connected("socket") as found:
            await found.client.views_publish(user_id="U1", view=HOME)
            await found.slack.open_home("U1")
            home = found.slack.home("U1")
            assert home
            assert read(home) == "*Good morning*\n[Done]"
            await heard(found, 1)
            assert found.heard[0]["event"]["view"]["id"] == home.id
            await found.slack.press(home, "Done")
            await found.slack.seen(lambda: found.slack.view_open_for("U1"))

    run(pressed())


def test_a_person_can_only_press_what_is_there_and_send_what_the_window_takes() -> None:
    async def pressed() -> None:
        async with connected("socket") as found:
            slack = found.slack
            await found.client.chat_postEphemeral(channel="C1", user="U1", text="a", blocks=[actions(BUTTON)])
            message, = slack.ephemeral("C1", "U1")
            with pytest.raises(WindowRefuses, match=r"there are \['Done'\]"):
                await slack.press(message, "Undo")
            with pytest.raises(WindowRefuses, match="does not see"):
                await slack.press(message, "Done", user="U2")
            await slack.press(message, "Done")
            view = await slack.seen(lambda: slack.view_open_for("U1"))
            assert view
            for values, why in (({}, "still open"), ({"Why": "x" * 21}, "from 0 to 20"), ({"When": "now"}, "no field When")):
                with pytest.raises(WindowRefuses, match=why):
                    await slack.submit(view, values)
            await slack.close(view)
            with pytest.raises(WindowRefuses, match="not the one"):
                await slack.submit(view, {"Why": "late"})

    run(pressed())


MENU: Json = {"type": "static_select", "action_id": "when", "placeholder": {"type": "plain_text", "text": "When"}, "options": [
    {"text": {"type": "plain_text", "text": words}, "value": words.lower()} for words in ("Today", "Friday")]}


def test_a_choice_in_a_menu_is_sent_as_the_option_it_is() -> None:
    async def chosen() -> None:
        async with stage() as found, aiohttp.ClientSession() as session, session.ws_connect(found.slack.socket.new_url()) as ws:
            await ws.receive_json()
            await found.client.chat_postMessage(channel="C1", text="a", blocks=[actions(MENU)])
            message, = found.slack.posts("C1")
            assert read(message) == "[When ▾]"
            choosing = asyncio.create_task(found.slack.choose(message, "When", "Friday", user="U1"))
            envelope = await ws.receive_json()
            await ws.send_json({"envelope_id": envelope["envelope_id"]})
            await choosing
            action, = envelope["payload"]["actions"]
            assert action["selected_option"]["value"] == "friday"
            assert envelope["payload"]["state"]["values"][action["block_id"]]["when"]["selected_option"]["value"] == "friday"
            with pytest.raises(WindowRefuses, match="not offered"):
                await found.slack.choose(message, "When", "Monday", user="U1")

    run(chosen())


def test_nothing_exists_that_the_manifest_does_not_name() -> None:
    async def called() -> None:
        manifest = {"features": {"slash_commands": [{"command": "/coach", "description": "x", "should_escape": True}],
                                 "shortcuts": [{"callback_id": "log"}], "app_home": {"home_tab_enabled": False}},
                    "oauth_config": {"scopes": {"bot": ["commands", "chat:write"]}},
                    "settings": {"event_subscriptions": {"bot_events": ["app_mention"]}, "socket_mode_enabled": False}}
        async with FakeSlack.from_manifest(manifest, optional=["channels:history"]) as slack:
            slack.channel("C1", members=["U1"])
            client = AsyncWebClient(slack.token(), base_url=slack.api_url)
            assert slack.workspace().scopes == {"commands", "chat:write", "channels:history"}
            with pytest.raises(WindowRefuses, match="not a valid command"):
                await slack.command("U1", "C1", "/ask", "why")
            with pytest.raises(WindowRefuses, match="no shortcut"):
                await slack.shortcut("U1", "other")
            for error, attempt in (("not_enabled", client.views_publish(user_id="U1", view=HOME)),
                                   ("messages_tab_disabled", client.chat_postMessage(channel="U1", text="a")),
                                   ("forbidden_team", client.apps_connections_open(app_token=slack.app_token))):
                with pytest.raises(SlackApiError, match=error):
                    await attempt

    run(called())


def test_an_app_that_is_removed_is_told_and_its_token_is_bad() -> None:
    async def removed() -> None:
        async with connected("http") as found:
            await found.slack.uninstall()
            assert await heard(found, 2) == ["tokens_revoked", "app_uninstalled"]
            with pytest.raises(SlackApiError, match="token_revoked"):
                await found.client.auth_test()

    run(removed())


def test_an_app_may_hear_its_own_words() -> None:
    async def echoed() -> None:
        async with connected("socket") as found:
            found.slack.echoes = True
            ts = (await found.client.chat_postMessage(channel="C1", text="hi"))["ts"]
            await found.client.chat_update(channel="C1", ts=ts, text="hi again")
            await found.slack.seen(lambda: not found.slack.is_delivering)
            assert not found.heard, "the library keeps an app's own words from it"

    run(echoed())


def test_what_changes_in_a_channel_is_told_in_slacks_words() -> None:
    async def changed() -> None:
        async with connected("socket") as found:
            slack = found.slack
            receipt = await slack.say("U1", "C1", "one")
            assert receipt.message
            await slack.edit(receipt.message, "two")
            await slack.delete(receipt.message)
            await slack.rename("C1", "marketing")
            await slack.archive("U1", "C1")
            await slack.leave("U2", "C1")
            assert await heard(found, 6) == ["message", "message", "message", "channel_rename", "channel_archive", "member_left_channel"]
            assert [each["event"].get("subtype") for each in found.heard[:3]] == [None, "message_changed", "message_deleted"]
            assert not slack.messages("C1")

    run(changed())


def test_waiting_in_vain_ends_with_what_there_is_to_see() -> None:
    async def waited() -> None:
        async with stage() as found:
            await found.client.chat_postMessage(channel="C1", text="good morning")
            with pytest.raises(AssertionError, match=r"C1 .* UBT1: 'good morning'"):
                await found.slack.seen(lambda: found.slack.dms("U1"), timeout_s=0.01)

    run(waited())


@pytest.mark.skipif(not HAS_SCHEMAS, reason="Slack's published schemas are not here")
def test_an_event_that_slack_never_sends_is_not_sent() -> None:
    async def sent() -> None:
        async with stage() as found:
            for event in ({"type": "made_up"}, {"type": "app_mention", "text": "no channel"}):
                with pytest.raises(AssertionError, match="Slack's schema does not have"):
                    await found.slack.event(event)

    run(sent())
