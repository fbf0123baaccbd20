"""Slack as a front of the outbox: a card is posted, edited or looked for. Called by the sender, from its own thread.

Nothing is sent twice: only what Slack refused for certain is sent again, and a lost answer is said to be lost.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from bot.chat.bridge import Bridge
from bot.errors import AnswerLost, CannotRead, ChannelGone, CoachError, TryLater, UsageError
from bot.model.card import Card, Chart
from bot.render import slack
from bot.render.chart import draw
from bot.render.limits import SLACK_UPDATE_TEXT_LETTERS, shortened

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

logger = logging.getLogger(__name__)

EVENT_TYPE = "coach_outbox"
"""Of a message's metadata; its payload carries the outbox id, by which a post whose answer was lost is found again."""
TIMEOUT_S = 30
"""Of one delivery with all its pages. Shorter than the sender's lease."""
LOOK_BACK = 15
"""Messages looked at for a lost post: what Slack gives an app outside its marketplace in one call
(https://docs.slack.dev/reference/methods/conversations.history)."""
_GONE = {"channel_not_found", "not_in_channel", "is_archived", "is_inactive", "channel_is_archived", "restricted_action",
         "user_not_found", "cannot_dm_bot", "users_not_found", "messages_tab_disabled"}
_NO_LEAVE = {"missing_scope", "not_allowed_token_type", "no_permission"}
_NO_TOKEN = {"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"}
_NOT_TO_CHANGE = {"message_not_found", "cant_update_message", "edit_window_closed"}
_TOO_LATE = {"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"}


class SlackFront:
    """One workspace, for one team's outbox. `patient` waits where Slack asks to, `client` says so instead."""

    platform = "slack"

    def __init__(self, client: AsyncWebClient, patient: AsyncWebClient, bridge: Bridge) -> None:
        self._client = client
        self._patient = patient
        self._bridge = bridge

    def deliver(self, channel: str, card: Card, outbox_id: str) -> str:
        """Post a card and return its message id. Raises TryLater, ChannelGone, AnswerLost and CoachError."""
        return str(self._do(lambda: self._deliver(channel, card, outbox_id)))

    def edit(self, channel: str, message_id: str, card: Card) -> None:
        """Replace what was posted before; what went to its thread stays as it was, and what somebody deleted stays away."""
        self._do(lambda: self._edit(channel, message_id, card))

    def find(self, channel: str, outbox_id: str, _tried_at: str) -> str | None:
        """Return the message under which an entry arrived, None when it did not. Raises CannotRead without the scope."""
        found = self._do(lambda: self._find(channel, outbox_id))
        return str(found) if found else None

    def _do(self, work: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
        try:
            return self._bridge.wait(understood(work), timeout_s=TIMEOUT_S)
        except TimeoutError as error:
            raise AnswerLost("Slack did not answer in time.") from error

    async def _deliver(self, channel: str, card: Card, outbox_id: str) -> str:
        place = await self._place(channel)
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"outbox_id": outbox_id}}
        return await post(self._client, place, card, metadata=metadata, patient=self._patient)

    async def _edit(self, channel: str, message_id: str, card: Card) -> None:
        from slack_sdk.errors import SlackApiError

        place = await self._place(channel)
        try:
            await change(self._client, place, message_id, slack.render(card)[0])
        except SlackApiError as error:
            if error.response["error"] not in _NOT_TO_CHANGE:
                raise
            logger.info("nothing left to change channel=%s error=%s", place, error.response["error"])

    async def _find(self, channel: str, outbox_id: str) -> str | None:
        from slack_sdk.errors import SlackApiError

        place = await self._place(channel)
        try:
            told = await self._client.conversations_history(channel=place, limit=LOOK_BACK, include_all_metadata=True)
        except SlackApiError as error:
            if error.response["error"] in _NO_LEAVE:
                raise CannotRead("The coach may not read this channel's history.") from error
            raise
        for message in told["messages"]:
            metadata = message.get("metadata") or {}
            if metadata.get("event_type") == EVENT_TYPE and metadata.get("event_payload", {}).get("outbox_id") == outbox_id:
                return str(message["ts"])
        return None

    async def _place(self, channel: str) -> str:
        """Return the channel to post to: a person's id stands for the direct messages with them."""
        _, colon, user = channel.partition(":")
        if not colon:
            return channel
        return str((await self._client.conversations_open(users=[user]))["channel"]["id"])


