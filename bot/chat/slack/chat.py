"""The coach in Slack: Socket Mode for one workspace, requests over HTTP for many; one app and one set of listeners."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from bot.chat.bridge import Bridge
from bot.chat.ports import Household
from bot.chat.slack.front import SlackFront
from bot.chat.slack.link import Link
from bot.chat.slack.listening import Listening, listen
from bot.chat.slack.people import People
from bot.chat.slack.presence import Presence
from bot.chat.slack.refusals import TokenRefused, named, understood
from bot.chat.talk import Talk
from bot.chat.turns import Turns
from bot.chat.watch import Watch
from bot.clock import Clock
from bot.coach.front_lost import tell_front_lost
from bot.errors import CoachError
from bot.model.settings import Slack

if TYPE_CHECKING:
    from datetime import datetime

    import aiohttp
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.authorization import AuthorizeResult
    from slack_sdk.web.async_client import AsyncWebClient

logger = logging.getLogger(__name__)

TIMEOUT_S = 20
KEPT_S = 60
"""How long a workspace's token is kept in memory. Another process may have seen it revoked: then Slack refuses it."""
NOT_INSTALLED = ("The coach has no place in this workspace any more. Ask whoever runs it to install it again; "
                 "the team's data is kept.")
PATIENT_RETRIES = 3
"""How often a call waits as long as Slack asks before it is given up; not used for the first message of the outbox."""


