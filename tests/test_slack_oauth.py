"""Many workspaces: each installs the coach for itself, is answered with its own token, and sees its own data alone."""

from __future__ import annotations

import asyncio

import pytest

from bot.chat.slack.scopes import lacking_words
from bot.errors import StoreError
from bot.store.store import Store
from tests.slack_house import PUBLIC, Office, at_the_office


def furnish(stage: Office) -> None:
    """Let Ada be in one workspace and Eve in another, each with a channel; the coach is in neither."""
    stage.slack.user("U1", "Ada", is_admin=True, team="T1")
    stage.slack.user("U9", "Eve", is_admin=True, team="T2")


def rooms(stage: Office) -> None:
    """Make the channels, with the coach in them."""
    stage.slack.channel("C1", members=["U1"], team="T1")
    stage.slack.channel("C9", members=["U9"], team="T2")


def test_a_workspace_installs_the_coach_and_is_answered_with_its_own_token(store: Store) -> None:
    async def scene(stage: Office) -> None:
        furnish(stage)
        status, page = await stage.install("T2", "U9")
        assert (status, "/coach setup" in page) == (200, True)
        rooms(stage)
        assert "Say it like this" in await stage.command("U9", "C9", "help")
        assert {each.team for each in stage.slack.calls if each.method.startswith("users.")} == {"T2"}
        assert stage.house.teams() == ["own", "slack-t2"]

    at_the_office(store, scene)


def test_slack_is_asked_for_the_scopes_of_the_manifest_and_sent_back_to_us(sqlite_store: Store) -> None:
    async def scene(stage: Office) -> None:
        asked = await stage.begin()
        assert "chat:write" in asked["scope"].split(",")
        assert asked["redirect_uri"] == f"{PUBLIC}/slack/oauth_redirect"
        assert len(asked["state"]) > 20

    at_the_office(sqlite_store, scene)


def test_two_workspaces_never_see_one_anothers_data(store: Store) -> None:
    async def scene(stage: Office) -> None:
        furnish(stage)
        await stage.install("T1", "U1")
        await stage.install("T2", "U9")
        rooms(stage)
        assert "our secret plan" in await stage.command("U1", "C1", "commit our secret plan by Friday 15:00")
        assert "our secret plan" in await stage.command("U1", "C1", "commitments")
        theirs = await stage.command("U9", "C9", "commitments")
        assert theirs
        assert "our secret plan" not in theirs

    at_the_office(store, scene)


@pytest.mark.parametrize("trouble", ["unknown", "used", "old", "another browser's", "none", "no code"])
def test_a_sign_in_that_is_not_valid_installs_nothing(store: Store, trouble: str) -> None:
    async def scene(stage: Office) -> None:
        furnish(stage)
        asked = await stage.begin()
        state, cookie, code = asked["state"], asked["state"], stage.slack.new_code("T2", user="U9")
        if trouble == "unknown":
            state = cookie = "made-up"
        elif trouble == "used":
            assert await stage.come_back(state, code="wrong") != (200, "")
        elif trouble == "old":
            stage.clock.forward(minutes=10, seconds=1)
        elif trouble == "another browser's":
            cookie = (await stage.begin())["state"]
        elif trouble == "none":
            state = cookie = ""
        given = None if trouble == "no code" else code
        status, page = await stage.come_back(state, cookie=cookie, code=given)
        assert (status, "not valid any more" in page) == (400, True)
        assert stage.house.installation("slack", "T2") is None

    at_the_office(store, scene)


def test_somebody_who_says_no_at_slack_installs_nothing(sqlite_store: Store) -> None:
    async def scene(stage: Office) -> None:
        asked = await stage.begin()
        status, page = await stage.come_back(asked["state"], error="access_denied")
        assert (status, "Nothing was installed" in page) == (200, True)

    at_the_office(sqlite_store, scene)


