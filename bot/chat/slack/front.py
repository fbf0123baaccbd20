"""Slack as a front of the outbox: a card is posted, edited or looked for. Called by the sender, from its own thread.

Nothing is sent twice: only what Slack refused for certain is sent again, and a lost answer is said to be lost.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any

from bot.chat.bridge import Bridge
from bot.chat.slack.refusals import NO_LEAVE, TokenRefused, code_of, failures, named, understood
from bot.errors import AnswerLost, CannotRead, CoachError
from bot.model.card import Card, Chart, text
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
_NOT_TO_CHANGE = {"message_not_found", "cant_update_message", "edit_window_closed"}


class SlackFront:
    """One workspace, for one team's outbox. `patient` waits where Slack asks to, `client` says so instead.

    `doubt` is called on the loop where Slack takes the token no more.
    """

    platform = "slack"

    def __init__(self, client: AsyncWebClient, patient: AsyncWebClient, bridge: Bridge,
                 doubt: Callable[[], None] = lambda: None) -> None:
        self._client = client
        self._patient = patient
        self._bridge = bridge
        self._doubt = doubt

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
        except TokenRefused:
            self._bridge.soon(self._doubt)
            raise
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
            if code_of(error) not in _NOT_TO_CHANGE:
                raise
            logger.info("nothing left to change channel=%s error=%s", place, code_of(error))

    async def _find(self, channel: str, outbox_id: str) -> str | None:
        from slack_sdk.errors import SlackApiError

        place = await self._place(channel)
        try:
            told = await self._client.conversations_history(channel=place, limit=LOOK_BACK, include_all_metadata=True)
        except SlackApiError as error:
            if code_of(error) in NO_LEAVE:
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
        return await direct(self._client, user) if colon else channel


async def direct(client: AsyncWebClient, user: str) -> str:
    """Return the direct messages with somebody. Without leave to open them the person's id stands for them in a post
    (https://docs.slack.dev/reference/methods/chat.postMessage)."""
    from slack_sdk.errors import SlackApiError

    try:
        return str((await client.conversations_open(users=[user]))["channel"]["id"])
    except SlackApiError as error:
        if code_of(error) not in NO_LEAVE:
            raise
        return user


async def change(client: AsyncWebClient, channel: str, ts: str, page: slack.SlackMessage) -> None:
    """Put a page in the place of a message. Its words for notifications may be fewer than those of a new message."""
    await client.chat_update(channel=channel, ts=ts, text=shortened(page.text, SLACK_UPDATE_TEXT_LETTERS),
                             blocks=page.blocks)


async def post(client: AsyncWebClient, channel: str, card: Card, *, thread: str = "", metadata: Any = None,
               patient: AsyncWebClient | None = None) -> str:
    """Post a card; what does not fit goes to its thread. Returns the first message's id.

    Where the workspace takes no chart blocks the chart stands there in words, and as a picture in the thread. Once the
    first message stands nothing is raised any more, or the card would be sent again; what lacks is said in the thread.
    """
    from slack_sdk.errors import SlackApiError

    first, *others = slack.render(card)
    charts: list[Chart] = []
    try:
        told = await client.chat_postMessage(channel=channel, metadata=metadata, thread_ts=thread or None,
                                              **first.arguments)
    except SlackApiError as error:
        charts = [part for part in card.parts if isinstance(part, Chart)]
        if code_of(error) not in ("invalid_blocks", "invalid_blocks_format") or not charts:
            raise
        first, *others = slack.render(card, draws_charts=False)
        told = await client.chat_postMessage(channel=channel, metadata=metadata, thread_ts=thread or None,
                                              **first.arguments)
    await post_rest(patient or client, (str(told["channel"]), thread or str(told["ts"])), others, charts)
    return str(told["ts"])


async def post_rest(client: AsyncWebClient, at: tuple[str, str], pages: Sequence[slack.SlackMessage],
                    charts: Sequence[Chart] = ()) -> None:
    """Post what did not fit into a card's first message to its thread. `at`: the channel and the thread.

    Raises nothing: what cannot be posted is said to be missing, and logged.
    """
    try:
        await understood(lambda: _rest(client, *at, pages, charts))
    except CoachError as error:
        logger.warning("rest of a card not posted channel=%s why=%s", at[0], error)
        await _confess(client, *at, error)


async def _confess(client: AsyncWebClient, channel: str, thread: str, why: CoachError) -> None:
    """Say beneath a card that the rest of it is not there; where that is refused too, the log is what is left."""
    page = slack.render(Card(text("The rest of this is missing. {why}", why=str(why)), tone="warning"))[0]
    try:
        await client.chat_postMessage(channel=channel, thread_ts=thread, **page.arguments)
    except failures() as error:
        logger.warning("not said that the rest lacks channel=%s error=%s", channel, named(error))


async def _rest(client: AsyncWebClient, channel: str, thread: str, pages: Sequence[slack.SlackMessage],
                charts: Sequence[Chart]) -> None:
    for page in pages:
        await client.chat_postMessage(channel=channel, thread_ts=thread, **page.arguments)
    for number, chart in enumerate(charts, 1):
        picture = await asyncio.to_thread(draw, chart)
        if picture is not None:
            await client.files_upload_v2(content=picture.png, filename=f"chart-{number}.png", title=chart.title,
                                         alt_txt=picture.alt, channel=channel, thread_ts=thread)
