"""Envelopes, acknowledgements, signatures: how the fake Slack and a real app speak with each other, and fail to."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from tests.fakes.slack_delivery import NotAcked
from tests.fakes.slack_http import Post
from tests.fakes.slack_tiny import connected, heard, run, stage

both = pytest.mark.parametrize("mode", ["socket", "http"])


@both
def test_what_nobody_listens_to_is_seen_to_fail(mode: str) -> None:
    async def acted() -> None:
        async with connected(mode, patience_s=0.1) as found:
            with pytest.raises(NotAcked):
                await found.slack.command("U1", "C1", "/unknown")
            assert [each.kind for each in found.slack.failures] == ["slash_commands"]

    run(acted())


@both
def test_an_event_not_acknowledged_comes_again_with_the_same_id(mode: str) -> None:
    async def said() -> None:
        async with connected(mode) as found:
            slack = found.slack
            receipt = await slack.say("U1", "C1", "good morning")
            await slack.redeliver(receipt)
            await slack.seen(lambda: len(found.heard) == 2)
            assert [each["event_id"] for each in found.heard] == receipt.event_ids * 2
            assert found.retries == (["", "1"] if mode == "http" else ["0", "1"])

    run(said())


def test_an_app_that_never_acknowledges_is_tried_four_times() -> None:
    async def said() -> None:
        async with stage() as found, aiohttp.ClientSession() as session:
            slack = found.slack
            url = (await found.client.apps_connections_open(app_token=slack.app_token))["url"]
            async with session.ws_connect(url) as silent:
                assert (await silent.receive_json())["type"] == "hello"
                said = asyncio.create_task(slack.say("U1", "C1", "good morning"))
                envelopes = []
                for later_s in (3, 3, 300, 3):
                    envelopes.append(await silent.receive_json())
                    slack.clock.forward(later_s)
                    if len(envelopes) == 2:
                        assert not (await said).is_acked
                        slack.clock.forward(60)
                await slack.seen(lambda: len(slack.failures) == 4)
            assert len({each["payload"]["event_id"] for each in envelopes}) == 1
            assert [each["retry_attempt"] for each in envelopes] == [0, 1, 2, 3]
            assert [each["retry_reason"] for each in envelopes] == ["", "timeout", "timeout", "timeout"]

    run(said())


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
def test_an_app_asked_to_connect_again_does_and_misses_nothing(reason: str) -> None:
    async def said() -> None:
        async with connected("socket") as found:
            await found.slack.socket.farewell(reason)  # type: ignore[arg-type]
            await found.slack.say("U1", "C1", "good morning")
            await found.slack.seen(lambda: found.heard)
            assert (found.slack.socket.opened, len(found.slack.socket.open_ones)) == (2, 1)
            assert [each.method for each in found.slack.calls if "open" in each.method] == ["apps.connections.open"] * 2

    run(said())


def test_an_app_cut_off_without_a_word_comes_back_and_is_told_then() -> None:
    async def said() -> None:
        async with connected("socket") as found:
            await found.slack.socket.cut()
            receipt = await found.slack.say("U1", "C1", "good morning")
            assert receipt.is_acked
            assert (found.slack.socket.opened, found.slack.socket.pongs >= 1) == (2, True)

    run(said())


def test_a_ticket_opens_one_socket_and_the_eleventh_is_sent_away() -> None:
    async def opened() -> None:
        async with stage() as found, aiohttp.ClientSession() as session:
            urls = [found.slack.socket.new_url() for _ in range(11)]
            sockets = [await session.ws_connect(url) for url in urls]
            hellos = [await each.receive_json() for each in sockets]
            assert [each["type"] for each in hellos] == ["hello"] * 10 + ["disconnect"]
            assert hellos[-1]["reason"] == "too_many_websockets"
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await session.ws_connect(urls[0])

    run(opened())


def test_envelopes_take_turns_on_the_sockets_there_are() -> None:
    async def said() -> None:
        async with stage() as found, aiohttp.ClientSession() as session:
            sockets = [await session.ws_connect(found.slack.socket.new_url()) for _ in range(2)]
            for each in sockets:
                await each.receive_json()
            for n in range(2):
                saying = asyncio.create_task(found.slack.say("U1", "C1", str(n)))
                got = {asyncio.create_task(each.receive_json()): each for each in sockets}
                done, waiting = await asyncio.wait(got, return_when=asyncio.FIRST_COMPLETED)
                first = done.pop()
                await got[first].send_json({"envelope_id": first.result()["envelope_id"]})
                await saying
                for task in waiting:
                    task.cancel()
                sockets = [each for each in sockets if each is not got[first]]
            assert not sockets

    run(said())


def test_an_acknowledgement_nobody_asked_for_is_kept() -> None:
    async def sent() -> None:
        async with stage() as found, aiohttp.ClientSession() as session, session.ws_connect(found.slack.socket.new_url()) as ws:
            await ws.send_json({"envelope_id": "guessed"})
            await ws.ping()
            await ws.receive_json()
            await found.client.auth_test()
            assert found.slack.socket.unasked == [{"envelope_id": "guessed"}]

    run(sent())


@pytest.mark.parametrize(("how", "status"), [
    (Post(), 200), (Post(is_forged=True), 401), (Post(age_s=301), 401), (Post(age_s=-301), 401), (Post(is_signed=False), 401),
    (Post(timestamp="noon"), 500),
], ids=str)
def test_the_library_tells_right_signatures_from_wrong_ones(how: Post, status: int) -> None:
    async def posted() -> None:
        async with connected("http") as found:
            receipt = await found.slack.say("U1", "C1", "good morning")
            answer = await found.slack.post(receipt.sent[0], how=how)
            assert answer.status == status

    run(posted())


def test_an_address_is_verified_and_a_retry_carries_its_headers() -> None:
    async def posted() -> None:
        async with connected("http") as found:
            assert (await found.slack.verify_url("c-1")).body == '{"challenge": "c-1"}'
            receipt = await found.slack.say("U1", "C1", "good morning")
            await found.slack.post(receipt.sent[0], attempt=2, reason="http_timeout")
            await found.slack.seen(lambda: len(found.heard) == 2)
            assert found.retries == ["", "2"]

    run(posted())


def test_an_address_where_nobody_is_counts_as_not_acknowledged() -> None:
    async def said() -> None:
        async with stage() as found:
            found.slack.posts_to("http://127.0.0.1:1/slack/events")
            receipt = await found.slack.say("U1", "C1", "good morning")
            assert (receipt.is_acked, [each.reason for each in found.slack.failures]) == (False, ["connection_failed"] * 2)

    run(said())


def test_while_slack_is_down_nothing_answers_and_afterwards_all_goes_on() -> None:
    async def down() -> None:
        async with connected("socket") as found:
            found.client.retry_handlers.clear()
            await found.slack.go_down()
            with pytest.raises(aiohttp.ClientError):
                await found.client.chat_postMessage(channel="C1", text="hi")
            found.slack.come_back()
            await found.slack.say("U1", "C1", "good morning")
            assert await heard(found, 1) == ["message"]

    run(down())