class SlackChat:
    """One Slack app within one event loop. `environ` holds the tokens under the names that the settings give."""

    platform = "slack"

    def __init__(self, household: Household, talk: Talk, bridge: Bridge, environ: Mapping[str, str], clock: Clock) -> None:
        self.settings: Slack = household.settings.slack
        self.household = household
        self.bridge = bridge
        self.clock = clock
        self.link = Link(clock)
        self._presence = Presence(household, bridge, environ, self.link)
        self._listening = Listening(Turns(household, talk, bridge), People(household, clock), self.forget, self.doubt)
        self._known: dict[str, tuple[datetime, AuthorizeResult]] = {}
        self._doubted: set[str] = set()
        self.watch = Watch(self.platform, household, bridge, clock, self._teams, self._hears)
        self._session: aiohttp.ClientSession | None = None
        self.app: AsyncApp | None = None

    async def start(self) -> None:
        """Connect and begin to listen; where Slack is away, go on trying. Raises ConfigError naming the token or switch
        that is off."""
        import aiohttp
        from slack_bolt.async_app import AsyncApp

        self._session = aiohttp.ClientSession()
        # Bolt reads a function's arguments by their names and takes `self` for one of them. With an authorize function of
        # ours, SLACK_CLIENT_ID and SLACK_CLIENT_SECRET in the environment change nothing.
        async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
            return await self._authorize(enterprise_id, team_id)

        self.app = AsyncApp(client=self.client(None), authorize=authorize, signing_secret="",  # type: ignore[arg-type]
                            request_verification_enabled=False, url_verification_enabled=True, logger=_bolt_logger(),
                            user_facing_authorize_error_message=NOT_INSTALLED)
        listen(self.app, self._listening)
        self.app.error(self._fault_handler())
        await self._presence.start(self.app, self.settings, self.client)
        if self.settings.mode == "socket":
            await self.watch.begin()

    async def stop_listening(self) -> None:
        """Take nothing new over the socket; what came is acknowledged."""
        await self.watch.end()
        await self._presence.stop()

    async def close(self) -> None:
        """Let go of every connection."""
        await self.watch.end()
        await self._presence.stop()
        if self._session is not None:
            await self._session.close()

    def front(self, team: str) -> SlackFront | None:
        """Return where a team's outbox is delivered, None where no workspace of the team is installed, and while Slack is
        away: what waits then goes on waiting. May wait for the store, so it is called from a thread of the core."""
        found = None if self.link.since else self._place_of(team)
        if found is None:
            return None
        token, workspace = str(found["bot_token"]), str(found["team_id"])
        return SlackFront(self.client(token), self.client(token, patient=True), self.bridge, lambda: self.doubt(workspace))

    async def forget(self, workspace: str, revoked_s: int) -> None:
        """Let go of a workspace's tokens that were revoked at a moment; those of a later installation stay.

        The team's data stays too, for the day it comes back. Of the process's own token Slack is asked itself.
        """
        found = await self.bridge.call(self.household.installation, "slack", workspace)
        if found and int(found.get("installed_s") or 0) <= revoked_s:
            await self.bridge.call(self.household.uninstall, "slack", workspace)
            self._known.pop(workspace, None)
            logger.info("uninstalled workspace=%s", workspace)
        self.doubt(workspace)

    def doubt(self, workspace: str) -> None:
        """Ask Slack whether it still takes a workspace's token, once at a time. To be called on the loop."""
        if workspace not in self._doubted:
            self._doubted.add(workspace)
            self.bridge.spawn(self._looked_into(workspace), name="slack's word on a token")

    async def _looked_into(self, workspace: str) -> None:
        try:
            own = self._presence.own
            if own is not None and own["team_id"] == workspace:
                await self._presence.look_again()
            elif found := await self.bridge.call(self.household.installation, "slack", workspace):
                await understood(self.client(str(found["bot_token"])).auth_test)
        except TokenRefused as error:
            await self.bridge.call(self._lost, workspace, named(error.__cause__))
        except CoachError as error:
            logger.info("token not looked into workspace=%s why=%s", workspace, error)
        finally:
            self._known.pop(workspace, None)
            self._doubted.discard(workspace)

    def _lost(self, workspace: str, why: str) -> None:
        """Let go of a workspace whose token Slack refuses, though nobody said that it was revoked. Waits for the store."""
        logger.error("workspace lost workspace=%s why=%s", workspace, why)
        team = self.household.team_at("slack", workspace, "")
        self.household.uninstall("slack", workspace)
        if team:
            told = f"Slack takes the workspace's token no more: {why}. {NOT_INSTALLED}"
            tell_front_lost(self.household.desk(team), "slack", told)

    def _hears(self) -> bool:
        return self.link.since is None and (self.settings.mode == "http" or self._presence.own is not None)

    def _teams(self) -> list[str]:
        """Return the teams that are in Slack. Waits for the store."""
        installed = [team for team in self.household.teams() if self.household.installation_of("slack", team)]
        return [*(self._presence.teams() if self._presence.own else ()), *installed]

    async def install(self, workspace: str, installation: Mapping[str, Any]) -> str:
        """Keep a workspace's tokens and return whose team it is."""
        kept = {**installation, "installed_s": int(self.clock().timestamp())}
        team = await self.bridge.call(self.household.install, "slack", workspace, kept)
        self._known.pop(workspace, None)
        return team

    def _place_of(self, team: str) -> Mapping[str, Any] | None:
        # A team that installed the app itself is never written to with the token of the process: it is another workspace.
        return self.household.installation_of("slack", team) or self._presence.own

    async def _authorize(self, enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        from slack_bolt.authorization import AuthorizeResult

        workspace, now = team_id or enterprise_id or "", self.clock()
        at, known = self._known.get(workspace, (None, None))
        if at is not None and (now - at).total_seconds() < KEPT_S:
            return known
        # Not in a thread of the core: they may all be at work, and the acknowledgement waits for this.
        own = self._presence.own
        found = own if own and own["team_id"] == workspace else await asyncio.to_thread(
            self.household.installation, "slack", workspace)
        if not found:
            return None
        known = AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=found["bot_token"],
                                bot_id=found.get("bot_id"), bot_user_id=found.get("bot_user_id"))
        self._known[workspace] = (now, known)
        return known

    def _fault_handler(self) -> Callable[..., Awaitable[None]]:
        async def fault(error: Exception) -> None:
            self.bridge.told_of(error)

        return fault

    def client(self, token: str | None, *, patient: bool = False) -> AsyncWebClient:
        """Return a client over the one session; a patient one waits where Slack asks to, and so does one for requests."""
        from slack_sdk.http_retry.async_handler import AsyncRetryHandler
        from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
        from slack_sdk.web.async_client import AsyncWebClient

        handlers: list[AsyncRetryHandler] = []
        if patient or token is None:
            handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=PATIENT_RETRIES))
        return AsyncWebClient(token=token, base_url=self.settings.api_url, session=self._session, timeout=TIMEOUT_S,
                              trust_env_in_session=True, retry_handlers=handlers)


def _bolt_logger() -> logging.Logger:
    """Return the logger for Bolt: its warnings hold whole requests, so only its errors are kept."""
    kept = logging.getLogger("bot.chat.slack.bolt")
    kept.setLevel(logging.ERROR)
    return kept
