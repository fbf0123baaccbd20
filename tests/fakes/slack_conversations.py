"""The fake Slack's methods about conversations and people: what a bot may know of them by its scopes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.fakes.slack_chat import as_json
from tests.fakes.slack_methods import DISTRIBUTED_HISTORY, METHODS
from tests.fakes.slack_refusal import Refusal
from tests.fakes.slack_state import Channel, Json, Message, User
from tests.fakes.slack_web import Call

_MOST = {"conversations.history": (100, 999), "conversations.replies": (1000, 1000), "conversations.members": (100, 1000)}


def _readable(call: Call) -> Channel:
    """Return the conversation a call is about. Raises Refusal without the scope its kind needs."""
    method = METHODS[call.method]
    known = call.state.channels.get(str(call.args["channel"]))
    if known is not None:
        call.need(method.needed_for(known.kind))
    else:
        call.need(*(method.needed_for(kind) for kind in ("channel", "group", "im", "mpim")))
    channel = call.channel(call.args["channel"])
    if method.family == "history" and call.bot not in channel.members:
        raise Refusal("not_in_channel")
    return channel


def info(call: Call) -> Json:
    """conversations.info"""
    channel = _readable(call)
    return {"channel": described(channel, call)}


def described(channel: Channel, call: Call) -> Json:
    """Return a conversation as Slack's object; https://docs.slack.dev/reference/objects/conversation-object"""
    found: Json = {
        "id": channel.id, "name": channel.name, "is_channel": channel.kind == "channel", "is_group": channel.kind == "group",
        "is_im": channel.kind == "im", "is_mpim": channel.kind == "mpim", "is_private": channel.kind != "channel",
        "is_archived": channel.is_archived, "is_general": False, "is_member": call.bot in channel.members, "created": 1,
        "is_shared": channel.is_shared, "is_ext_shared": channel.is_shared, "is_org_shared": False,
        "context_team_id": channel.team, "creator": next(iter(sorted(channel.members)), ""),
    }
    if channel.kind == "im":
        return {key: value for key, value in found.items() if key not in ("name", "is_member")} | {"user": channel.user}
    if call.args.get("include_num_members"):
        found["num_members"] = len(channel.members)
    return found


def members(call: Call) -> Json:
    """conversations.members"""
    channel = _readable(call)
    page, cursor = _page(call, sorted(channel.members))
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def history(call: Call) -> Json:
    """conversations.history: newest first, replies only where they were broadcast."""
    channel = _readable(call)
    tops = [each for each in _seen(channel, call) if each.thread_ts in (None, each.ts) or each.is_broadcast]
    page, cursor = _page(call, tops[::-1])
    return _messages(call, page, cursor)


def replies(call: Call) -> Json:
    """conversations.replies: the root first, then its replies from the oldest on."""
    channel = _readable(call)
    if channel.message(str(call.args["ts"])) is None:
        raise Refusal("thread_not_found")
    page, cursor = _page(call, [each for each in _seen(channel, call) if call.args["ts"] in (each.ts, each.thread_ts)])
    return _messages(call, page, cursor)


def _seen(channel: Channel, call: Call) -> list[Message]:
    oldest, latest = str(call.args.get("oldest") or "0"), str(call.args.get("latest") or "9999999999")
    inclusive = call.args.get("inclusive") in (True, "1", "true")
    shown = [each for each in channel.messages if each.only_for is None and not each.is_deleted]
    return [each for each in shown if oldest < each.ts < latest or (inclusive and each.ts in (oldest, latest))]


def _messages(call: Call, page: list[Message], cursor: str) -> Json:
    with_metadata = call.args.get("include_all_metadata") in (True, "1", "true")
    return {"messages": [as_json(each, call.state, with_metadata=with_metadata) for each in page], "has_more": bool(cursor),
            "response_metadata": {"next_cursor": cursor}}


def _page(call: Call, every: list[Any]) -> tuple[list[Any], str]:
    usual, most = _MOST[call.method]
    if call.fake.is_distributed and METHODS[call.method].family == "history":
        usual = most = DISTRIBUTED_HISTORY["most"]
    try:
        limit, start = min(int(call.args.get("limit") or usual), most), int(call.args.get("cursor") or 0)
    except ValueError:
        raise Refusal("invalid_cursor") from None
    if limit < 1:
        raise Refusal("invalid_limit")
    return every[start:start + limit], str(start + limit) if len(every) > start + limit else ""


def open_dm(call: Call) -> Json:
    """conversations.open: with one person, or resuming a conversation by its id."""
    if call.args.get("channel"):
        return {"channel": {"id": call.channel(call.args["channel"]).id}}
    given = call.args.get("users")
    users = given if isinstance(given, list) else [each for each in str(given or "").split(",") if each]
    if not users:
        raise Refusal("users_list_not_supplied")
    for each in users:
        person = call.state.users.get(each)
        if person is None or person.team != call.team:
            raise Refusal("user_not_found")
        if person.is_bot:
            raise Refusal("cannot_dm_bot")
        if person.is_deleted:
            raise Refusal("user_disabled")
    call.need("im:write" if len(users) == 1 else "mpim:write")
    if len(users) > 1:
        raise Refusal("method_not_supported_for_channel_type", "the fake opens no group messages")
    was_open = f"D{users[0]}" in call.state.channels
    channel = call.state.dm(users[0])
    return {"no_op": was_open, "already_open": was_open, "channel": {"id": channel.id}}


def join(call: Call) -> Json:
    """conversations.join"""
    channel = call.channel(call.args["channel"])
    if channel.kind != "channel":
        raise Refusal("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise Refusal("is_archived")
    channel.members.add(call.bot)
    return {"channel": described(channel, call)}


def user_info(call: Call) -> Json:
    """users.info"""
    user = call.state.users.get(str(call.args["user"]))
    if user is None:
        raise Refusal("user_not_found")
    if user.team != call.team and not any({user.id, call.bot} <= each.members for each in call.state.channels.values()):
        raise Refusal("user_not_visible")
    return {"user": profile(user, team=call.team)}


def profile(user: User, *, team: str) -> Json:
    """Return a person as Slack's object; https://docs.slack.dev/reference/objects/user-object"""
    found = {"id": user.id, "team_id": user.team, "name": user.name.lower(), "real_name": user.name, "deleted": user.is_deleted,
             "tz": user.tz, "tz_label": user.tz, "tz_offset": 3600, "is_admin": user.is_admin, "is_owner": False,
             "is_primary_owner": False, "is_restricted": user.is_guest, "is_ultra_restricted": False, "is_bot": user.is_bot,
             "is_app_user": False, "updated": 1,
             "profile": {"real_name": user.name, "display_name": user.name, "team": user.team}}
    return found if user.team == team else {**found, "is_stranger": True}


HANDLERS: dict[str, Callable[[Call], Json]] = {
    "conversations.info": info, "conversations.members": members, "conversations.history": history,
    "conversations.replies": replies, "conversations.open": open_dm, "conversations.join": join, "users.info": user_info,
}
