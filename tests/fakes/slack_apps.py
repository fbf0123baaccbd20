"""The fake Slack's methods about the app itself: who it is, its socket, its installation, and what it shows as an agent."""

from __future__ import annotations

from collections.abc import Callable

from tests.fakes.slack_refusal import Refusal
from tests.fakes.slack_state import APP, BOT_NAME, Channel, Json
from tests.fakes.slack_web import Call

PROMPTS = 4
LOADING_MESSAGES = 10
CODE_S = 600
"""https://docs.slack.dev/authentication/installing-with-oauth"""


def auth_test(call: Call) -> Json:
    """auth.test"""
    team = call.workspace
    return {"url": f"https://{team.id.lower()}.slack.example/", "team": team.name, "user": BOT_NAME, "team_id": team.id,
            "user_id": team.bot, "bot_id": team.bot_id, "is_enterprise_install": False}


def revoke(call: Call) -> Json:
    """auth.revoke"""
    if str(call.args.get("test")) in ("1", "true", "True"):
        return {"revoked": False}
    call.state.revoked.add(call.token)
    return {"revoked": True}


def open_connection(call: Call) -> Json:
    """apps.connections.open"""
    if not call.fake.has_sockets:
        raise Refusal("forbidden_team", "Socket Mode is not turned on")
    return {"url": call.fake.socket.new_url()}


def oauth_access(call: Call) -> Json:
    """oauth.v2.access: the code of one installation for a token, once."""
    given = call.auth or (call.args.get("client_id"), call.args.get("client_secret"))
    if given[0] != call.fake.client_id:
        raise Refusal("invalid_client_id")
    if given[1] != call.fake.client_secret:
        raise Refusal("bad_client_secret")
    if call.args.get("grant_type") not in (None, "authorization_code"):
        raise Refusal("invalid_grant_type")
    code = call.args.get("code")
    install = call.fake.codes.get(str(code))
    if install is None:
        raise Refusal("invalid_code")
    if install.is_used or call.state.clock.seconds - install.born > CODE_S:
        raise Refusal("invalid_code", "a code serves once, within ten minutes")
    if install.redirect_uri is not None and call.args.get("redirect_uri") != install.redirect_uri:
        raise Refusal("bad_redirect_uri")
    install.is_used = True
    team = call.fake.installed(install.team)
    return {"access_token": team.token, "token_type": "bot", "scope": ",".join(sorted(team.scopes)), "bot_user_id": team.bot,
            "app_id": APP, "team": {"name": team.name, "id": team.id}, "enterprise": None, "is_enterprise_install": False,
            "authed_user": {"id": install.user}}


def set_status(call: Call) -> Json:
    """assistant.threads.setStatus"""
    channel = _thread(call)
    messages = call.args.get("loading_messages") or []
    if not isinstance(messages, list) or len(messages) > LOADING_MESSAGES:
        raise Refusal("invalid_arguments", f"loading_messages: at most {LOADING_MESSAGES}")
    if call.args["status"]:
        channel.status[call.args["thread_ts"]] = (call.args["status"], call.state.clock.seconds)
    else:
        channel.status.pop(call.args["thread_ts"], None)
    return {}


def set_prompts(call: Call) -> Json:
    """assistant.threads.setSuggestedPrompts"""
    channel = call.channel(call.args["channel_id"])
    if channel.kind != "im":
        raise Refusal("channel_not_found", "prompts are for direct messages")
    prompts = call.args["prompts"]
    right = isinstance(prompts, list) and 1 <= len(prompts) <= PROMPTS and all(
        isinstance(each, dict) and each.get("title") and each.get("message") for each in prompts)
    if not right:
        raise Refusal("invalid_arguments", f"prompts: from 1 to {PROMPTS}, each with a title and a message")
    channel.prompts = list(prompts)
    return {}


def set_title(call: Call) -> Json:
    """assistant.threads.setTitle"""
    _thread(call)
    return {}


def _thread(call: Call) -> Channel:
    channel = call.channel(call.args["channel_id"])
    if call.bot not in channel.members:
        raise Refusal("not_in_channel")
    if channel.message(str(call.args["thread_ts"])) is None:
        raise Refusal("invalid_thread_ts")
    return channel


HANDLERS: dict[str, Callable[[Call], Json]] = {
    "auth.test": auth_test, "auth.revoke": revoke, "apps.connections.open": open_connection, "oauth.v2.access": oauth_access,
    "assistant.threads.setStatus": set_status, "assistant.threads.setSuggestedPrompts": set_prompts,
    "assistant.threads.setTitle": set_title,
}
