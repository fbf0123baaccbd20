"""The fake Discord refuses the messages and commands that Discord refuses, by its limits and by its own description."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes import discord_rest, discord_schema
from tests.fakes.discord_server import FakeDiscord, in_discord

needs_schema = pytest.mark.skipif(not discord_schema.IS_HERE, reason="the published description of Discord's requests is not here")
POST = "/channels/1/messages"


@pytest.mark.parametrize(("name", "body"), [
    ("content", {"content": "x" * 2001}), ("content", {"content": "🙂" * 1001}), ("embeds/0/description", {"embeds": [{"description": "x" * 4097}]}),
    ("6000", {"embeds": [{"description": "x" * 3001}] * 2}), ("needs words", {"embeds": [{"color": 1}]}),
    ("required", {"embeds": [{"fields": [{"name": "a", "value": " "}]}]}), ("names no file", {"embeds": [{"image": {"url": "attachment://a.png"}}]}),
    ("label", {"components": [{"type": 1, "components": [{"type": 2, "style": 1, "label": "x" * 81, "custom_id": "a"}]}]}),
    ("label or an emoji", {"components": [{"type": 1, "components": [{"type": 2, "style": 1, "custom_id": "a"}]}]}),
    ("custom_id", {"components": [{"type": 1, "components": [{"type": 2, "style": 1, "label": "x", "custom_id": "a" * 101}]}]}),
    ("empty", {"content": " "}), ("nonce", {"content": "x", "nonce": "n" * 26, "enforce_nonce": True}),
    ("no file 0", {"content": "x", "attachments": [{"id": 0, "filename": "a.png"}]}),
    ("components_v2 message flag", {"content": "x", "components": [{"type": 10, "content": "text"}]}),
])
@in_discord
async def test_a_message_beyond_a_limit_is_refused(discord: FakeDiscord, name: str, body: dict[str, Any]) -> None:
    path = f"/channels/{discord.channel.id}/messages"
    answer = discord.rest.answer(discord_rest.Request("POST", path, body))
    assert (answer.status, answer.body["code"]) == (400, 50035)
    assert name in discord.refused.pop()
    assert discord.messages(discord.channel) == []


def option(kind: int, *options: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return an option of a command; kind 1 is a sub-command, 2 a group of them, 3 words."""
    return {"type": kind, "name": f"option{kind}", "description": "d", **({"options": list(options)} if kind < 3 else {}), **more}


@pytest.mark.parametrize(("fault", "change"), [
    ("description", {"description": "x" * 101}), ("nested too deep", {"options": [option(2, option(2, option(1)))]}),
    ("mixes", {"options": [option(1), option(3)]}), ("left out", {"options": [option(3), option(3, name="b", required=True)]}),
    ("name", {"name": "x" * 33}), ("twice", {"options": [option(3), option(3)]}),
    ("8000", {"options": [option(3, name=f"o{n}", choices=[{"name": f"{m}" * 50, "value": f"{m}" * 50} for m in range(20)]) for n in range(5)]}),
])
@needs_schema
@in_discord
async def test_a_command_that_discord_would_not_take_is_refused(discord: FakeDiscord, fault: str, change: dict[str, Any]) -> None:
    command = {"type": 1, "name": "coach", "description": "d"} | change
    answer = discord.rest.answer(discord_rest.Request("PUT", "/applications/1/commands", [command]))
    assert answer.status == 400
    assert fault in discord.refused.pop()


@needs_schema
@in_discord
async def test_a_body_unlike_the_published_description_is_refused(discord: FakeDiscord) -> None:
    body = {"content": "x", "embeds": [{"title": "x", "color": "red"}]}
    answer = discord.rest.answer(discord_rest.Request("POST", f"/channels/{discord.channel.id}/messages", body))
    assert (answer.status, discord.messages(discord.channel)) == (400, [])
    assert "embeds/0/color" in discord.refused.pop()


@needs_schema
def test_the_published_description_speaks_of_the_alternative_that_was_meant() -> None:
    fault = discord_schema.schema_fault("POST", "/interactions/1/token/callback", {"type": 4, "data": {"embeds": [{"color": "red"}]}})
    assert fault is not None
    assert fault.startswith("data/embeds/0/color")
    assert discord_schema.schema_fault("POST", POST, {"content": "x", "message_reference": {"message_id": 1}}) is None
    assert discord_schema.schema_fault("POST", POST, None) == "POST /channels/{channel_id}/messages needs a body"
    assert discord_schema.schema_fault("POST", "/no/such/path", {"a": 1}) is None
