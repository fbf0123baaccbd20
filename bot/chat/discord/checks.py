"""What a doctor looks at in Discord: the token, where interactions go, intents, commands, channels, the clock.

Asks, and changes nothing.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import discord

from bot.chat.discord.invite import PERMISSIONS, invite
from bot.chat.discord.rights import rights_in
from bot.chat.discord.tree import command_tree, described, outline
from bot.commands import commands
from bot.model.check import Check
from bot.model.settings import Channel, Settings

TIMEOUT_S = 10
CLOCK_S = 60
"""How far the clocks may differ before schedules are plainly off."""
WHERE = "Discord's developer portal (discord.com/developers/applications)"
_CONTENT = "message content"
_PRIVILEGED = {"presence": 3 << 12, "server members": 3 << 14, _CONTENT: 3 << 18}
"""Each with its two flags of an application, for large and for small ones
(https://docs.discord.com/developers/resources/application#application-object-application-flags)."""
_NEEDED = ("view_channel", "send_messages")
"""Without one of these nothing can be said; without the others less is."""
_TEXT, _ANNOUNCEMENT = 0, 5
"""The kinds of channels that are a team's (https://docs.discord.com/developers/resources/channel#channel-object-channel-types)."""
_WORDS = {"send_messages_in_threads": "Send Messages in Threads"}


@dataclass(frozen=True)
class _Asking:
    """One session with Discord's REST. `application` and `user` are the ids of the coach's own."""

    session: aiohttp.ClientSession
    base: str
    application: str = ""
    user: str = ""

    async def get(self, path: str) -> tuple[int, Any, Mapping[str, str]]:
        """Return the status, what was told (an empty object where it was refused) and the headers."""
        async with self.session.get(f"{self.base}{path}") as answer:
            told = await answer.json(content_type=None) if answer.status == 200 else {}
            return answer.status, told, answer.headers


async def discord_checks(settings: Settings, environ: Mapping[str, str], now: datetime) -> list[Check]:
    """Look at Discord as the settings name it, and at every channel of theirs."""
    name = settings.discord.token_env
    token = environ.get(name, "").strip()
    if not token:
        return [Check("discord", "ok", f"not used: {name} is empty",
                      "python -m bot manifest discord prints the link that invites the coach.")]
    if fault := _fault_of(token):
        return [Check("discord token", "missing", f"{name} {fault}", f"Copy the token under Bot in {WHERE} into {name}.")]
    headers, timeout = {"Authorization": f"Bot {token}"}, aiohttp.ClientTimeout(total=TIMEOUT_S)
    found: list[Check] = []
    try:
        async with aiohttp.ClientSession(headers=headers, timeout=timeout) as session:
            async for each in _looked_at(_Asking(session, settings.discord.api_url.rstrip("/")), settings, now):
                found.append(each)
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        found.append(Check("discord", "missing", f"Discord cannot be reached: {type(error).__name__}",
                           "Check the network and discord.api_url."))
    return found


def _fault_of(token: str) -> str:
    """Return what is wrong with a token that no Discord would take, nothing where it may be one."""
    if token.startswith(("xoxb-", "xapp-", "xoxp-")):
        return "holds a token of Slack's"
    if token.lower().startswith("bot "):
        return "begins with the word Bot, which is put there by itself"
    return "holds more than a token" if len(token.split()) > 1 else ""


async def _looked_at(asking: _Asking, settings: Settings, now: datetime) -> AsyncIterator[Check]:
    status, told, headers = await asking.get("/applications/@me")
    if status != 200:
        yield _refused(status, settings.discord.token_env)
        return
    yield Check("discord token", "ok", f"application {told.get('name')}")
    yield _clock(headers, now)
    yield _interactions(told)
    yield _intents(int(told.get("flags") or 0), follows_threads=settings.discord.follows_threads)
    own = (await asking.get("/users/@me"))[1]
    asking = _Asking(asking.session, asking.base, str(told.get("id", "")), str(own.get("id", "")))
    yield await _commands(asking)
    for channel in settings.channels:
        if channel.platform == "discord":
            yield await _channel(asking, channel)


def _refused(status: int, name: str) -> Check:
    if status in (401, 403):
        return Check("discord token", "missing", f"Discord refuses it ({status})",
                     f"Reset the token under Bot in {WHERE} and put it into {name}.")
    return Check("discord", "missing", f"Discord answers {status}",
                 "Run doctor again in a minute; look at discord.api_url.")


def _clock(headers: Mapping[str, str], now: datetime) -> Check:
    try:
        stated = parsedate_to_datetime(headers.get("Date", ""))
    except ValueError:
        return Check("discord clock", "ok", "Discord named no time")
    apart_s = abs((stated - now).total_seconds())
    if apart_s > CLOCK_S:
        return Check("discord clock", "missing", f"this machine's clock is {apart_s:,.0f} seconds from Discord's",
                     "Let the machine set its clock from the network (NTP).")
    return Check("discord clock", "ok", "within a minute of Discord's")


def _interactions(told: Mapping[str, Any]) -> Check:
    if told.get("interactions_endpoint_url"):
        return Check("discord interactions", "missing", "they go to an Interactions Endpoint URL, not to the coach",
                     f"Empty that field under General Information in {WHERE}.")
    return Check("discord interactions", "ok", "they come over the gateway")


def _intents(flags: int, *, follows_threads: bool) -> Check:
    needed = {_CONTENT} if follows_threads else set()
    if follows_threads and not flags & _PRIVILEGED[_CONTENT]:
        return Check("discord intents", "missing", "follows_threads is set and message content is switched off",
                     f"Switch on Message Content Intent under Bot in {WHERE}, or set follows_threads to false.")
    unused = [name for name, bits in _PRIVILEGED.items() if flags & bits and name not in needed]
    if unused:
        return Check("discord intents", "attention", f"switched on and never used: {', '.join(unused)}",
                     f"Switch off under Bot in {WHERE}, Privileged Gateway Intents; the coach works without.")
    if needed:
        return Check("discord intents", "ok", "message content is switched on, so that threads can be followed")
    return Check("discord intents", "ok", "no privileged one is switched on, and none is needed")


async def _commands(asking: _Asking) -> Check:
    status, told, _ = await asking.get(f"/applications/{asking.application}/commands")
    if status != 200:
        return Check("discord commands", "attention", f"Discord does not tell them ({status})", "Run doctor again later.")
    own = outline(described(command_tree(discord.Client(intents=discord.Intents.none()), commands())))
    if outline(told) == own:
        return Check("discord commands", "ok", f"as this version has them ({len(own)} at the top)")
    found = "Discord has others than this version" if told else "Discord was told none yet"
    return Check("discord commands", "attention", found, "They are told when the coach starts: python -m bot run")


async def _channel(asking: _Asking, channel: Channel) -> Check:
    name = f"discord channel {channel.id}"
    if not (channel.id.isascii() and channel.id.isdigit()):
        return Check(name, "missing", "this is no channel's id", "Copy it with Copy Channel ID (Developer Mode on).")
    status, told, _ = await asking.get(f"/channels/{channel.id}")
    if status != 200:
        step = f"Invite the coach to its server: {invite(asking.application)}" if _is_id(asking.application) \
            else "Invite the coach."
        return Check(name, "missing", f"the coach can't see it ({status})",
                     f"{step} In a private channel add it under Permissions.")
    if told.get("type") not in (_TEXT, _ANNOUNCEMENT) or not told.get("guild_id"):
        return Check(name, "missing", f"{told.get('name') or 'it'} is no text channel of a server",
                     "Choose one, such as the channel that a thread belongs to.")
    return await _rights(asking, name, told)


async def _rights(asking: _Asking, name: str, channel: Mapping[str, Any]) -> Check:
    server_id = channel["guild_id"]
    server_status, server, _ = await asking.get(f"/guilds/{server_id}")
    member_status, member, _ = await asking.get(f"/guilds/{server_id}/members/{asking.user}")
    if (server_status, member_status) != (200, 200):
        return Check(name, "missing", f"#{channel.get('name')}: the coach is not in its server",
                     "Invite it with the link of python -m bot manifest discord.")
    has, place = rights_in(channel, server, member), f"#{channel.get('name')} in {server.get('name')}"
    lacking = [each for each, bit in PERMISSIONS.items() if not has & bit]
    if lacking:
        return Check(name, "missing" if set(lacking) & set(_NEEDED) else "attention",
                     f"{place}: the coach may not {', '.join(_shown(lacking))}",
                     "Allow it under Edit Channel, Permissions, for the coach's role.")
    return Check(name, "ok", f"{place}, all {len(PERMISSIONS)} permissions are there")


def _shown(rights: Sequence[str]) -> Iterator[str]:
    """Return permissions as Discord's own page calls them."""
    return (_WORDS.get(each, each.replace("_", " ").title()) for each in rights)


def _is_id(application: str) -> bool:
    return application.isdigit() and 15 <= len(application) <= 20
