"""The fake Slack's response addresses: an answer to one interaction, five times within half an hour.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.fakes.slack_chat import checked_content, rewrite
from tests.fakes.slack_refusal import Refusal
from tests.fakes.slack_state import Json, Message

if TYPE_CHECKING:
    from tests.fakes.slack_core import Core

USES = 5
LASTS_S = 30 * 60
_FIELDS = {"text", "blocks", "attachments", "response_type", "replace_original", "delete_original", "thread_ts", "unfurl_links",
           "unfurl_media", "metadata", "mrkdwn"}


@dataclass
class Hook:
    """One address. `message`: the one acted on, None after a command or a shortcut."""

    channel: str
    user: str
    born: float
    message: Message | None = None
    uses: int = 0


def answer_hook(fake: Core, hook: Hook | None, body: Json) -> None:
    """Do what a post to a response address asks. Raises Refusal, with the status Slack gives with it."""
    if hook is None:
        raise Refusal("no_hook", status=404)
    if fake.state.clock.seconds - hook.born > LASTS_S:
        raise Refusal("expired_url", status=404)
    if hook.uses >= USES:
        raise Refusal("used_url", status=404)
    unknown = sorted(set(body) - _FIELDS)
    if unknown:
        raise Refusal("invalid_payload", *(f"unknown field: {each}" for each in unknown), status=400)
    original = hook.message
    if body.get("delete_original"):
        if original is None:
            raise Refusal("invalid_payload", status=400)
        original.is_deleted = True
    else:
        _say(fake, hook, body)
    hook.uses += 1


def _say(fake: Core, hook: Hook, body: Json) -> None:
    try:
        content = checked_content(body, fake.state)
    except Refusal as refusal:
        raise Refusal(refusal.error, *_messages(refusal), status=500 if refusal.error == "no_text" else 400) from None
    kind = body.get("response_type", "ephemeral")
    if kind not in ("ephemeral", "in_channel"):
        raise Refusal("invalid_payload", f"response_type {kind!r}", status=400)
    if body.get("replace_original") and hook.message is not None:
        rewrite(hook.message, content, body)
        hook.message.edits += 1
        return
    channel = fake.state.channels[hook.channel]
    bot = fake.state.bot_in(fake.state.users[hook.user].team)
    channel.messages.append(Message(fake.state.next_ts(), channel.id, bot, **content, thread_ts=body.get("thread_ts"), by_app=True,
                                    only_for=hook.user if kind == "ephemeral" else None, sent=body))


def _messages(refusal: Refusal) -> list[str]:
    return [each.removeprefix("[ERROR] ") for each in refusal.body.get("response_metadata", {}).get("messages", [])]
