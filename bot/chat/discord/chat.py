"""The coach in Discord: one bot account on the gateway."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.chat.bridge import Bridge
from bot.chat.discord.client import CoachClient
from bot.chat.discord.front import DiscordFront
from bot.chat.discord.refusals import FAILED, named
from bot.chat.discord.servers import Servers
from bot.chat.ports import Household
from bot.chat.talk import Talk
from bot.chat.turns import Turns
from bot.chat.watch import Watch
from bot.clock import Clock
from bot.coach.front_lost import tell_front_lost
from bot.errors import ConfigError
from bot.model.settings import Discord

logger = logging.getLogger(__name__)

READY_S = 30
"""Within which the gateway is up as a rule; after that the coach starts without it, and it comes when it comes."""
CLOSE_S = 3
"""For which the gateway's own end is waited for; a client that just tries to come back would take a minute."""
BAD_TOKEN = 4004
FINAL = {BAD_TOKEN, 4010, 4012, 4013, 4014}
"""Close codes of the gateway after which coming back is of no use: the token, the shard, the version or the intents are
refused (https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway)."""
AGAIN_S = 5.0
AGAIN_AT_MOST_S = 300.0
"""How long after an end that nobody foresaw the coach comes back: twice as long each time."""


class DiscordChat:
    """One Discord application within one event loop. `environ` holds its token under the name the settings give.

    Only one may run in a process at a time where the settings name another server than Discord's own: see `point_at`.
    """

    platform = "discord"

    def __init__(self, household: Household, talk: Talk, bridge: Bridge, environ: Mapping[str, str], clock: Clock) -> None:
        self.settings: Discord = household.settings.discord
        self._household = household
        self._environ = environ
        self._bridge = bridge
        self._clock = clock
        servers = Servers(household, bridge)
        self.watch = Watch(self.platform, household, bridge, clock, servers.teams)
        self.client = CoachClient(Turns(household, talk, bridge), servers, self.watch)
        self.again_s = AGAIN_S
        self._task: asyncio.Task[None] | None = None
        self._point_back: Callable[[], None] = lambda: None

    async def start(self) -> None:
        """Sign in and wait until the gateway is up. Raises ConfigError naming the token or switch that is off."""
        token = self._environ.get(self.settings.token_env, "").strip()
        self._point_back = point_at(self.settings)
        try:
            await self.client.login(token)
            await self._find_gateway()
        except discord.LoginFailure as error:
            raise self._refused_token() from error
        except (discord.DiscordException, aiohttp.ClientError, TimeoutError, OSError) as error:
            raise ConfigError(f"Discord cannot be reached at {self.settings.api_url}: {type(error).__name__}.") from error
        self._task = asyncio.create_task(self._stay(token), name="discord gateway")
        ready = asyncio.create_task(self.client.wait_until_ready())
        await asyncio.wait({self._task, ready}, timeout=READY_S, return_when=asyncio.FIRST_COMPLETED)
        if self._task.done():
            ready.cancel()
            raise self._why(self._task.exception())
        if not ready.done():
            ready.cancel()
            logger.warning("discord's gateway is not up yet; commands and presses wait for it")
        self._task.add_done_callback(self._ended)

    async def stop_listening(self) -> None:
        """Do nothing new: who asks now is told to ask again in a minute. The gateway stays, for the answers in flight."""
        self.client.is_stopping = True
        await self.watch.end()

    async def close(self) -> None:
        """Leave the gateway, let go of every connection, and point discord.py where it pointed before."""
        self.client.is_stopping = True
        await self.watch.end()
        await self.client.close()
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=CLOSE_S)
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self._point_back()

    def front(self, team: str) -> DiscordFront | None:
        """Return where a team's outbox is delivered, None while the client is not signed in."""
        if self.client.is_closed():
            return None
        return DiscordFront(self.client, self._bridge, self._clock, self.client.servers.of_team(team))

    async def _stay(self, token: str) -> None:
        """Stay on the gateway. discord.py comes back from what it foresees; from anything else the coach begins anew.

        Raises what it is of no use to come back from.
        """
        wait_s, is_signed_in, loop = self.again_s, True, asyncio.get_running_loop()
        while True:
            began_s = loop.time()
            try:
                if not is_signed_in:
                    await self.client.login(token)
                    await self._find_gateway()
                await self.client.connect()
                return
            except Exception as error:
                if self.client.is_stopping or _is_final(error):
                    raise
                self.watch.lost()
                logger.warning("discord left, coming back in %.0f s error=%s", wait_s, named(error))
                if not isinstance(error, FAILED):
                    self._bridge.told_of(error)
            await self.client.close()
            held = loop.time() - began_s > AGAIN_AT_MOST_S
            await asyncio.sleep(self.again_s if held else wait_s)
            if self.client.is_stopping:
                return
            wait_s, is_signed_in = self.again_s if held else min(wait_s * 2, AGAIN_AT_MOST_S), False
            self.client = self.client.anew()

    async def _find_gateway(self) -> None:
        """Point discord.py at the gateway that belongs to this API: it comes back to that after a lost session."""
        shards, address, _ = await self.client.http.get_bot_gateway()
        self.client.shard_count = shards
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(self.settings.gateway_url or address)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """Say why the gateway was left for good; the process lives on, and what waits for Discord goes on waiting."""
        if not self.client.is_stopping and not task.cancelled():
            self.watch.lost()
            why = str(self._why(task.exception()))
            logger.error("discord left for good, start again once it is mended: %s", why)
            self._bridge.spawn(self._bridge.call(self._tell_left, why), name="discord left")

    def _tell_left(self, why: str) -> None:
        for team in self.client.servers.teams():
            tell_front_lost(self._household.desk(team), self.platform, why)
            self._household.look_soon(team)

    def _refused_token(self) -> ConfigError:
        return ConfigError(f"Discord refuses the token in {self.settings.token_env}; reset it under Bot in the developer "
                           "portal and put the new one there.")

    def _why(self, error: BaseException | None) -> ConfigError:
        if isinstance(error, discord.PrivilegedIntentsRequired):
            if self.settings.follows_threads:
                return ConfigError("Discord refuses the intents (4014). Switch on Message Content Intent under Bot in the "
                                   "developer portal, or set follows_threads under [discord] to false.")
            return ConfigError("Discord refuses the intents (4014). The coach asks for no privileged one, so look under "
                               "Bot in the developer portal whether the application was restricted.")
        is_closed_for_token = isinstance(error, discord.ConnectionClosed) and error.code == BAD_TOKEN
        if is_closed_for_token or isinstance(error, discord.LoginFailure):
            return self._refused_token()
        code = f" ({error.code})" if isinstance(error, discord.ConnectionClosed) else ""
        return ConfigError(f"Discord's gateway was closed: {type(error).__name__ if error else 'no reason given'}{code}.")


def _is_final(error: BaseException) -> bool:
    """Tell whether coming back to the gateway is of no use."""
    if isinstance(error, discord.ConnectionClosed):
        return error.code in FINAL
    return isinstance(error, discord.LoginFailure | discord.PrivilegedIntentsRequired)


def point_at(settings: Discord) -> Callable[[], None]:
    """Let discord.py speak to the server that the settings name, and return what lets it speak to the one before.

    It knows no other way than constants of its own, so this holds for every client of the process.
    """
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = settings.api_url.rstrip("/")
    if settings.gateway_url:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.gateway_url)

    def point_back() -> None:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before

    return point_back
