"""How an answer reaches the one who asked in Slack: in the thread where it was asked for in public, else to them alone.

Nothing goes silent: where one way is closed the next is taken, and a failure is a sentence too.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.chat.slack.front import failures, named, post
from bot.chat.slack.place import Place, metadata_of
from bot.model.card import Card, quoted
from bot.model.form import Form
from bot.render import slack
from bot.render.slack_form import message_modal, modal

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

logger = logging.getLogger(__name__)

REPLY_URL_USES = 4
"""Of five in all, one kept for an error (https://docs.slack.dev/interactivity/handling-user-interaction)."""


async def answer(client: AsyncWebClient, place: Place, card: Card) -> None:
    """Show a card to the one who asked; in public where they asked there. What Slack refuses is tried another way."""
    if place.is_public or place.is_direct:
        await post(client, place.channel or await _direct(client, place.user), card, thread=place.thread)
        return
    pages = list(slack.render(card))
    if place.reply_url and len(pages) <= REPLY_URL_USES:
        pages = pages[await _by_reply_url(client, place, pages):]
    if pages and not await _ephemeral(client, place, pages):
        await post(client, await _direct(client, place.user), card)


async def tell(client: AsyncWebClient, place: Place, sentence: str) -> None:
    """Say one sentence to the one who asked, to them alone where the place allows it."""
    card = Card(quoted(sentence), tone="warning")
    private = Place(place.workspace, place.channel, place.user, place.thread, False, place.reply_url)
    await answer(client, private, card)


async def open_form(client: AsyncWebClient, place: Place, form: Form) -> None:
    """Open a form; what it asks comes back with the place it was opened at."""
    await client.views_open(trigger_id=place.trigger, view=modal(form, metadata_of(place, form.target)))


async def open_words(client: AsyncWebClient, place: Place, title: str, words: str) -> None:
    """Open a view that says one thing."""
    await client.views_open(trigger_id=place.trigger, view=message_modal(title, words))


async def think(client: AsyncWebClient, place: Place) -> None:
    """Show that the question is being looked into, where Slack has a place for that."""
    if place.is_public and place.thread:
        try:
            await client.assistant_threads_setStatus(channel_id=place.channel, thread_ts=place.thread,
                                                     status="is looking into it…")
        except failures() as error:
            logger.info("no status channel=%s error=%s", place.channel, named(error))


async def _by_reply_url(client: AsyncWebClient, place: Place, pages: list[slack.SlackMessage]) -> int:
    """Answer through the address that came with the request; return how many pages it took before it was used up or old."""
    from slack_sdk.webhook.async_client import AsyncWebhookClient

    hook = AsyncWebhookClient(place.reply_url, session=client.session, timeout=client.timeout)
    more = {"thread_ts": place.thread} if place.thread else {}
    for number, page in enumerate(pages):
        words = {"response_type": "ephemeral", "replace_original": False, **more, **page.arguments}
        try:
            status = str((await hook.send_dict(words)).status_code)
        except failures() as error:
            status = type(error).__name__
        if status != "200":
            logger.info("reply url refused channel=%s status=%s page=%s", place.channel, status, number)
            return number
    return len(pages)


async def _ephemeral(client: AsyncWebClient, place: Place, pages: list[slack.SlackMessage]) -> bool:
    try:
        for page in pages:
            await client.chat_postEphemeral(channel=place.channel, user=place.user, text=page.text, blocks=page.blocks,
                                            thread_ts=place.thread or None)
    except failures() as error:
        logger.info("no private answer channel=%s error=%s", place.channel, named(error))
        return False
    return True


async def _direct(client: AsyncWebClient, user: str) -> str:
    return str((await client.conversations_open(users=[user]))["channel"]["id"])
