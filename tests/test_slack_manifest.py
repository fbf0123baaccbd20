"""The Slack manifest: what Slack's own schema takes, every scope needed, every event listened for, nothing besides."""

from __future__ import annotations

import json
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from slack_bolt.async_app import AsyncApp

from bot.chat.slack.listening import COMMANDS, listen
from bot.chat.slack.manifest import EVENTS, FOLLOWING_EVENTS, manifest
from bot.chat.slack.scopes import OPTIONAL_SCOPES, SCOPES
from bot.commands import commands
from tests.conftest import SHARED
from tests.fakes.slack_methods import EVENT_SCOPES, METHODS

SCHEMA = SHARED / "design" / "slack-manifest.schema.json"
USED = {
    "chat.postMessage": "chat:write", "users.info": "users:read", "conversations.open": "im:write", "files.info": "files:read",
    "files.getUploadURLExternal": "files:write", "assistant.threads.setSuggestedPrompts": "assistant:write",
}
FAMILIES = {"channel": "channels:read", "group": "groups:read"}
WITHOUT_METHOD = {"commands"}


@pytest.mark.skipif(not SCHEMA.is_file(), reason="Slack's published schema of manifests is not here")
@pytest.mark.parametrize("given", [{}, {"follows_threads": True}, {"public_url": "https://coach.example"}], ids=str)
def test_slacks_schema_takes_it(given: dict[str, Any]) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    faults = [each.message[:200] for each in jsonschema.validators.validator_for(schema)(schema).iter_errors(manifest(commands(), **given))]
    assert not faults


@pytest.mark.parametrize("scope", SCOPES)
def test_every_scope_is_needed(scope: str) -> None:
    by_method = {name for name, needed in USED.items() if needed == scope and scope in METHODS[name].scopes}
    by_kind = {kind for kind, needed in FAMILIES.items() if needed == scope == METHODS["conversations.info"].needed_for(kind)}
    by_event = {each for each in EVENTS if EVENT_SCOPES.get(each) == scope}
    assert by_method or by_kind or by_event or scope in WITHOUT_METHOD


def test_every_event_has_its_scope() -> None:
    every = {*SCOPES, *OPTIONAL_SCOPES}
    for event in (*EVENTS, *FOLLOWING_EVENTS):
        needed = EVENT_SCOPES.get(event, "channels:read")
        assert needed is None or needed in every, event


class _Heard(AsyncApp):
    """An app that notes what is listened for."""

    def __init__(self) -> None:
        self.heard: list[Any] = []

    def event(self, *given: Any, **_: Any) -> Any:
        """Note an event."""
        self.heard += given
        return lambda listener: listener

    def command(self, *_given: Any, **_: Any) -> Any:
        """Note nothing."""
        return lambda listener: listener

    action = view = shortcut = command


def test_every_event_is_listened_for_and_every_listener_subscribed() -> None:
    app = _Heard()
    listen(app, None)  # type: ignore[arg-type]
    *heard, rest = app.heard
    subscribed = {each.split(".")[0] for each in (*EVENTS, *FOLLOWING_EVENTS)}
    assert rest.pattern == ".*"
    for event in subscribed:
        assert any(each == event if isinstance(each, str) else each.search(event) for each in heard), event
    for each in heard:
        assert any(each == event if isinstance(each, str) else each.search(event) for event in subscribed), each


def test_words_are_as_short_as_slack_wants_them() -> None:
    made = manifest(commands())
    shown = made["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4000
    assert len(made["features"]["agent_view"]["agent_description"]) <= 300
    assert len(made["features"]["agent_view"]["suggested_prompts"]) <= 4
    for each in made["features"]["shortcuts"]:
        assert len(each["name"]) <= 24
        assert len(each["description"]) <= 150
    for each in made["features"]["slash_commands"]:
        assert len(each["description"]) <= 2000
        assert len(each.get("usage_hint", "")) <= 1000


def test_every_slash_command_says_what_may_follow() -> None:
    hints = {each["command"]: each.get("usage_hint") for each in manifest(commands())["features"]["slash_commands"]}
    assert set(hints) == {f"/{name}" for name in COMMANDS}
    assert hints["/commit"] == "[words]"
    assert "audit week" in str(hints["/coach"])


def test_over_http_every_address_is_ours_and_sockets_are_off() -> None:
    made = manifest(commands(), public_url="https://coach.example/")
    url = "https://coach.example/slack/events"
    assert {each["url"] for each in made["features"]["slash_commands"]} == {url}
    assert made["settings"]["event_subscriptions"]["request_url"] == made["settings"]["interactivity"]["request_url"] == url
    assert made["oauth_config"]["redirect_urls"] == ["https://coach.example/slack/oauth_redirect"]
    assert made["settings"]["socket_mode_enabled"] is False
