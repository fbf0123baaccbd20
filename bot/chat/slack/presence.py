"""The process's own place in Slack: who its token is and its socket, held on to while Slack comes and goes.

Slack being away is no fault: it is tried until it is back. A token that is refused is one: then the process leaves Slack
for good, says so where it can, and everything else lives on.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from bot.chat.bridge import Bridge
from bot.chat.ports import Household
from bot.chat.slack.link import Link
from bot.chat.slack.refusals import named
from bot.chat.slack.scopes import WHERE, lacking, lacking_words
from bot.chat.slack.socket import Socket
from bot.chat.slack.tokens import APP, BOT, accepted, secret
from bot.coach.front_lost import note_scopes, tell_front_lost
from bot.errors import AnswerLost, CoachError, ConfigError, TryLater
from bot.model.settings import Slack

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

logger = logging.getLogger(__name__)

LACKING = "slack scopes lacking"
SOCKET_ADVICE = "It needs the scope connections:write, and Socket Mode has to be on."
BOT_ADVICE = "Install the app again and copy its bot token."


class Presence:
    """One process in Slack. `own`: who its bot token is, None without one, before it is known, once it is refused."""

    def __init__(self, household: Household, bridge: Bridge, environ: Mapping[str, str], link: Link) -> None:
        self.link = link
        self.own: dict[str, Any] | None = None
        self._household = household
        self._bridge = bridge
        self._environ = environ
        self._client_of: Callable[[str | None], AsyncWebClient] | None = None
        self._settings: Slack = household.settings.slack
        self._socket: Socket | None = None
        self._keeping: asyncio.Task[None] | None = None

    async def start(self, app: AsyncApp, settings: Slack, client_of: Callable[[str | None], AsyncWebClient]) -> None:
        """Enter Slack, or go on trying where it is away. Raises ConfigError naming the token or switch that is off."""
        self._settings, self._client_of = settings, client_of
        if self._environ.get(settings.bot_token_env):
            secret(self._environ, settings.bot_token_env, BOT)
        if settings.mode == "socket":
            token = secret(self._environ, settings.app_token_env, APP)
            self._socket = Socket(app, client_of(None), token, self._bridge)
        try:
            await self._reach()
        except (TryLater, AnswerLost) as error:
            self.link.lost(named(error.__cause__ or error))
        if self._is_held:
            self._keeping = asyncio.create_task(self._keep(), name="slack")
            self._keeping.add_done_callback(self._ended)

    async def stop(self) -> None:
        """Take nothing new; what came is acknowledged."""
        if self._keeping is not None and self._keeping is not asyncio.current_task():
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
        if self._socket is not None:
            await self._socket.close()

    async def look_again(self) -> None:
        """Ask Slack whether it still takes the bot token, and leave for good where it does not. Raises CoachError where
        Slack is away."""
        try:
            await self._introduce()
        except ConfigError as error:
            await self.stop()
            await self._leave(str(error))

    @property
    def _is_held(self) -> bool:
        """Whether there is something to hold on to: a socket, or a Slack that is away."""
        return self._socket is not None or self.link.since is not None

    async def _keep(self) -> None:
        while self._is_held:
            try:
                if self._socket is not None and self.link.since is None:
                    await self._socket.listen()
                    self.link.lost("the socket was dropped")
                await asyncio.sleep(self.link.pause_s)
                await self._reach()
            except ConfigError as error:
                await self._leave(str(error))
                return
            except CoachError as error:
                self.link.lost(named(error.__cause__ or error))
            except Exception as error:
                self._bridge.told_of(error)
                self.link.lost(type(error).__name__)
            else:
                self._send_what_waited()

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            self._bridge.told_of(error)

    async def _reach(self) -> None:
        if self._environ.get(self._settings.bot_token_env):
            await self._introduce()
        if self._socket is not None:
            await accepted(self._socket.open, self._settings.app_token_env, SOCKET_ADVICE)

    async def _introduce(self) -> None:
        assert self._client_of is not None
        token = secret(self._environ, self._settings.bot_token_env, BOT)
        told = await accepted(self._client_of(token).auth_test, self._settings.bot_token_env, BOT_ADVICE)
        self.own = {"bot_token": token, "bot_id": told.get("bot_id"), "bot_user_id": told.get("user_id"),
                    "team_id": told["team_id"]}
        self._household.settle_workspace("slack", told["team_id"], self._household.settings.team)
        await self._bridge.call(self._tell_lacking, lacking_words(lacking(told.headers)))

    def _send_what_waited(self) -> None:
        if self.link.found():
            for team in self.teams():
                self._household.look_soon(team)

    async def _leave(self, why: str) -> None:
        self.own = None
        # Slack did answer: what is installed in other workspaces goes on.
        self.link.found()
        logger.error("slack left for good, start again once it is mended: %s", why)
        await self._bridge.call(self._tell_left, why)

    def _tell_lacking(self, words: str) -> None:
        """Log the scopes that are not granted, in the log of settings too where that was not so before."""
        if words:
            logger.warning("slack scopes: %s; add under %s, then install the app again", words, WHERE)
        if words != (self._household.note(LACKING) or ""):
            self._household.keep_note(LACKING, words)
            for team in self.teams():
                note_scopes(self._household.desk(team), "slack", words or "all are granted now")

    def _tell_left(self, why: str) -> None:
        for team in self.teams():
            tell_front_lost(self._household.desk(team), "slack", why)
            self._household.look_soon(team)

    def teams(self) -> list[str]:
        """Return the teams whom the process's own token speaks for."""
        settings = self._household.settings
        named_ones = [each.team or settings.team for each in settings.channels if each.platform == "slack"]
        return list(dict.fromkeys([settings.team, *named_ones]))
