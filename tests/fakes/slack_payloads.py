"""What Slack sends an app: one builder a payload, each with the page that documents it.

Every event is held against Slack's published schema when it is built, where the folder of schemas is there.
"""

from __future__ import annotations

from typing import Any

from tests.fakes.slack_files import described as file_json
from tests.fakes.slack_oracle import event_faults
from tests.fakes.slack_state import APP, Channel, File, Json, Message, State, User, Workspace
from tests.fakes.slack_words import mrkdwn

VERIFICATION = "not-used-any-more"


def event_callback(event: Json, team: Workspace, *, event_id: str, seconds: float, is_shared: bool = False) -> Json:
    """Wrap an event; https://docs.slack.dev/apis/events-api#callback-field. Raises AssertionError for one Slack never sends."""
    faults = list(event_faults(_as_published(event)))
    assert not faults, f"the fake built an event that Slack's schema does not have: {event}: {faults[:3]}"
    return {"token": VERIFICATION, "team_id": team.id, "api_app_id": APP, "event": event, "type": "event_callback",
            "event_id": event_id, "event_time": int(seconds), "is_ext_shared_channel": is_shared, "event_context": f"4-{event_id}",
            "authorizations": [{"enterprise_id": team.enterprise, "team_id": team.id, "user_id": team.bot, "is_bot": True,
                                "is_enterprise_install": False}]}


def app_mention(message: Message, team: str, sender: str) -> Json:
    """https://docs.slack.dev/reference/events/app_mention; `sender`: the workspace of who wrote, another one in a shared channel."""
    elsewhere = {"user_team": sender, "source_team": sender} if sender != team else {}
    return {"type": "app_mention", "user": message.user, "text": message.text, "ts": message.ts, "channel": message.channel,
            "event_ts": message.ts, "team": team, "client_msg_id": f"c-{message.ts}", **_thread(message),
            "blocks": _typed(message.text), **elsewhere}


def message_event(message: Message, channel: Channel, team: str) -> Json:
    """https://docs.slack.dev/reference/events/message; `team`: the workspace of who wrote. Of the app's own it says so."""
    if message.by_app:
        return {"type": "message", "user": message.user, "bot_id": f"B{team}", "text": message.text, "ts": message.ts,
                "channel": channel.id, "channel_type": channel.kind, "event_ts": message.ts, "team": team, **_thread(message)}
    return {"type": "message", "user": message.user, "text": message.text, "ts": message.ts, "channel": message.channel,
            "channel_type": channel.kind, "event_ts": message.ts, "team": team, "client_msg_id": f"c-{message.ts}",
            **_thread(message), "blocks": _typed(message.text)}


def file_share(message: Message, channel: Channel, state: State, url: str) -> Json:
    """https://docs.slack.dev/reference/events/message/file_share; in a shared channel a file says only that it must be asked for."""
    files = [_event_file(each, channel, state, url) for each in message.files]
    return {"type": "message", "subtype": "file_share", "text": message.text, "files": files, "upload": False,
            "user": message.user, "display_as_bot": False, "ts": message.ts, "channel": channel.id, "channel_type": channel.kind,
            "event_ts": message.ts, **_thread(message)}


def file_shared(file: File, channel: Channel, event_ts: str) -> Json:
    """https://docs.slack.dev/reference/events/file_shared"""
    return {"type": "file_shared", "file_id": file.id, "user_id": file.user, "file": {"id": file.id}, "channel_id": channel.id,
            "event_ts": event_ts}


def message_changed(message: Message, before: str, channel: Channel, team: str, event_ts: str) -> Json:
    """https://docs.slack.dev/reference/events/message/message_changed"""
    now = message_event(message, channel, team)
    return {"type": "message", "subtype": "message_changed", "hidden": True, "channel": channel.id, "channel_type": channel.kind,
            "ts": event_ts, "event_ts": event_ts, "message": {**now, "edited": {"user": message.user, "ts": event_ts}},
            "previous_message": {**now, "text": before, "blocks": _typed(before)}}


def message_deleted(message: Message, channel: Channel, team: str, event_ts: str) -> Json:
    """https://docs.slack.dev/reference/events/message/message_deleted"""
    return {"type": "message", "subtype": "message_deleted", "hidden": True, "channel": channel.id, "channel_type": channel.kind,
            "ts": event_ts, "event_ts": event_ts, "deleted_ts": message.ts, "previous_message": message_event(message, channel, team)}


def app_home_opened(user: str, channel: Channel, tab: str, event_ts: str, view: Json | None) -> Json:
    """https://docs.slack.dev/reference/events/app_home_opened; `view` is there once a Home tab was published."""
    shown = {"view": view} if view and tab == "home" else {}
    return {"type": "app_home_opened", "user": user, "channel": channel.id, "tab": tab, "event_ts": event_ts, **shown}


def app_context_changed(user: str, channel: Channel, looks_at: Channel, event_ts: str) -> Json:
    """https://docs.slack.dev/reference/events/app_context_changed"""
    seen = {"type": "slack#/types/channel_id", "value": looks_at.id, "team_id": looks_at.team}
    return {"type": "app_context_changed", "user": user, "channel": channel.id, "context": {"entities": [seen]},
            "event_ts": event_ts}


