"""A strict fake of Slack on 127.0.0.1, spoken to by the real slack_bolt and slack_sdk; it refuses what Slack refuses.

Nothing in it waits for real time but a bounded wait for something that must come: its clock is moved by the test.
"""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from email.utils import formatdate
from types import TracebackType
from typing import Any

from aiohttp import ClientSession, web

from tests.fakes import slack_apps, slack_chat, slack_conversations, slack_files, slack_streams, slack_views
from tests.fakes.slack_core import SCOPES, Rules, rules_of
from tests.fakes.slack_hooks import answer_hook
from tests.fakes.slack_http import SIGNED, Answer, HttpDoor, Post
from tests.fakes.slack_methods import METHODS
from tests.fakes.slack_oracle import IN_FORCE
from tests.fakes.slack_payloads import url_verification
from tests.fakes.slack_people import People
from tests.fakes.slack_refusal import Refusal
from tests.fakes.slack_socket import Kind
from tests.fakes.slack_state import Json
from tests.fakes.slack_web import Call, Record, check_args, check_scopes, decoded, read_args, team_of, token_in

HANDLERS: dict[str, Callable[[Call], Json]] = {**slack_apps.HANDLERS, **slack_chat.HANDLERS, **slack_conversations.HANDLERS,
                                               **slack_files.HANDLERS, **slack_streams.HANDLERS, **slack_views.HANDLERS}
NO_FAULT, LOST = Refusal("no fault"), Refusal("an answer that is lost")


