"""Slack over HTTP: what is Slack's is answered, what is not is refused and kept nowhere, and a page says whether all is well."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import io
import logging
import time

import pytest

from bot.errors import ConfigError, StoreError
from bot.serving import listen_at
from bot.store.store import Store
from tests.fakes.slack_http import Post
from tests.slack_house import Office, at_the_office, office

SECRET_WORDS = "words-that-must-not-be-kept"


def mention(words: str = SECRET_WORDS, **more: object) -> dict[str, object]:
    """Return a mention as Slack sends it."""
    event = {"type": "app_mention", "user": "U1", "text": words, "ts": "1.1", "channel": "C1", "event_ts": "1.1", "team": "T1", **more}
    return {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event_time": 1, "event": event,
            "authorizations": [{"team_id": "T1", "user_id": "UT1", "is_bot": True}]}


def test_the_address_proves_that_it_is_the_apps(sqlite_store: Store) -> None:
    async def scene(stage: Office) -> None:
        answer = await stage.slack.verify_url("made-up")
        assert answer.status == 200
        assert "made-up" in answer.body

    at_the_office(sqlite_store, scene)


@pytest.mark.parametrize("how", [Post(is_forged=True), Post(age_s=301), Post(age_s=-301), Post(timestamp="yesterday"),
                                 Post(timestamp=""), Post(is_signed=False)], ids=repr)
def test_what_slack_did_not_send_just_now_is_refused_and_reaches_no_log(
        sqlite_store: Store, caplog: pytest.LogCaptureFixture, how: Post) -> None:
    async def scene(stage: Office) -> None:
        answer = await stage.slack.post(mention(), how=how)
        assert answer.status == 401
        assert SECRET_WORDS not in answer.body

    with caplog.at_level(logging.DEBUG):
        at_the_office(sqlite_store, scene)
    assert "request refused" in caplog.text
    assert SECRET_WORDS not in caplog.text


def test_a_request_that_is_sent_again_within_its_time_does_nothing_a_second_time(sqlite_store: Store) -> None:
    async def scene(stage: Office) -> None:
        stage.slack.user("U1", "Ada")
        await stage.install("T1", "U1")
        stage.slack.channel("C1", members=["U1"])
        await stage.slack.mention("U1", "C1", "help")
        await stage.slack.seen(lambda: stage.slack.posts("C1"))
        twice = mention("help", ts=stage.slack.messages("C1")[0].ts)
        twice["event_id"] = "Ev77"
        assert [(await stage.slack.post(twice)).status for _ in range(3)] == [200, 200, 200]
        await stage.command("U1", "C1", "help")
        await stage.slack.seen(lambda: len(stage.slack.posts("C1")) > 1)
        await stage.command("U1", "C1", "help")
        assert len(stage.slack.posts("C1")) == 2

    at_the_office(sqlite_store, scene)


def test_a_body_that_is_too_large_is_refused(sqlite_store: Store) -> None:
    async def scene(stage: Office) -> None:
        async with stage.browser.post(f"{stage.url}/slack/events", data=io.BytesIO(b"a" * 1_100_000)) as told:
            assert told.status == 413

    at_the_office(sqlite_store, scene)


def test_a_signed_body_that_cannot_be_read_is_refused(sqlite_store: Store, caplog: pytest.LogCaptureFixture) -> None:
    async def scene(stage: Office) -> None:
        stamp, body = str(int(time.time())), f'{{"{SECRET_WORDS}'
        digest = hmac.new(stage.slack.signing_secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}", "Content-Type": "application/json"}
        async with stage.browser.post(f"{stage.url}/slack/events", data=body, headers=headers) as told:
            assert told.status == 400

    at_the_office(sqlite_store, scene)
    assert SECRET_WORDS not in caplog.text


def test_an_event_that_lacks_what_events_have_is_taken_and_told_to_the_operator(sqlite_store: Store) -> None:
    async def scene(stage: Office) -> None:
        await stage.install("T1", "U1")
        garbled = mention()
        del garbled["event"]["channel"]  # type: ignore[attr-defined]
        assert (await stage.slack.post(garbled)).status == 200
        await stage.slack.seen(lambda: stage.faults)
        assert [type(each) for each in stage.faults] == [KeyError]
        stage.faults.clear()

    async def played() -> None:
        async with office(sqlite_store) as stage:
            stage.slack.user("U1", "Ada")
            await scene(stage)

    asyncio.run(played())


def test_the_health_page_says_that_all_is_well(store: Store) -> None:
    async def scene(stage: Office) -> None:
        async with stage.browser.get(f"{stage.url}/healthz") as told:
            assert (told.status, await told.json()) == (200, {"ok": True})

    at_the_office(store, scene)


def test_the_health_page_says_that_slack_is_away_and_is_well_all_the_same(sqlite_store: Store) -> None:
    async def played() -> None:
        async with office(sqlite_store, is_away=True) as stage, stage.browser.get(f"{stage.url}/healthz") as told:
            words = await told.json()
            assert (told.status, words.pop("ok")) == (200, True)
            assert words["slack"].startswith("cannot be reached since ")

    asyncio.run(played())


def test_the_health_page_says_that_the_store_is_gone(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object, **__: object) -> None:
        raise StoreError("The store is gone.")

    async def scene(stage: Office) -> None:
        monkeypatch.setattr(sqlite_store.driver, "rows", gone)
        async with stage.browser.get(f"{stage.url}/healthz") as told:
            assert told.status == 503
            assert (await told.json())["ok"] is False
        monkeypatch.undo()

    at_the_office(sqlite_store, scene)


def test_an_unset_signing_secret_is_told_at_the_start(sqlite_store: Store) -> None:
    async def played() -> None:
        async with office(sqlite_store, environ={}):
            raise AssertionError("it started")

    with pytest.raises(ConfigError, match="SLACK_SIGNING_SECRET is empty"):
        asyncio.run(played())


@pytest.mark.parametrize("listen", ["here", "127.0.0.1:x", ":", "127.0.0.1:70000"])
def test_an_address_that_is_none_is_told(listen: str) -> None:
    with pytest.raises(ConfigError, match="write a host and a port"):
        listen_at(listen, {})


def test_the_port_of_the_host_wins() -> None:
    assert listen_at("127.0.0.1:3000", {"PORT": "8080"}) == ("0.0.0.0", 8080)


def test_a_port_that_is_taken_is_told(sqlite_store: Store) -> None:
    async def played() -> None:
        async with office(sqlite_store) as stage:
            taken = {"PORT": stage.url.rpartition(":")[2], "SLACK_SIGNING_SECRET": "made-up"}
            async with office(sqlite_store, environ=taken):
                raise AssertionError("it started")

    with pytest.raises(ConfigError, match="cannot be listened on"):
        asyncio.run(played())