@pytest.mark.parametrize("error", ["invalid_code", "bad_client_secret", "ratelimited_not"])
def test_a_code_that_slack_refuses_is_told(sqlite_store: Store, error: str) -> None:
    async def scene(stage: Office) -> None:
        furnish(stage)
        stage.slack.refuse_next("oauth.v2.access", error)
        status, page = await stage.install("T2", "U9")
        assert (status, error in page, "Begin again" in page) == (502, True, True)
        assert stage.house.installation("slack", "T2") is None

    at_the_office(sqlite_store, scene)


def test_slack_being_away_at_the_exchange_is_told(sqlite_store: Store) -> None:
    async def scene(stage: Office) -> None:
        furnish(stage)
        stage.slack.lose_next_answer("oauth.v2.access")
        assert (await stage.install("T2", "U9"))[0] == 502

    at_the_office(sqlite_store, scene)


def test_a_store_that_is_away_at_the_return_is_told(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> bool:
        raise StoreError("The store is busy.")

    async def scene(stage: Office) -> None:
        furnish(stage)
        monkeypatch.setattr(stage.house, "end_sign_in", away)
        status, page = await stage.install("T2", "U9")
        assert (status, "Try again" in page) == (503, True)

    at_the_office(sqlite_store, scene)


def test_an_uninstalled_workspace_loses_its_tokens_and_keeps_its_data_for_its_return(store: Store) -> None:
    async def scene(stage: Office) -> None:
        furnish(stage)
        await stage.install("T2", "U9")
        rooms(stage)
        await stage.command("U9", "C9", "commit a plan by Friday 15:00")
        old = stage.slack.token("T2")
        await stage.slack.uninstall("T2")
        await until_gone(stage)
        assert old not in str(stage.house._house.rows("installations", platform="slack"))
        stage.clock.forward(seconds=1)
        await stage.install("T2", "U9")
        assert stage.slack.token("T2") != old
        assert "a plan" in await stage.command("U9", "C9", "commitments")

    at_the_office(store, scene)


def test_a_token_that_slack_refuses_without_a_word_is_let_go_and_logged(sqlite_store: Store) -> None:
    async def scene(stage: Office) -> None:
        furnish(stage)
        await stage.install("T2", "U9")
        rooms(stage)
        stage.slack.revoke("T2")
        await stage.slack.mention("U9", "C9", "help")
        await until_gone(stage)
        records = stage.house.desk("slack-t2").records
        for _ in range(200):
            if rows := await asyncio.to_thread(records.rows, "admin_log", n=1):
                break
            await asyncio.sleep(0.01)
        assert (rows[0]["what"], "token_revoked" in rows[0]["detail"]) == ("slack lost", True)

    at_the_office(sqlite_store, scene)


def test_an_installation_with_less_than_was_asked_for_says_what_lacks(sqlite_store: Store) -> None:
    async def scene(stage: Office) -> None:
        furnish(stage)
        stage.slack.workspace("T2", scopes=stage.slack.workspace("T2").scopes - {"files:write"})
        status, page = await stage.install("T2", "U9")
        assert (status, "files:write is not granted" in page) == (200, True)
        entry = stage.house.desk("slack-t2").records.rows("admin_log", n=1)[0]
        assert entry["detail"] == lacking_words(["files:write"])

    at_the_office(sqlite_store, scene)


def test_a_revocation_told_late_does_not_take_a_newer_installation_away(sqlite_store: Store) -> None:
    async def scene(stage: Office) -> None:
        furnish(stage)
        await stage.install("T2", "U9")
        stage.slack.clock.forward(-5)
        await stage.slack.event({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["UT2"]}}, team="T2")
        rooms(stage)
        assert "Say it like this" in await stage.command("U9", "C9", "help")

    at_the_office(sqlite_store, scene)


async def until_gone(stage: Office) -> None:
    """Wait until the workspace has no installation."""
    for _ in range(200):
        if await asyncio.to_thread(stage.house.installation, "slack", "T2") is None:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("still installed")
