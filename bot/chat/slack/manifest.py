"""The app manifest for Slack, made from the definitions of the commands: what it may do is what they need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.chat.slack.listening import COMMANDS, PROMPTS, SHORTCUT
from bot.chat.slack.scopes import OPTIONAL_SCOPES, SCOPES
from bot.model.command import Command

EVENTS = ("app_home_opened", "app_mention", "app_uninstalled", "member_joined_channel", "message.im", "tokens_revoked")
FOLLOWING_EVENTS = ("message.channels", "message.groups")

_DESCRIPTIONS = {"coach": "Everything the coach can do; /coach help lists it"}
_HINTS = {"coach": "[today | audit week | goals | schedule | help]"}
_LONG = ("The coach reads what your team's posts, comments and leads did, asks for one small thing at a time, remembers "
         "what was promised and lets the data check it. It posts at the times you choose and nowhere before you turn it "
         "on. It answers questions from its guidance and says when it has none.")


def manifest(commands: Mapping[str, Command], *, public_url: str = "", follows_threads: bool = False) -> dict[str, Any]:
    """Return the manifest to paste into Slack. With `public_url` for requests over HTTP, without it for Socket Mode.

    `follows_threads`: with the events and scopes for asking on in a thread without a mention.
    """
    url = public_url.rstrip("/") + "/slack/events" if public_url else ""
    at = {"request_url": url} if url else {}
    oauth = {"redirect_urls": [public_url.rstrip("/") + "/slack/oauth_redirect"]} if url else {}
    scopes: dict[str, Any] = {"bot": list(SCOPES)}
    if follows_threads:
        scopes["bot_optional"] = list(OPTIONAL_SCOPES)
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Social Coach", "description": "One small ask at a time, and the data checks what was promised",
            "background_color": "#1d3557", "long_description": _LONG},
        "features": {
            "bot_user": {"display_name": "Coach", "always_online": True},
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
            "agent_view": {"agent_description": "Strategy coach for social-media teams.",
                           "suggested_prompts": [dict(each) for each in PROMPTS]},
            "slash_commands": [_slash(name, commands, url) for name in COMMANDS],
            "shortcuts": [{"name": "Log as commitment", "type": "message", "callback_id": SHORTCUT,
                           "description": "Make what this message says a promise of yours"}],
        },
        "oauth_config": {**oauth, "scopes": scopes},
        "settings": {
            "event_subscriptions": {"bot_events": sorted([*EVENTS, *(FOLLOWING_EVENTS if follows_threads else ())]), **at},
            "interactivity": {"is_enabled": True, **at},
            "org_deploy_enabled": False, "socket_mode_enabled": not url, "token_rotation_enabled": False,
        },
    }


def _slash(name: str, commands: Mapping[str, Command], url: str) -> dict[str, Any]:
    command = commands.get(name)
    described = _DESCRIPTIONS.get(name) or (command.help.rstrip(".") if command else name)
    hint = _HINTS.get(name) or (_hint(command) if command else "")
    at = {"url": url} if url else {}
    return {"command": f"/{name}", "description": described, "should_escape": False, **at,
            **({"usage_hint": hint} if hint else {})}


def _hint(command: Command) -> str:
    return " ".join(f"[{each.name}]" for each in command.parameters if not each.named and each.kind != "flag")
