"""What a doctor looks at in Discord: the token, where interactions go, the channels. Asks, and changes nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

import aiohttp

from bot.chat.discord.invite import invite
from bot.model.check import Check
from bot.model.settings import Channel, Settings

TIMEOUT_S = 10
_WHERE = "Discord's developer portal (discord.com/developers/applications)"


async def discord_checks(settings: Settings, environ: Mapping[str, str]) -> list[Check]:
    """Look at Discord as the settings name it."""
    token = environ.get(settings.discord.token_env, "").strip()
    if not token:
        return [Check("discord", "ok", f"not used: {settings.discord.token_env} is empty",
                      "python -m bot manifest discord prints the link that invites the coach.")]
    headers, timeout = {"Authorization": f"Bot {token}"}, aiohttp.ClientTimeout(total=TIMEOUT_S)
    try:
        async with aiohttp.ClientSession(headers=headers, timeout=timeout) as session:
            return [each async for each in _looked_at(session, settings)]
    except (aiohttp.ClientError, TimeoutError) as error:
        return [Check("discord", "missing", f"Discord cannot be reached: {type(error).__name__}",
                      "Check the network and discord.api_url.")]


async def _looked_at(session: aiohttp.ClientSession, settings: Settings) -> AsyncIterator[Check]:
    base = settings.discord.api_url.rstrip("/")
    status, told = await _get(session, f"{base}/applications/@me")
    if status != 200:
        yield Check("discord token", "missing", f"Discord refuses it ({status})",
                    f"Reset the token under Bot in {_WHERE} and put it into {settings.discord.token_env}.")
        return
    yield Check("discord token", "ok", f"application {told.get('name')}")
    if told.get("interactions_endpoint_url"):
        yield Check("discord interactions", "missing", "they go to an Interactions Endpoint URL, not to the coach",
                    f"Empty that field under General Information in {_WHERE}.")
    else:
        yield Check("discord interactions", "ok", "they come over the gateway; no privileged intent is needed")
    for channel in settings.channels:
        if channel.platform == "discord":
            yield await _channel(session, base, channel, str(told.get("id", "")))


async def _channel(session: aiohttp.ClientSession, base: str, channel: Channel, application: str) -> Check:
    name = f"discord channel {channel.id}"
    if not channel.id.isdigit():
        return Check(name, "missing", "this is no channel's id", "Copy it with Copy Channel ID (Developer Mode on).")
    status, told = await _get(session, f"{base}/channels/{channel.id}")
    if status == 200:
        return Check(name, "ok", f"#{told.get('name')}")
    step = f"Invite the coach to its server: {invite(application)}" if application.isdigit() else "Invite the coach."
    return Check(name, "missing", f"the coach can't see it ({status})", f"{step} In a private channel add it under "
                                                                       "Permissions.")


async def _get(session: aiohttp.ClientSession, url: str) -> tuple[int, dict[str, Any]]:
    async with session.get(url) as answer:
        told = await answer.json(content_type=None) if answer.status == 200 else {}
        return answer.status, told if isinstance(told, dict) else {}
