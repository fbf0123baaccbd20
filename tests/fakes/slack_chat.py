"""The fake Slack's chat methods: what may be posted, changed and taken back, and where."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.fakes.slack_blocks import BLOCKS_LETTERS, MARKDOWN_LETTERS, faults, size, with_ids
from tests.fakes.slack_oracle import attachment_faults
from tests.fakes.slack_refusal import Refusal
from tests.fakes.slack_state import Channel, Json, Message, State
from tests.fakes.slack_web import Call

TEXT_LETTERS = 40_000
UPDATE_LETTERS = 4000
"""https://docs.slack.dev/reference/methods/chat.update#errors, msg_too_long: a tenth of what may be posted."""
ATTACHMENTS = 100
_COSTUME = ("username", "icon_emoji", "icon_url")


def checked_content(args: Json, state: State) -> Json:
    """Return what a message says as a message's fields. Raises Refusal for what Slack does not take."""
    text, blocks, markdown = args.get("text") or "", args.get("blocks") or [], args.get("markdown_text") or ""
    attachments = args.get("attachments") or []
    if not isinstance(text, str) or not isinstance(markdown, str):
        raise Refusal("invalid_arguments", "text is not a string")
    if markdown and (text or blocks):
        raise Refusal("markdown_text_conflict")
    if not (text or blocks or attachments or markdown):
        raise Refusal("no_text")
    if len(text) > TEXT_LETTERS or len(markdown) > MARKDOWN_LETTERS:
        raise Refusal("msg_too_long")
    check_blocks(blocks)
    if len(attachments) > ATTACHMENTS:
        raise Refusal("too_many_attachments")
    wrong = list(attachment_faults(attachments))
    if wrong:
        raise Refusal("invalid_attachments", *wrong[:5])
    metadata = args.get("metadata")
    if metadata and not (isinstance(metadata, dict) and set(metadata) == {"event_type", "event_payload"}
                         and isinstance(metadata["event_payload"], dict)):
        raise Refusal("invalid_metadata_schema")
    return {"text": text, "blocks": with_ids(blocks, state), "markdown": markdown, "attachments": attachments,
            "metadata": metadata}


def check_blocks(blocks: Any) -> None:
    """Raise Refusal for blocks that Slack does not take in a message."""
    wrong = faults(blocks)
    if wrong:
        raise Refusal("invalid_blocks", *wrong[:5], errors=wrong[:5])
    if size(blocks) > BLOCKS_LETTERS:
        raise Refusal("msg_blocks_too_long")


def check_may_post(call: Call, channel: Channel, thread_ts: Any = None) -> None:
    """Raise Refusal where the bot may not speak, or not under a name and a face of its own choosing."""
    if any(call.args.get(each) for each in _COSTUME):
        call.need("chat:write.customize")
    if channel.kind == "im" and not call.fake.rules.has_messages:
        raise Refusal("messages_tab_disabled")
    if channel.is_archived:
        raise Refusal("is_archived")
    if call.bot not in channel.members and "chat:write.public" not in call.workspace.scopes:
        raise Refusal("not_in_channel")
    if thread_ts is not None:
        check_thread(channel, thread_ts)


def check_thread(channel: Channel, thread_ts: Any) -> None:
    """Raise Refusal for a thread that is none: an unknown message, or a reply, which Slack's pages say never to name."""
    root = channel.message(str(thread_ts))
    if root is None:
        raise Refusal("thread_not_found")
    if root.thread_ts not in (None, root.ts):
        raise Refusal("cannot_reply_to_message", "a thread is named by its first message, not by a reply")


def post_message(call: Call) -> Json:
    """chat.postMessage"""
    channel = call.channel(call.args["channel"], opens_dm=True)
    check_may_post(call, channel, call.args.get("thread_ts"))
    content = checked_content(call.args, call.state)
    call.fake.limits.count_post(call.team, channel.id)
    message = Message(call.state.next_ts(), channel.id, call.bot, **content, thread_ts=call.args.get("thread_ts"), by_app=True,
                      is_broadcast=truth(call.args.get("reply_broadcast")), sent=call.args)
    channel.messages.append(message)
    channel.status.pop(message.root, None)
    return {"channel": channel.id, "ts": message.ts, "message": as_json(message, call.state)}