async def change(client: AsyncWebClient, channel: str, ts: str, page: slack.SlackMessage) -> None:
    """Put a page in the place of a message. Its words for notifications may be fewer than those of a new message."""
    await client.chat_update(channel=channel, ts=ts, text=shortened(page.text, SLACK_UPDATE_TEXT_LETTERS),
                             blocks=page.blocks)


async def post(client: AsyncWebClient, channel: str, card: Card, *, thread: str = "", metadata: Any = None,
               patient: AsyncWebClient | None = None) -> str:
    """Post a card; what does not fit goes to its thread. Returns the first message's id.

    Where the workspace takes no chart blocks the chart stands there in words, and as a picture in the thread. Once the
    first message stands nothing is raised any more, or the card would be sent again.
    """
    import aiohttp
    from slack_sdk.errors import SlackApiError

    first, *others = slack.render(card)
    charts: list[Chart] = []
    try:
        told = await client.chat_postMessage(channel=channel, metadata=metadata, thread_ts=thread or None,
                                              **first.arguments)
    except SlackApiError as error:
        charts = [part for part in card.parts if isinstance(part, Chart)]
        if error.response["error"] not in ("invalid_blocks", "invalid_blocks_format") or not charts:
            raise
        first, *others = slack.render(card, draws_charts=False)
        told = await client.chat_postMessage(channel=channel, metadata=metadata, thread_ts=thread or None,
                                              **first.arguments)
    try:
        await _rest(patient or client, told["channel"], thread or told["ts"], others, charts)
    except (SlackApiError, aiohttp.ClientError, TimeoutError):
        logger.exception("rest of a card not posted channel=%s", told["channel"])
    return str(told["ts"])


async def _rest(client: AsyncWebClient, channel: str, thread: str, pages: list[slack.SlackMessage],
                charts: list[Chart]) -> None:
    for page in pages:
        await client.chat_postMessage(channel=channel, thread_ts=thread, **page.arguments)
    for number, chart in enumerate(charts, 1):
        picture = await asyncio.to_thread(draw, chart)
        if picture is not None:
            await client.files_upload_v2(content=picture.png, filename=f"chart-{number}.png", title=chart.title,
                                         alt_txt=picture.alt, channel=channel, thread_ts=thread)


def failures() -> tuple[type[Exception], ...]:
    """Return what a call of Slack may raise: a refusal, or an answer that never came."""
    import aiohttp
    from slack_sdk.errors import SlackApiError

    return SlackApiError, aiohttp.ClientError, TimeoutError, ConnectionError


def named(error: Exception) -> str:
    """Return what a log says of a failure: Slack's own word for a refusal, else the kind."""
    from slack_sdk.errors import SlackApiError

    return str(error.response.get("error")) if isinstance(error, SlackApiError) else type(error).__name__


async def understood(work: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """Do something at Slack; what goes wrong becomes one of the coach's errors, certain or lost."""
    import aiohttp
    from slack_sdk.errors import SlackApiError

    try:
        return await work()
    except SlackApiError as error:
        raise _refusal(error) from error
    except aiohttp.ClientConnectorError as error:
        raise TryLater("Slack cannot be reached.") from error
    except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
        raise AnswerLost("Slack's answer was lost.") from error


def _refusal(error: Any) -> CoachError:
    status, code = error.response.status_code, str(error.response.get("error") or "")
    if status == 429 or code in ("ratelimited", "rate_limited"):
        asked = error.response.headers.get("Retry-After") or error.response.headers.get("retry-after")
        return TryLater("Slack asks to wait.", retry_after_s=float(asked) if asked else None)
    if status >= 500 or code in ("internal_error", "fatal_error", "service_unavailable"):
        return AnswerLost(f"Slack failed ({code or status}).")
    if code in _GONE:
        return ChannelGone(f"Slack says {code}.")
    if code in _NO_LEAVE:
        needed = error.response.get("needed") or "a scope"
        return CoachError(f"Slack wants the scope {needed}; add it under OAuth & Permissions and install the app again.")
    if code in _NO_TOKEN:
        return CoachError(f"Slack takes the coach's token no more ({code}); install the app again and give it the new one.")
    if code in _TOO_LATE:
        return UsageError("Slack waits three seconds for a form and they were over; press again.")
    return CoachError(f"Slack refused it: {code or status}.")
