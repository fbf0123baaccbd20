"""What Slack sends, told apart and acknowledged at once; the work is begun as a task of its own.

One function a kind of request. A redelivered event is known by its id and does nothing a second time.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.chat.slack import place as places
from bot.chat.slack.files import fetched
from bot.chat.slack.home import home_view
from bot.chat.slack.outlet import SlackOutlet
from bot.chat.slack.refusals import failures, named
from bot.chat.turns import Fetch, Turn
from bot.errors import UsageError, WrongValue
from bot.render.slack_form import CALLBACK, faults_of, message_modal, values_of

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.chat.slack.people import People
    from bot.chat.turns import Turns

logger = logging.getLogger(__name__)

Json = dict[str, Any]
Ack = Callable[..., Awaitable[Any]]

SHORTCUT = "log_commitment"
COMMANDS = ("coach", "ask", "audit", "commit", "digest")
"""The slash commands; each but the first is a word of the coach's own that stands alone."""
_MENTION = re.compile(r"<@[A-Z0-9]+")
_SAID = (None, "file_share", "thread_broadcast", "me_message")
"""Of the kinds of message those that somebody wrote to be read; the others tell of joins, edits, pins, huddles
(https://docs.slack.dev/reference/events/message#subtypes)."""
OLD_FORM = "This form is of another version of the coach. Close it and begin again; nothing was changed."
OLD_SHORTCUT = "This shortcut is of another version of the coach and does nothing now. Write /coach help for what there is."


@dataclass(frozen=True)
class Listening:
    """What the listeners begin, and whom they ask who somebody is. `forget`: lets go of a workspace's tokens that were
    revoked at a moment, in seconds of the epoch; `doubt`: asks Slack whether it still takes them."""

    turns: Turns
    people: People
    forget: Callable[[str, int], Coroutine[Any, Any, None]]
    doubt: Callable[[str], None]

    def begin(self, client: AsyncWebClient, place: places.Place, event_id: str,
              doing: Callable[[Turn[SlackOutlet]], Awaitable[None]], *, is_meant: bool = True) -> None:
        """Begin to deal with a request that was acknowledged. `is_meant`: it was said to the coach."""
        outlet = SlackOutlet(client, place, self.people, self.doubt)
        self.turns.begin(outlet, event_id, doing, is_meant=is_meant)


def listen(app: AsyncApp, work: Listening) -> None:
    """Hang every listener on an app; the last takes whatever else comes, so that Slack does not send it again."""
    # Bolt tries one listener after the other, at a tenth of an event's whole cost each: what comes most often stands first.
    app.event("app_mention")(_said(work))
    app.event("message")(_message(work))
    app.action(re.compile(".*"))(_press(work))
    app.command(re.compile(f"^/({'|'.join(COMMANDS)})$"))(_command(work))
    app.view(CALLBACK)(_form(work))
    app.view(re.compile(".*"))(_old_form)
    app.shortcut(SHORTCUT)(_shortcut(work))
    app.shortcut(re.compile(".*"))(_old_shortcut(work))
    app.event("app_home_opened")(_opened(work))
    app.event("member_joined_channel")(_joined(work))
    app.event(re.compile("^(app_uninstalled|tokens_revoked)$"))(_left(work))
    app.event(re.compile(".*"))(_nothing)


def _command(work: Listening) -> Callable[..., Awaitable[None]]:
    async def command(ack: Ack, body: Json, client: AsyncWebClient) -> None:
        await ack()
        word = body["command"].lstrip("/")
        line = f"{'' if word == 'coach' else word} {body.get('text') or ''}".strip()
        work.begin(client, places.of_command(body), body["trigger_id"], lambda turn: turn.line(line or "today"))

    return command


def _press(work: Listening) -> Callable[..., Awaitable[None]]:
    async def press(ack: Ack, body: Json, client: AsyncWebClient) -> None:
        await ack()
        action = body["actions"][0]
        key = str(action.get("value") or action.get("selected_option", {}).get("value") or "")
        if str(action.get("action_id", "")).startswith("coach:") and key:
            work.begin(client, places.of_press(body), body.get("trigger_id") or action["action_ts"],
                       partial(_pressed, key=key))

    return press


async def _pressed(turn: Turn[SlackOutlet], key: str) -> None:
    await turn.press(key)
    if turn.outlet.place.is_home and not turn.turns.talk.asks(key):
        await _home(turn)


def _form(work: Listening) -> Callable[..., Awaitable[None]]:
    async def form(ack: Ack, body: Json, client: AsyncWebClient) -> None:
        view = body["view"]
        try:
            place, target = places.of_form(body)
            given = values_of(view)
            work.turns.talk.check(target, given)
        except WrongValue as error:
            await ack(response_action="errors", errors=faults_of(view, error.parameter, str(error)))
            return
        except (UsageError, KeyError, ValueError) as error:
            logger.warning("form not understood callback=%s why=%s", view.get("callback_id"), type(error).__name__)
            await ack(response_action="errors", errors=faults_of(view, "", OLD_FORM))
            return
        await ack()
        work.begin(client, place, f"{view['id']}:{view.get('hash', '')}",
                   partial(_submitted, target=target, given=given))

    return form


async def _submitted(turn: Turn[SlackOutlet], target: str, given: Json) -> None:
    await turn.submit(target, given)
    if turn.outlet.place.is_home:
        await _home(turn)


