"""The fake Slack's streamed messages: begun in a thread, added to while they are being written, ended once.

https://docs.slack.dev/reference/methods/chat.startStream and the two beside it. A stream that takes too long ends by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.fakes.slack_blocks import MARKDOWN_LETTERS, MESSAGE_BLOCKS, with_ids
from tests.fakes.slack_chat import as_json, check_blocks, check_may_post, own_message
from tests.fakes.slack_refusal import Refusal
from tests.fakes.slack_state import Channel, Json, Message
from tests.fakes.slack_web import Call

LIFE_S = 300
"""https://github.com/vercel/chat/issues/637: seen, not documented; Slack ends a stream about five minutes after its start."""
NOTHING: list[Json] = []
STATUSES = ("pending", "in_progress", "complete", "error")
_CHUNKS = {"markdown_text": {"text"}, "task_update": {"id", "title", "status", "details", "output", "sources"},
           "plan_update": {"title"}, "blocks": {"blocks"}}


def start(call: Call) -> Json:
    """chat.startStream"""
    channel = call.channel(call.args["channel"])
    check_may_post(call, channel, call.args["thread_ts"])
    if channel.kind != "im":
        if not call.args.get("recipient_team_id"):
            raise Refusal("missing_recipient_team_id")
        if not call.args.get("recipient_user_id"):
            raise Refusal("missing_recipient_user_id")
        if call.args["recipient_user_id"] not in call.state.users:
            raise Refusal("user_not_found")
    if call.args.get("task_display_mode") not in (None, "timeline", "plan", "dense"):
        raise Refusal("invalid_arguments", "task_display_mode")
    check_pieces(call)
    call.fake.limits.count_post(call.team, channel.id)
    message = Message(call.state.next_ts(), channel.id, call.bot, thread_ts=call.args["thread_ts"], by_app=True,
                      stream="in_progress", sent=call.args)
    channel.messages.append(message)
    channel.status.pop(message.root, None)
    add(call, message)
    return {"channel": channel.id, "ts": message.ts}


def append(call: Call) -> Json:
    """chat.appendStream"""
    channel, message = _open_stream(call)
    if not call.args.get("markdown_text") and not call.args.get("chunks"):
        raise Refusal("no_text")
    check_pieces(call, message.blocks)
    add(call, message)
    return {"channel": channel.id, "ts": message.ts}


def stop(call: Call) -> Json:
    """chat.stopStream"""
    channel, message = _open_stream(call)
    check_pieces(call, message.blocks)
    blocks = call.args.get("blocks") or []
    if len(blocks) > MESSAGE_BLOCKS:
        raise Refusal("msg_blocks_too_many")
    check_blocks(blocks)
    add(call, message)
    if not (message.markdown or message.blocks or blocks):
        raise Refusal("no_text")
    message.blocks += with_ids(blocks, call.state)
    message.metadata = call.args.get("metadata")
    message.stream = "completed"
    return {"channel": channel.id, "ts": message.ts, "message": as_json(message, call.state)}


def _open_stream(call: Call) -> tuple[Channel, Message]:
    channel = call.channel(call.args["channel"])
    message = own_message(call, channel, "message_not_owned_by_app")
    if message.stream == "in_progress" and call.state.clock.seconds - float(message.ts) > LIFE_S:
        message.stream = "errored"
    if message.stream != "in_progress":
        raise Refusal("message_not_in_streaming_state")
    return channel, message


def check_pieces(call: Call, so_far: list[Json] = NOTHING) -> None:
    """Raise Refusal for pieces of a stream that Slack does not take after the blocks it has."""
    words, chunks = call.args.get("markdown_text") or "", call.args.get("chunks") or []
    if not isinstance(words, str) or not isinstance(chunks, list):
        raise Refusal("invalid_arguments")
    if words and chunks:
        raise Refusal("invalid_arguments", "markdown_text and chunks cannot be given together")
    for chunk in chunks:
        kind = chunk.get("type") if isinstance(chunk, dict) else None
        if kind not in _CHUNKS or set(chunk) - _CHUNKS[str(kind)] - {"type"}:
            raise Refusal("invalid_chunks", f"{chunk!r}"[:200])
        if kind == "task_update" and (not chunk.get("id") or not chunk.get("title") or chunk.get("status") not in STATUSES):
            raise Refusal("invalid_chunks", "a task needs an id, a title and a status that Slack knows")
        if kind == "blocks":
            check_blocks(chunk["blocks"])
    mine = [each for each in so_far if each["type"] != "task_card"]
    if len(mine) + sum(len(each["blocks"]) for each in chunks if each["type"] == "blocks") > MESSAGE_BLOCKS:
        raise Refusal("msg_blocks_too_many")
    if max(len(words), *(len(each["text"]) for each in chunks if each["type"] == "markdown_text"), 0, 0) > MARKDOWN_LETTERS:
        raise Refusal("msg_too_long")


def add(call: Call, message: Message) -> None:
    """Put the pieces of a call at the end of a message."""
    message.markdown += call.args.get("markdown_text") or ""
    for chunk in call.args.get("chunks") or []:
        _add_chunk(call, message, chunk)


def _add_chunk(call: Call, message: Message, chunk: dict[str, Any]) -> None:
    match chunk["type"]:
        case "markdown_text":
            message.markdown += chunk["text"]
        case "blocks":
            message.blocks += with_ids(chunk["blocks"], call.state)
        case "task_update":
            card = {"type": "task_card", "block_id": f"task-{chunk['id']}", "task_id": chunk["id"], "title": chunk["title"],
                    "status": chunk["status"]}
            message.blocks = [*(each for each in message.blocks if each["block_id"] != card["block_id"]), card]


HANDLERS: dict[str, Callable[[Call], Json]] = {"chat.startStream": start, "chat.appendStream": append, "chat.stopStream": stop}
