"""The fake Slack's Web API: who calls, what with, and whether they may. What a method then does stands with its group."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.fakes.slack_methods import METHODS, Method
from tests.fakes.slack_refusal import Refusal
from tests.fakes.slack_state import Channel, Json, State, Workspace

if TYPE_CHECKING:
    from tests.fakes.slack_core import Core

FORM, JSON_TYPE = "application/x-www-form-urlencoded", "application/json"


@dataclass(frozen=True)
class Call:
    """One call of a method by someone who may make it."""

    fake: Core
    method: str
    args: Json
    team: str
    token: str
    auth: tuple[str, str] | None = None

    @property
    def state(self) -> State:
        """What the fake knows."""
        return self.fake.state

    @property
    def workspace(self) -> Workspace:
        """The workspace whose token was used."""
        return self.state.workspaces[self.team]

    @property
    def bot(self) -> str:
        """The calling bot's user id."""
        return self.workspace.bot

    def channel(self, given: Any, *, opens_dm: bool = False) -> Channel:
        """Return a conversation the caller may know of; with `opens_dm` a person's id means their direct message.

        Raises Refusal: `channel_not_found` also for a private channel that the bot is not in.
        """
        found = self.state.channels.get(str(given))
        if found is None and opens_dm and str(given) in self.state.users:
            found = self.state.dm(str(given))
        if found is None or not (found.team == self.team or self.bot in found.members):
            raise Refusal("channel_not_found")
        if found.kind != "channel" and self.bot not in found.members:
            raise Refusal("channel_not_found")
        return found

    def need(self, scope: str, *others: str) -> None:
        """Raise Refusal unless the token has a scope, or one of the others."""
        granted = self.workspace.scopes
        if not granted & {scope, *others}:
            raise Refusal("missing_scope", needed=scope, provided=",".join(sorted(granted)))


@dataclass(frozen=True)
class Record:
    """One call as it was answered, for tests to look at. `error`: None where it was `ok`."""

    method: str
    args: Json
    team: str
    error: str | None
    answer: Json


async def read_args(request: web.Request, method: Method) -> tuple[Json, str | None]:
    """Return a call's arguments and the token among them. Raises Refusal for a body Slack does not read."""
    args: Json = dict(request.query)
    if "token" in args:
        raise Refusal("invalid_auth", "a token has no place in the address; send it as a header")
    body = await request.read()
    if request.method == "POST" and body:
        args |= await _body(request, body, method)
    token = args.pop("token", None)
    return args, token


async def _body(request: web.Request, body: bytes, method: Method) -> Json:
    kind = request.content_type if "Content-Type" in request.headers else ""
    if not kind:
        raise Refusal("missing_post_type")
    if request.charset and request.charset.lower() not in ("utf-8", "iso-8859-1"):
        raise Refusal("invalid_charset")
    if kind == JSON_TYPE:
        if not method.takes_json:
            raise Refusal("invalid_arguments", f"this method reads no {JSON_TYPE}")
        try:
            read = json.loads(body)
        except ValueError:
            raise Refusal("invalid_json") from None
        if not isinstance(read, dict):
            raise Refusal("json_not_object")
        return read
    if kind in (FORM, "multipart/form-data"):
        form = {str(name): value for name, value in (await request.post()).items()}
        if not form:
            raise Refusal("invalid_form_data")
        return form
    raise Refusal("invalid_post_type")


_JSON_ARGS = ("blocks", "attachments", "metadata", "view", "chunks", "prompts", "files", "loading_messages")


def decoded(args: Json) -> Json:
    """Return arguments as data: in a form, and where callers wish in JSON too, Slack takes some as JSON in a string.

    Raises Refusal for a string that is no JSON.
    """
    return {name: _decoded(name, value) for name, value in args.items()}


def _decoded(name: str, value: Any) -> Any:
    if name not in _JSON_ARGS or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        word = {"blocks": "invalid_blocks_format", "metadata": "invalid_metadata_format"}.get(name, "invalid_arguments")
        raise Refusal(word, f"{name} is not JSON") from None


_EVERYWHERE = ("team_id",)
"""Taken by every method, for tokens of a whole organisation."""


def check_args(name: str, args: Json) -> None:
    """Raise Refusal for an argument that is missing or that the method does not have."""
    method = METHODS[name]
    for each in method.required:
        if args.get(each) in (None, "") and not (each == "status" and each in args):
            if each == "channel":
                raise Refusal("channel_not_found" if each in args else "invalid_arguments", f"missing required field: {each}")
            raise Refusal("invalid_arguments", f"missing required field: {each}")
    unknown = sorted(set(args) - {*method.required, *method.optional, *_EVERYWHERE})
    if unknown:
        raise Refusal("invalid_arguments", *(f"unknown field: {each}" for each in unknown))


def team_of(fake: Core, name: str, token: str | None) -> str:
    """Return the workspace a token is for. Raises Refusal for a token that is none, not ours, not good or not of the kind."""
    method = METHODS[name]
    if method.token == "none":
        return ""
    if not token:
        raise Refusal("not_authed")
    if token in fake.state.revoked:
        raise Refusal("token_revoked")
    if method.token == "app":
        if token != fake.app_token:
            raise Refusal("not_allowed_token_type" if token.startswith("xoxb-") else "invalid_auth")
        return ""
    if token == fake.app_token:
        raise Refusal("not_allowed_token_type")
    team = fake.state.tokens.get(token)
    if team is None:
        raise Refusal("invalid_auth")
    if not fake.state.workspaces[team].is_installed:
        raise Refusal("account_inactive")
    return team


def check_scopes(call: Call) -> None:
    """Raise Refusal where the token lacks the scope a method always needs; the kind of conversation may ask for another."""
    method = METHODS[call.method]
    if method.token == "app":
        if "connections:write" not in call.fake.app_scopes:
            raise Refusal("missing_scope", needed="connections:write", provided=",".join(sorted(call.fake.app_scopes)))
    elif method.scopes:
        call.need(method.scopes[0], *method.scopes[1:])


def token_in(request: web.Request) -> str | None:
    """Return the token of the Authorization header. Raises Refusal for a header of another form."""
    given = request.headers.get("Authorization")
    if given is None or given.startswith("Basic "):
        return None
    kind, _, token = given.partition(" ")
    if kind != "Bearer" or not token:
        raise Refusal("invalid_auth")
    return token
