"""What the doctor says of Slack: every token, scope, channel and clock that is off is named, with the switch to turn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.chat.slack.checks import slack_checks
from bot.chat.slack.manifest import manifest
from bot.chat.slack.scopes import SCOPES
from bot.commands import commands
from bot.model.check import Check
from bot.model.settings import Channel, Settings, Slack
from tests.chat_scenes import tokens
from tests.fakes.slack_server import FakeSlack

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
Arrange = Callable[[FakeSlack], object]


def looked(arrange: Arrange = lambda _slack: None, *, environ: Mapping[str, str] | None = None, mode: str = "socket",
           now: datetime = NOW, given: Mapping[str, str] | None = None) -> dict[str, Check]:
    """Return what the doctor finds in a fake Slack with the coach in C1, by name. `given`: other secrets than the fake's."""

    async def played() -> dict[str, Check]:
        async with FakeSlack.from_manifest(manifest(commands())) as slack:
            slack.channel("C1", members=["U1"], name="social")
            arrange(slack)
            await slack.refuse_connections() if slack.is_down else None
            settings = Settings(channels=(Channel("slack", "C1"), Channel("discord", "9")))
            settings = replace(settings, slack=Slack(api_url=slack.api_url, mode=mode))  # type: ignore[arg-type]
            env = {**tokens(slack), **(given or {})} if environ is None else environ
            found = await asyncio.to_thread(lambda: list(slack_checks(settings, env, now)))
            return {each.name: each for each in found}

    return asyncio.run(played())


def test_all_that_is_in_order_is_said() -> None:
    found = looked()
    assert {each.state for each in found.values()} == {"ok"}
    assert list(found) == ["slack bot token", "slack scopes", "clock", "slack app token", "slack channel C1"]
    assert found["slack channel C1"].found == "#social"


def test_slack_that_is_not_used_is_no_fault() -> None:
    assert [each.state for each in looked(environ={}).values()] == ["ok"]


@pytest.mark.parametrize(("name", "token", "check", "said"), [
    ("SLACK_BOT_TOKEN", "xoxb-wrong", "slack bot token", "Slack refuses it: invalid_auth"),
    ("SLACK_BOT_TOKEN", "xapp-1-A1-1-made-up", "slack bot token", "SLACK_BOT_TOKEN holds the app-level token"),
    ("SLACK_BOT_TOKEN", "xoxp-1", "slack bot token", "SLACK_BOT_TOKEN holds a user token"),
    ("SLACK_BOT_TOKEN", "secret", "slack bot token", "holds no token of Slack's"),
    ("SLACK_APP_TOKEN", "", "slack app token", "SLACK_APP_TOKEN is empty"),
    ("SLACK_APP_TOKEN", "xoxb-1", "slack app token", "SLACK_APP_TOKEN holds the bot token"),
    ("SLACK_APP_TOKEN", "xapp-wrong", "slack app token", "Slack refuses it: invalid_auth"),
])
def test_a_wrong_missing_or_swapped_token_is_named_and_not_shown(name: str, token: str, check: str, said: str) -> None:
    found = looked(given={name: token})
    assert found[check].state == "missing"
    assert said in found[check].found
    assert found[check].next_step
    assert not token or token not in "".join(each.found + each.next_step for each in found.values())


def test_two_tokens_in_each_others_place_are_both_named() -> None:
    found = looked(given={"SLACK_BOT_TOKEN": "xapp-1", "SLACK_APP_TOKEN": "xoxb-1"})
    assert [found[each].found for each in ("slack bot token", "slack app token")] == [
        "SLACK_BOT_TOKEN holds the app-level token", "SLACK_APP_TOKEN holds the bot token"]


@pytest.mark.parametrize(("arrange", "said"), [
    (lambda slack: slack.revoke(), "token_revoked"), (lambda slack: setattr(slack.workspace("T1"), "is_installed", False), "account_inactive"),
])
def test_a_token_that_was_taken_back_is_named(arrange: Arrange, said: str) -> None:
    assert said in looked(arrange)["slack bot token"].found


@pytest.mark.parametrize("scope", SCOPES)
def test_a_missing_scope_is_named_alone_with_what_stops_and_the_switch(scope: str) -> None:
    found = looked(lambda slack: slack.workspace("T1", scopes=set(SCOPES) - {scope}))["slack scopes"]
    assert found.state == "missing"
    assert found.found == f"{scope} is not granted ({SCOPES[scope]})"
    assert f"Add {scope} under OAuth & Permissions, Bot Token Scopes" in found.next_step


def test_an_app_token_without_its_scope_and_socket_mode_that_is_off_name_the_switch() -> None:
    found = looked(lambda slack: slack.app_scopes.clear())["slack app token"]
    assert "missing_scope" in found.found
    assert "connections:write" in found.next_step
    assert "Socket Mode" in found.next_step


@pytest.mark.parametrize(("arrange", "said", "step"), [
    (lambda slack: slack.place("C1").members.discard(slack.bot()), "the coach is not in it", "/invite @Coach in #social"),
    (lambda slack: setattr(slack.place("C1"), "is_archived", True), "it is archived", "bring it back"),
    (lambda slack: slack.state.channels.pop("C1"), "channel_not_found", "Copy the id"),
    (lambda slack: slack.workspace("T1", scopes=set(SCOPES) - {"channels:read"}), "without the scope channels:read", "OAuth & Permissions"),
])
def test_a_channel_that_cannot_be_written_to_is_named(arrange: Arrange, said: str, step: str) -> None:
    found = looked(arrange)["slack channel C1"]
    assert found.state == "missing"
    assert said in found.found
    assert step in found.next_step


def test_a_channel_shared_with_another_company_says_who_may_be_answered_there() -> None:
    found = looked(lambda slack: setattr(slack.place("C1"), "is_shared", True))["slack channel C1"]
    assert found.state == "ok"
    assert "shared with another company" in found.found
    assert "/coach settings outsiders on" in found.next_step


@pytest.mark.parametrize(("minute", "state"), [(31, "ok"), (32, "missing")])
def test_a_clock_that_is_off_is_told(minute: int, state: str) -> None:
    assert looked(now=NOW.replace(minute=minute))["clock"].state == state


def test_slack_that_cannot_be_reached_is_said_of_each_token() -> None:
    found = looked(lambda slack: setattr(slack, "is_down", True))
    assert [each.found[:24] for each in found.values()] == ["Slack cannot be reached:"] * 2


def test_over_http_the_signing_secret_is_missed_even_without_a_bot_token() -> None:
    found = looked(environ={}, mode="http")
    assert found["slack signing secret"].state == "missing"
    assert "SLACK_CLIENT_ID, SLACK_CLIENT_SECRET" in found["slack installation"].found


def test_over_http_nothing_is_asked_of_the_app_token() -> None:
    given = {"SLACK_SIGNING_SECRET": "s", "SLACK_CLIENT_ID": "1", "SLACK_CLIENT_SECRET": "s", "SLACK_APP_TOKEN": ""}
    found = looked(given=given, mode="http")
    assert "slack app token" not in found
    assert {each.state for each in found.values()} == {"ok"}
