"""Slack over HTTP: requests are verified before anything reads them, and workspaces install the app by OAuth.

Of a request that is forged, old or replayed nothing is kept, and its body reaches no log.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from bot.chat.slack.refusals import understood
from bot.chat.slack.scopes import SCOPES, lacking, lacking_words
from bot.coach.front_lost import note_scopes
from bot.errors import CoachError, ConfigError, UsageError

if TYPE_CHECKING:
    from aiohttp import web

    from bot.chat.slack.chat import SlackChat

logger = logging.getLogger(__name__)

EVENTS, INSTALL, REDIRECT = "/slack/events", "/slack/install", "/slack/oauth_redirect"
AUTHORIZE = "https://slack.com/oauth/v2/authorize"
COOKIE = "coach-sign-in"
COOKIE_S = 600
MAX_BODY = 1_000_000
"""Bytes of a request; Slack's own are a few thousand."""


class SlackWeb:
    """The pages of one Slack app. `public_url` is how the world reaches it. Raises ConfigError without a signing secret."""

    def __init__(self, chat: SlackChat, *, signing_secret: str, client_id: str, client_secret: str,
                 public_url: str) -> None:
        from slack_sdk.signature import Clock, SignatureVerifier

        class _Clock(Clock):
            def now(self) -> float:
                return chat.clock().timestamp()

        if not signing_secret:
            raise ConfigError(f"{chat.settings.signing_secret_env} is empty: put the signing secret (Basic Information) "
                              "there, or every request would be refused.")
        self._chat = chat
        self._verifier = SignatureVerifier(signing_secret, clock=_Clock())
        self._client_id, self._client_secret = client_id, client_secret
        self._public_url = public_url.rstrip("/")

    def add_to(self, app: web.Application) -> None:
        """Hang the pages under an application."""
        app.router.add_post(EVENTS, self.events)
        app.router.add_get(INSTALL, self.install)
        app.router.add_get(REDIRECT, self.redirected)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Verify a request and let the app answer it; 401 for one that Slack did not send just now."""
        from aiohttp import web
        from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request

        body = (await request.read()).decode("utf-8", errors="replace")
        headers = {name: value for name, value in request.headers.items() if name.lower().startswith("x-slack-")}
        if not self._is_slacks(body, headers):
            logger.warning("request refused path=%s why=signature", request.path)
            return web.Response(status=401, text="This request is not Slack's, or too old.")
        assert self._chat.app is not None
        try:
            asked = await to_bolt_request(request)
        except ValueError:
            logger.warning("request refused path=%s why=garbled", request.path)
            return web.Response(status=400, text="This request cannot be read.")
        told: web.Response = await to_aiohttp_response(await self._chat.app.async_dispatch(asked))
        return told

    async def install(self, _request: web.Request) -> web.StreamResponse:
        """Send the browser to Slack's consent page."""
        from aiohttp import web

        if not self._client_id or not self._client_secret:
            return _page("This coach cannot be installed yet",
                         f"{self._chat.settings.client_id_env} and {self._chat.settings.client_secret_env} are empty.", 503)
        try:
            state = await self._chat.bridge.call(self._chat.household.begin_sign_in)
        except CoachError as error:
            return _page("This did not work now", f"{error} Try again.", 503)
        query = urlencode({"client_id": self._client_id, "scope": ",".join(SCOPES), "state": state,
                           "redirect_uri": self._public_url + REDIRECT})
        answer = web.Response(status=302, headers={"Location": f"{AUTHORIZE}?{query}"})
        answer.set_cookie(COOKIE, state, max_age=COOKIE_S, httponly=True, secure=self._public_url.startswith("https"),
                          samesite="Lax", path=REDIRECT)
        return answer

    async def redirected(self, request: web.Request) -> web.StreamResponse:
        """Take the code that Slack sends back, once, from the browser that began."""
        state, code = request.query.get("state", ""), request.query.get("code", "")
        if request.query.get("error"):
            return _page("Nothing was installed", "Somebody said no at Slack. Begin again whenever you like.", 200)
        is_ours = bool(state) and state == request.cookies.get(COOKIE)
        try:
            is_valid = bool(code) and is_ours and await self._chat.bridge.call(self._chat.household.end_sign_in, state)
        except CoachError as error:
            return _page("This did not work now", f"{error} Try again.", 503)
        if not is_valid:
            return _page("This sign-in is not valid any more", "Begin again; it has to end within ten minutes, in the same "
                         "browser.", 400)
        return await self._exchange(code)

    async def _exchange(self, code: str) -> web.StreamResponse:
        try:
            workspace, kept, missing = await self._installation(code)
            team = await self._chat.install(workspace, kept)
            if missing:
                await self._chat.bridge.call(self._note, team, missing)
        except CoachError as error:
            logger.warning("installation refused why=%s", error)
            return _page("The coach was not installed", f"{error} Begin again; if it happens twice, check "
                         f"{self._chat.settings.client_id_env} and {self._chat.settings.client_secret_env}.", 502)
        logger.info("installed workspace=%s team=%s", workspace, team)
        less = f" Less will work, since {missing}." if missing else ""
        return _page("The coach is in your workspace", "Go back to Slack, invite it to a channel and say "
                     f"/coach setup there.{less}", 200)

    def _note(self, team: str, missing: str) -> None:
        note_scopes(self._chat.household.desk(team), "slack", missing)

    async def _installation(self, code: str) -> tuple[str, dict[str, Any], str]:
        """Return the workspace, what its installation gives, and in words which scopes it does not. Raises CoachError."""
        # The secret goes in the form: aiohttp warns of the header that slack_sdk would put it in.
        form = {"client_id": self._client_id, "client_secret": self._client_secret, "code": code,
                "redirect_uri": self._public_url + REDIRECT}
        told = await understood(lambda: self._chat.client(None).api_call("oauth.v2.access", data=form))
        workspace = told.get("team") or {}
        if not workspace.get("id"):
            raise UsageError("Slack installed it for a whole organisation; choose one workspace.")
        who = await understood(lambda: self._chat.client(told["access_token"]).auth_test())
        return str(workspace["id"]), {
            "bot_token": told["access_token"], "bot_user_id": told.get("bot_user_id"), "bot_id": who.get("bot_id"),
            "scope": told.get("scope"), "team_id": workspace["id"], "name": workspace.get("name"),
        }, lacking_words(lacking(who.headers))

    def _is_slacks(self, body: str, headers: dict[str, str]) -> bool:
        try:
            return self._verifier.is_valid_request(body, headers)
        except ValueError:
            return False


def _page(title: str, words: str, status: int) -> web.Response:
    from html import escape

    from aiohttp import web

    html = (f"<!doctype html><html lang=en><meta charset=utf-8><title>{escape(title)}</title>"
            f"<body style='font-family:sans-serif;max-width:36em;margin:4em auto'><h1>{escape(title)}</h1>"
            f"<p>{escape(words)}</p></body></html>")
    return web.Response(status=status, text=html, content_type="text/html")
