"""The coach in Slack: Socket Mode for one workspace, requests over HTTP for many; one app and one set of listeners."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from bot.chat.bridge import Bridge
from bot.chat.ports import Household
from bot.chat.slack.front import SlackFront
from bot.chat.slack.listening import Listening, listen
from bot.chat.slack.people import People
from bot.chat.talk import Talk
from bot.chat.turns import Turns
from bot.clock import Clock
from bot.errors import ConfigError
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
        self._environ = environ
        self._listening = Listening(Turns(household, talk, bridge), People(household, clock), self.forget,
                                    self.settings.answers_outsiders)
        self._known: dict[str, tuple[datetime, AuthorizeResult]] = {}
        self._session: aiohttp.ClientSession | None = None
        self._handler: Any = None
        self._own: dict[str, Any] | None = None
        self.app: AsyncApp | None = None

    async def start(self) -> None:
        """Connect and begin to listen. Raises ConfigError naming the token or switch that is off."""
        import aiohttp
        from slack_bolt.async_app import AsyncApp

        self._session = aiohttp.ClientSession()
        if self._environ.get(self.settings.bot_token_env):
            await self._introduce()
        # Bolt reads a function's arguments by their names and takes `self` for one of them. With an authorize function of
        # ours, SLACK_CLIENT_ID and SLACK_CLIENT_SECRET in the environment change nothing.
        async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
            return await self._authorize(enterprise_id, team_id)

        self.app = AsyncApp(client=self.client(None), authorize=authorize, signing_secret="",  # type: ignore[arg-type]
                            request_verification_enabled=False, url_verification_enabled=True, logger=_bolt_logger(),
                            user_facing_authorize_error_message=NOT_INSTALLED)
        listen(self.app, self._listening)
        self.app.error(self._fault_handler())
        if self.settings.mode == "socket":
            await self._connect()

    async def stop_listening(self) -> None:
        """Take nothing new over the socket."""
        if self._handler is not None:
            self._handler.client.auto_reconnect_enabled = False
            await self._handler.client.disconnect()

    async def close(self) -> None:
        """Let go of every connection."""
        if self._handler is not None:
            await self._handler.close_async()
        if self._session is not None:
            await self._session.close()

    def front(self, team: str) -> SlackFront | None:
        """Return where a team's outbox is delivered, None where no workspace of the team is installed. May wait for the
        store, so it is called from a thread of the core."""
        token = self._token_of(team)
        return SlackFront(self.client(token), self.client(token, patient=True), self.bridge) if token else None

    async def forget(self, workspace: str, revoked_s: int) -> None:
        """Let go of a workspace's tokens that were revoked at a moment; those of a later installation stay.

        The team's data stays too, for the day it comes back.
        """
        found = await self.bridge.call(self.household.installation, "slack", workspace)
        if found and int(found.get("installed_s") or 0) <= revoked_s:
            await self.bridge.call(self.household.uninstall, "slack", workspace)
            self._known.pop(workspace, None)
            logger.info("uninstalled workspace=%s", workspace)

    async def install(self, workspace: str, installation: Mapping[str, Any]) -> str:
        """Keep a workspace's tokens and return whose team it is."""
        kept = {**installation, "installed_s": int(self.clock().timestamp())}
        team = await self.bridge.call(self.household.install, "slack", workspace, kept)
        self._known.pop(workspace, None)
        return team

    def _token_of(self, team: str) -> str | None:
        # A team that installed the app itself is never written to with the token of the process: it is another workspace.
        found = self.household.installation_of("slack", team) or self._own
        return str(found["bot_token"]) if found else None

    async def _introduce(self) -> None:
        """Ask Slack who the bot token is, so that a wrong one is told at once."""
        import aiohttp
        from slack_sdk.errors import SlackApiError

        token = self._secret(self.settings.bot_token_env, "xoxb-", "the bot token (OAuth & Permissions)")
        if self.settings.mode == "socket":
            self._secret(self.settings.app_token_env, "xapp-", "the app-level token (Basic Information)")
        try:
            told = await self.client(token).auth_test()
        except SlackApiError as error:
            raise ConfigError(f"Slack refuses the token in {self.settings.bot_token_env}: {error.response['error']}. "
                              "Install the app again and copy its bot token.") from error
        except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
            raise ConfigError(f"Slack cannot be reached at {self.settings.api_url}: {type(error).__name__}.") from error
        self._own = {"bot_token": token, "bot_id": told.get("bot_id"), "bot_user_id": told.get("user_id"),
                     "team_id": told["team_id"]}
        self.household.settle_workspace("slack", told["team_id"], self.household.settings.team)

    async def _connect(self) -> None:
        import aiohttp
        from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
        from slack_sdk.errors import SlackApiError

        assert self.app is not None
        token = self._environ[self.settings.app_token_env]
        try:
            # The library would try a refused token again for ever, so the first address is asked for here.
            told = await self.client(None).apps_connections_open(app_token=token)
        except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
            raise ConfigError(f"Slack's socket cannot be reached: {type(error).__name__}.") from error
        except SlackApiError as error:
            raise ConfigError(f"Slack refuses the token in {self.settings.app_token_env}: {error.response['error']}. It "
                              "needs the scope connections:write, and Socket Mode has to be on.") from error
        self._handler = AsyncSocketModeHandler(self.app, token, web_client=self.client(None))
        self._handler.client.wss_uri = told["url"]
        await self._handler.connect_async()

    async def _authorize(self, enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        from slack_bolt.authorization import AuthorizeResult

        workspace, now = team_id or enterprise_id or "", self.clock()
        at, known = self._known.get(workspace, (None, None))
        if at is not None and (now - at).total_seconds() < KEPT_S:
            return known
        # Not in a thread of the core: they may all be at work, and the acknowledgement waits for this.
        found = self._own if self._own and self._own["team_id"] == workspace else await asyncio.to_thread(
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

    def _secret(self, name: str, begins: str, what: str) -> str:
        secret = self._environ.get(name, "").strip()
        if not secret.startswith(begins):
            found = "is empty" if not secret else f"does not begin with {begins}"
            raise ConfigError(f"{name} {found}: put {what} there. It begins with {begins}")
        return secret


def _bolt_logger() -> logging.Logger:
    """Return the logger for Bolt: its warnings hold whole requests, so only its errors are kept."""
    kept = logging.getLogger("bot.chat.slack.bolt")
    kept.setLevel(logging.ERROR)
    return kept