def post_ephemeral(call: Call) -> Json:
    """chat.postEphemeral"""
    channel = call.channel(call.args["channel"])
    check_may_post(call, channel, call.args.get("thread_ts"))
    content = checked_content(call.args, call.state)
    if any("blocks" in each for each in content["attachments"]):
        raise Refusal("invalid_attachments", "attachments that contain blocks are not valid here")
    if call.args["user"] not in channel.members:
        raise Refusal("user_not_in_channel")
    call.fake.limits.count_post(call.team, channel.id)
    message = Message(call.state.next_ts(), channel.id, call.bot, **content, thread_ts=call.args.get("thread_ts"), by_app=True,
                      only_for=call.args["user"], sent=call.args)
    channel.messages.append(message)
    return {"message_ts": message.ts}


def update(call: Call) -> Json:
    """chat.update"""
    channel = call.channel(call.args["channel"])
    message = own_message(call, channel, "cant_update_message")
    if channel.is_archived:
        raise Refusal("is_inactive")
    if len(str(call.args.get("text") or "")) > UPDATE_LETTERS:
        raise Refusal("msg_too_long")
    if message.stream == "in_progress":
        raise Refusal("streaming_state_conflict")
    content = checked_content(call.args, call.state)
    rewrite(message, content, call.args)
    message.edits += 1
    message.sent = call.args
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": as_json(message, call.state)}


def rewrite(message: Message, content: Json, given: Json) -> None:
    """Give a message new content: new text without blocks takes the blocks away, attachments and metadata stay if not given."""
    message.text, message.blocks, message.markdown = content["text"], content["blocks"], content["markdown"]
    if "attachments" in given:
        message.attachments = content["attachments"]
    if "metadata" in given:
        message.metadata = content["metadata"] or None


def delete(call: Call) -> Json:
    """chat.delete"""
    channel = call.channel(call.args["channel"])
    message = own_message(call, channel, "cant_delete_message")
    message.is_deleted = True
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(call: Call) -> Json:
    """chat.getPermalink"""
    channel = call.channel(call.args["channel"])
    message = channel.message(call.args["message_ts"])
    if message is None:
        raise Refusal("message_not_found")
    return {"channel": channel.id, "permalink": permalink(message, call.state)}


def permalink(message: Message, state: State) -> str:
    """Return the address under which people find a message."""
    team = state.channels[message.channel].team
    thread = f"?thread_ts={message.thread_ts}&cid={message.channel}" if message.thread_ts else ""
    return f"https://{team.lower()}.slack.example/archives/{message.channel}/p{message.ts.replace('.', '')}{thread}"


def own_message(call: Call, channel: Channel, otherwise: str) -> Message:
    """Return a message of the caller's. Raises Refusal: `message_not_found`, or `otherwise` for another's."""
    message = channel.message(str(call.args["ts"]))
    if message is None:
        raise Refusal("message_not_found")
    if not message.by_app or message.user != call.bot:
        raise Refusal(otherwise)
    return message


def add_reaction(call: Call) -> Json:
    """reactions.add"""
    channel = call.channel(call.args["channel"])
    message = channel.message(call.args["timestamp"])
    if message is None:
        raise Refusal("message_not_found")
    if call.args["name"] in message.reactions:
        raise Refusal("already_reacted")
    message.reactions.append(call.args["name"])
    return {}


def as_json(message: Message, state: State, *, with_metadata: bool = False) -> Json:
    """Return a message as the Web API gives it."""
    team = state.channels[message.channel].team
    found: Json = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts, "team": team}
    if message.by_app:
        found |= {"bot_id": state.workspaces[team].bot_id, "app_id": "A1"}
    if message.markdown:
        found["text"] = message.markdown
    for name in ("blocks", "attachments"):
        if getattr(message, name):
            found[name] = json.loads(json.dumps(getattr(message, name)))
    if message.thread_ts:
        found["thread_ts"] = message.thread_ts
    if message.files:
        found["files"] = [{"id": each.id, "name": each.name} for each in message.files]
    if message.edits:
        found["edited"] = {"user": message.user, "ts": message.ts}
    if message.stream:
        found["streaming_state"] = message.stream
    if with_metadata and message.metadata:
        found["metadata"] = message.metadata
    return found


def truth(value: Any) -> bool:
    """Return a flag as Slack reads it: in forms and addresses it is a word."""
    return value in (True, 1, "1", "true")


HANDLERS: dict[str, Callable[[Call], Json]] = {
    "chat.postMessage": post_message, "chat.postEphemeral": post_ephemeral, "chat.update": update, "chat.delete": delete,
    "chat.getPermalink": get_permalink, "reactions.add": add_reaction,
}