def _shortcut(work: Listening) -> Callable[..., Awaitable[None]]:
    async def shortcut(ack: Ack, body: Json, client: AsyncWebClient) -> None:
        await ack()
        words = str((body.get("message") or {}).get("text") or "")
        work.begin(client, places.of_press(body), body["trigger_id"], lambda turn: turn.form_for("commit", words))

    return shortcut


def _said(work: Listening) -> Callable[..., Awaitable[None]]:
    async def said(body: Json, client: AsyncWebClient, context: Any) -> None:
        event = body["event"]
        if event.get("bot_id") or not event.get("user"):
            return
        place, line = places.of_event(body, _workspace(body)), _line(event, context.bot_user_id)
        work.begin(client, place, body["event_id"], lambda turn: turn.said(line, _files(event, turn)))

    return said


def _message(work: Listening) -> Callable[..., Awaitable[None]]:
    async def message(body: Json, client: AsyncWebClient, context: Any) -> None:
        event = body["event"]
        if event.get("bot_id") or not event.get("user") or event.get("subtype") not in _SAID:
            return
        place, line = places.of_event(body, _workspace(body)), _line(event, context.bot_user_id)
        if event.get("channel_type") == "im":
            work.begin(client, place, body["event_id"], lambda turn: turn.said(line, _files(event, turn)))
        elif event.get("thread_ts") and f"<@{context.bot_user_id}" not in (event.get("text") or ""):
            # A mention of the coach comes as app_mention too, and would be answered twice.
            to_another = bool(_MENTION.search(event.get("text") or ""))
            work.begin(client, place, body["event_id"], lambda turn: turn.overheard(line, to_another=to_another),
                       is_meant=False)

    return message


def _opened(work: Listening) -> Callable[..., Awaitable[None]]:
    async def opened(body: Json, client: AsyncWebClient, set_suggested_prompts: Any = None) -> None:
        event = body["event"]
        place = places.Place(_workspace(body), "", event["user"], user_workspace=_workspace(body))
        if event.get("tab") == "messages" and set_suggested_prompts is not None:
            work.turns.bridge.spawn(_offered(set_suggested_prompts), name="prompts")
        elif event.get("tab") == "home":
            work.begin(client, place, body["event_id"], _home)

    return opened


async def _offered(set_suggested_prompts: Callable[..., Awaitable[Any]]) -> None:
    try:
        await set_suggested_prompts(prompts=list(PROMPTS), title="What shall we look at?")
    except failures() as error:
        logger.info("no prompts offered error=%s", named(error))


async def _home(turn: Turn[SlackOutlet]) -> None:
    await turn.outlet.show_home(await turn.turns.bridge.call(home_view, turn.desk, turn.asker))


def _files(event: Json, turn: Turn[SlackOutlet]) -> list[Fetch]:
    return [partial(fetched, turn.outlet.client, file, turn.desk.settings.imports) for file in event.get("files") or []]


def _joined(work: Listening) -> Callable[..., Awaitable[None]]:
    async def joined(body: Json, client: AsyncWebClient, context: Any) -> None:
        event = body["event"]
        if event.get("user") == context.bot_user_id and event.get("inviter"):
            place = places.Place(_workspace(body), event["channel"], event["inviter"], user_workspace=_workspace(body))
            work.begin(client, place, body["event_id"], lambda turn: turn.line("setup"))

    return joined


def _left(work: Listening) -> Callable[..., Awaitable[None]]:
    async def left(body: Json) -> None:
        tokens = body["event"].get("tokens")
        if tokens is None or tokens.get("bot"):
            work.turns.bridge.spawn(work.forget(_workspace(body), int(body.get("event_time") or 0)), name="uninstall")

    return left


async def _nothing() -> None:
    """Take what nobody needs, so that it is acknowledged."""


async def _old_form(ack: Ack) -> None:
    """Say in the place of a form of another version that it does nothing."""
    await ack(response_action="update", view=message_modal("Nothing was changed", OLD_FORM))


def _old_shortcut(work: Listening) -> Callable[..., Awaitable[None]]:
    async def old_shortcut(ack: Ack, body: Json, client: AsyncWebClient) -> None:
        await ack()
        work.begin(client, places.of_press(body), body["trigger_id"], lambda turn: turn.outlet.tell(OLD_SHORTCUT))

    return old_shortcut


def _line(event: Json, bot: str | None) -> str:
    """Return what somebody said without the name of the coach; other people's names stay."""
    words = re.sub(rf"<@{re.escape(bot)}(\|[^>]*)?>", " ", event.get("text") or "") if bot else event.get("text") or ""
    return unescaped(words).strip()


def _workspace(body: Json) -> str:
    authorized = body.get("authorizations") or [{}]
    return str(authorized[0].get("team_id") or body.get("team_id") or "")


def unescaped(words: str) -> str:
    """Return what a person wrote from what Slack sends of it.

    >>> unescaped("a &lt; b &amp; <https://example.com|example.com>")
    'a < b & https://example.com'
    """
    bare = re.sub(r"<(https?://[^|>]+)(?:\|[^>]*)?>", r"\1", words)
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


PROMPTS = (
    {"title": "Audit our last 7 days", "message": "audit"},
    {"title": "Which comments wait for an answer", "message": "comments"},
    {"title": "What brings us leads", "message": "audit leads"},
    {"title": "How do we handle trolls", "message": "ask how do we handle trolls"},
)
"""What the agent pane offers; the message of each is a line like any other."""