def member_joined(user: str, channel: Channel, event_ts: str, inviter: str | None = None) -> Json:
    """https://docs.slack.dev/reference/events/member_joined_channel"""
    return {"type": "member_joined_channel", "user": user, "channel": channel.id, "channel_type": _letter(channel),
            "team": channel.team, "event_ts": event_ts, **({"inviter": inviter} if inviter else {})}


def member_left(user: str, channel: Channel, event_ts: str) -> Json:
    """https://docs.slack.dev/reference/events/member_left_channel"""
    return {"type": "member_left_channel", "user": user, "channel": channel.id, "channel_type": _letter(channel),
            "team": channel.team, "event_ts": event_ts}


def channel_archive(user: str, channel: Channel, event_ts: str, *, is_archived: bool) -> Json:
    """https://docs.slack.dev/reference/events/channel_archive and group_archive, channel_unarchive, group_unarchive"""
    kind = f"{'channel' if channel.kind == 'channel' else 'group'}_{'archive' if is_archived else 'unarchive'}"
    moved = {"is_moved": 0} if kind == "group_archive" else {}
    return {"type": kind, "channel": channel.id, "user": user, "event_ts": event_ts, **moved}


def channel_rename(channel: Channel, event_ts: str) -> Json:
    """https://docs.slack.dev/reference/events/channel_rename"""
    named = {"id": channel.id, "is_channel": True, "is_mpim": False, "name": channel.name, "name_normalized": channel.name,
             "created": 1}
    return {"type": "channel_rename", "channel": named, "event_ts": event_ts}


def app_uninstalled() -> Json:
    """https://docs.slack.dev/reference/events/app_uninstalled"""
    return {"type": "app_uninstalled"}


def tokens_revoked(team: Workspace) -> Json:
    """https://docs.slack.dev/reference/events/tokens_revoked: user ids, not tokens."""
    return {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [team.bot]}}


def slash_command(user: User, channel: Channel, command: str, text: str, *, trigger: str, hook: str, team: Workspace) -> Json:
    """https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling"""
    name = {"im": "directmessage", "group": "privategroup", "mpim": "mpdm"}.get(channel.kind, channel.name)
    return {"token": VERIFICATION, "team_id": team.id, "team_domain": team.name.lower(), "channel_id": channel.id,
            "channel_name": name, "user_id": user.id, "user_name": user.name.lower(), "command": command, "text": text,
            "api_app_id": APP, "is_enterprise_install": "false", "response_url": hook, "trigger_id": trigger}


def interaction(kind: str, user: User, *, trigger: str, team: Workspace, **more: Any) -> Json:
    """https://docs.slack.dev/reference/interaction-payloads: what all of them have, and `more` of this kind."""
    return {"type": kind, "user": {"id": user.id, "username": user.name.lower(), "name": user.name.lower(), "team_id": user.team},
            "api_app_id": APP, "token": VERIFICATION, "team": {"id": team.id, "domain": team.name.lower()}, "enterprise": None,
            "is_enterprise_install": False, "trigger_id": trigger, **more}


def on_message(message: Message, channel: Channel, shown: Json, hook: str) -> Json:
    """https://docs.slack.dev/reference/interaction-payloads/block_actions-payload: where in a message it happened.

    The message itself is not sent along for one that a single person sees.
    """
    private = message.only_for is not None
    found: Json = {"container": {"type": "message", "message_ts": message.ts, "channel_id": channel.id, "is_ephemeral": private},
                   "channel": {"id": channel.id, "name": channel.name or "directmessage"}, "response_url": hook}
    if message.thread_ts:
        found["container"]["thread_ts"] = message.thread_ts
    return found if private else {**found, "message": shown}


def url_verification(challenge: str) -> Json:
    """https://docs.slack.dev/reference/events/url_verification"""
    return {"token": VERIFICATION, "challenge": challenge, "type": "url_verification"}


def _thread(message: Message) -> Json:
    return {"thread_ts": message.thread_ts} if message.thread_ts else {}


def _letter(channel: Channel) -> str:
    return "C" if channel.kind == "channel" else "G"


def _typed(text: str) -> list[Json]:
    """Return what a person typed as the block Slack makes of it."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": mrkdwn(text)}]}
    return [{"type": "rich_text", "block_id": "typed", "elements": [section]}] if text else []


_ELSEWHERE = ("user_team", "timestamp", "ims", "file_access")
"""What files.info tells of a file and an event does not."""


def _event_file(file: File, channel: Channel, state: State, url: str) -> Json:
    whole = file_json(file, state, url)
    if channel.is_shared:
        return {"id": file.id, "created": whole["created"], "mode": "file_access", "file_access": "check_file_info"}
    return {name: value for name, value in whole.items() if name not in _ELSEWHERE}


def _as_published(event: Json) -> Json:
    """Return an event without what Slack sends and its schema lacks: files to ask for, and what Slack adds to a view."""
    known = dict(event)
    if any(each.get("file_access") for each in known.get("files", ())):
        del known["files"]
    if "view" in known:
        own = ("type", "blocks", "private_metadata", "callback_id", "external_id")
        known["view"] = {name: known["view"][name] for name in own}
    return known