class FakeSlack(People):
    """The server, as an async context manager. `checks`: what blocks and events are held against on this machine.

        async with FakeSlack() as slack:
            slack.channel("C1", members=["U1"])
            client = AsyncWebClient(slack.token(), base_url=slack.api_url)     # an app of one's own, then:
            await slack.connected()
            await slack.command("U1", "C1", "/coach", "help")
            message = (await slack.seen(lambda: slack.ephemeral("C1", "U1")))[0]
            assert "Say it like this" in slack.read(message)
            await slack.press(message, "Done")

    `scopes`: what the bot token of a workspace is granted; `commands`, `shortcuts`, `events`: what is set for the app, None for
    every one; `burst`: messages a channel takes at once; `patience_s`: real seconds an acknowledgement may take at most.
    """

    checks = IN_FORCE
    echoes: bool
    """Whether the app hears of its own messages too, as an app does that listens to messages; off at first."""

    def __init__(self, *, scopes: Iterable[str] = SCOPES, commands: Mapping[str, bool] | None = None,
                 shortcuts: Iterable[str] | None = None, events: Iterable[str] | None = None, is_distributed: bool = False,
                 rules: Rules | None = None, burst: int = 10, patience_s: float = 3.0) -> None:
        own = Rules(tuple(scopes), commands=commands, shortcuts=None if shortcuts is None else frozenset(shortcuts),
                    events=None if events is None else frozenset(events), is_distributed=is_distributed)
        super().__init__(rules or own, burst=burst, patience_s=patience_s)
        self.is_down = False
        self.echoes = False
        self._faults: dict[str, list[Refusal]] = {}
        self._held: dict[str, asyncio.Event] = {}
        self._session: ClientSession | None = None
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None
        self.workspace("T1")

    @classmethod
    def from_manifest(cls, manifest: Mapping[str, Any], *, optional: Iterable[str] = (), burst: int = 10, **more: Any) -> FakeSlack:
        """Return a fake where the app is set up by its manifest: no other command, shortcut, event or scope exists.

        `optional`: scopes a team granted on top; `more`: fields of Rules in place of the manifest's.
        """
        return cls(rules=rules_of(manifest, optional=optional, **more), burst=burst)

    @property
    def api_url(self) -> str:
        """The `base_url` for slack_sdk's clients."""
        return f"{self.url}/api/"

    async def __aenter__(self) -> FakeSlack:
        app = web.Application(middlewares=[self._up])
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_get("/link/", self.socket.handle)
        app.router.add_post("/hooks/{hook}", self._hook)
        app.router.add_route("*", "/upload/v1/{file}", self._upload)
        app.router.add_get("/files-pri/{place:.+}", self._download)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        self._site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await self._site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.stop_delivering()
        await self.socket.cut()
        if self._session is not None:
            await self._session.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def posts_to(self, url: str) -> HttpDoor:
        """Deliver over HTTP to an app's address from now on, signed with `signing_secret`."""
        self._session = self._session or ClientSession()
        self.http = HttpDoor(url, self.signing_secret, self._session)
        return self.http

    async def post(self, payload: Json, kind: Kind = "events_api", how: Post = SIGNED, **retry: Any) -> Answer:
        """Post any payload to the app's address, signed as told, and return its bare answer."""
        assert self.http is not None, "call posts_to(url) first"
        return await self.http.send(kind, payload, how, **retry)

    async def verify_url(self, challenge: str = "made-up-challenge") -> Answer:
        """Ask the app's address whether it is the app's, as Slack does when the address is entered."""
        return await self.post(url_verification(challenge))

    def refuse_next(self, method: str, error: str, *, status: int = 200, retry_after_s: int | None = None) -> None:
        """Answer the next call of a method with an error: of the platform, a 429 with its delay, a 500."""
        self._faults.setdefault(method, []).append(Refusal(error, status=status, retry_after_s=retry_after_s))

    def lose_next_answer(self, method: str) -> None:
        """Do what the next call of a method asks, and cut the connection in place of an answer."""
        self._faults.setdefault(method, []).append(LOST)

    def hold_next_answer(self, method: str) -> asyncio.Event:
        """Do what the next call of a method asks, and answer only once the event that is returned is set."""
        self._held[method] = asyncio.Event()
        return self._held[method]

    async def go_down(self) -> None:
        """Answer nothing any more: every connection is cut, new ones too."""
        self.is_down = True
        await self.socket.cut()

    def come_back(self) -> None:
        """Answer again."""
        self.is_down = False

    async def refuse_connections(self) -> None:
        """Have nobody listen at the port any more: every connection is cut, new ones are refused."""
        assert self._site is not None
        await self._site.stop()
        await self.go_down()

    async def accept_connections(self) -> None:
        """Listen at the same port again."""
        assert self._runner is not None
        self._site = web.TCPSite(self._runner, "127.0.0.1", int(self.url.rpartition(":")[2]), reuse_address=True)
        await self._site.start()
        self.come_back()

    async def connected(self, n: int = 1) -> None:
        """Wait until the app has `n` open sockets."""
        await self.seen(lambda: len(self.socket.open_ones) >= n)

    @web.middleware
    async def _up(self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> web.StreamResponse:
        if self.is_down:
            return _cut(request)
        return await handler(request)

    async def _api(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        planned = self._faults.get(name)
        fault = planned.pop(0) if planned else NO_FAULT
        record, status, headers = await self._attempted(request, name, fault)
        self.calls.append(record)
        self.changed()
        if self.echoes and record.error is None and name in ("chat.postMessage", "chat.update"):
            self._echo(record.answer, is_new=name == "chat.postMessage")
        if fault is LOST:
            return _cut(request)
        if name in self._held:
            await self._held[name].wait()
            self._held.pop(name, None)
        headers["Date"] = formatdate(self.clock.seconds, usegmt=True)
        if record.team:
            headers["x-oauth-scopes"] = ",".join(sorted(self.state.workspaces[record.team].scopes))
            headers["x-accepted-oauth-scopes"] = ",".join(METHODS[name].scopes)
        return web.json_response(record.answer, status=status, headers=headers)

    async def _attempted(self, request: web.Request, name: str, fault: Refusal) -> tuple[Record, int, dict[str, str]]:
        args: Json = {}
        team = ""
        try:
            if fault not in (NO_FAULT, LOST):
                raise fault
            if name not in METHODS:
                raise Refusal("unknown_method", req_method=name)
            args, token = await read_args(request, METHODS[name])
            token = token_in(request) or token
            team = team_of(self, name, token)
            check_scopes(Call(self, name, args, team, token or ""))
            args = decoded(args)
            check_args(name, args)
            self.limits.count_call(team, name)
            answer = HANDLERS[name](Call(self, name, args, team, token or "", _basic(request)))
            return Record(name, args, team, None, {"ok": True, **answer}), 200, {}
        except Refusal as refusal:
            return Record(name, args, team, refusal.error, refusal.body), refusal.status, dict(refusal.headers)

    def _echo(self, answer: Json, *, is_new: bool) -> None:
        message = self.state.channels[answer["channel"]].message(answer["ts"])
        if message is not None:
            self.later(self.echo(message, is_new=is_new))

    async def _hook(self, request: web.Request) -> web.StreamResponse:
        try:
            body = json.loads(await request.text())
            answer_hook(self, self.hooks.get(request.match_info["hook"]), body)
        except ValueError:
            return web.Response(status=400, text="invalid_payload")
        except Refusal as refusal:
            self.calls.append(Record("response_url", body, "", refusal.error, refusal.body))
            self.changed()
            return web.json_response(refusal.body, status=refusal.status)
        self.calls.append(Record("response_url", body, "", None, {}))
        self.changed()
        return web.Response(text="ok")

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        file = self.state.files.get(request.match_info["file"])
        if file is None or file.is_complete or request.method not in ("POST", "PUT"):
            return web.Response(status=404, text="no such upload")
        if request.content_type.startswith("multipart/"):
            part = next(iter((await request.post()).values()))
            file.content = part.file.read() if isinstance(part, web.FileField) else str(part).encode()
        else:
            file.content = await request.read()
        return web.Response(text=f"OK - {len(file.content)}")

    async def _download(self, request: web.Request) -> web.StreamResponse:
        """Give a file's bytes for a token with files:read in the header; without one Slack shows its page to sign in, with 200."""
        team, _, rest = request.match_info["place"].removeprefix("download/").partition("-")
        file = self.state.files.get(rest.split("/")[0])
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        owner = self.state.tokens.get(token)
        known = file is not None and owner == team and token not in self.state.revoked
        if file is None or not known or "files:read" not in self.state.workspaces[team].scopes:
            return web.Response(text="<!DOCTYPE html><title>Sign in to Slack</title>", content_type="text/html")
        return web.Response(body=file.content, content_type="application/octet-stream")


def _basic(request: web.Request) -> tuple[str, str] | None:
    given = request.headers.get("Authorization", "")
    if not given.startswith("Basic "):
        return None
    login, _, password = base64.b64decode(given.removeprefix("Basic ")).decode().partition(":")
    return login, password


def _cut(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
