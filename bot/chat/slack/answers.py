"""How an answer reaches the one who asked in Slack: in the thread where it was asked for in public, else to them alone.

Nothing goes silent: where one way is closed the next is taken, and a failure is a sentence too.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.chat.papers import as_card
from bot.chat.slack.front import direct, post
from bot.chat.slack.place import Place, metadata_of
from bot.chat.slack.refusals import GONE, NO_LEAVE, code_of, failures, named
from bot.model.card import Card, quoted, text
from bot.model.command import File
from bot.model.form import Form
from bot.render import slack
from bot.render.slack_form import modal

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

logger = logging.getLogger(__name__)

REPLY_URL_USES = 3
"""Of five in all, one kept for the word that a question is looked into, one for an error
(https://docs.slack.dev/interactivity/handling-user-interaction). What was said with it can't be replaced with it
(https://github.com/slackapi/bolt-python/issues/1268), so a private answer comes as a whole."""
WHOLE = ("Let an admin of the workspace grant files:write (OAuth & Permissions) and install the coach again, then ask once "
         "more.")
LOOKING = Card(text("Looking into it. The answer comes here in a moment"))


async def answer(client: AsyncWebClient, place: Place, card: Card) -> None:
    """Show a card to the one who asked; in public where they asked there. What Slack refuses is tried another way."""
    if (place.is_public or place.is_direct) and await _posted(client, place, card):
        return
    pages = list(slack.render(card))
    if place.reply_url and len(pages) <= REPLY_URL_USES:
        pages = pages[await _by_reply_url(client, place, pages):]
    if pages and not await _ephemeral(client, place, pages):
        await post(client, await direct(client, place.user), card)


async def _posted(client: AsyncWebClient, place: Place, card: Card) -> bool:
    """Post a card where it was asked for; False in a conversation that the coach is not in, as between two colleagues."""
    from slack_sdk.errors import SlackApiError

    try:
        await post(client, place.channel or await direct(client, place.user), card, thread=place.thread)
    except SlackApiError as error:
        if code_of(error) not in GONE or not place.channel:
            raise
        logger.info("not answered there channel=%s error=%s", place.channel, named(error))
        return False
    return True


async def give(client: AsyncWebClient, place: Place, file: File) -> None:
    """Give somebody a file in their direct messages; without leave to upload, what it says."""
    from slack_sdk.errors import SlackApiError

    is_there = place.is_direct and bool(place.channel)
    at, thread = (place.channel, place.thread) if is_there else (await direct(client, place.user), "")
    try:
        await client.files_upload_v2(content=file.words, filename=file.name, title=file.name, channel=at,
                                     thread_ts=thread or None)
    except SlackApiError as error:
        if code_of(error) not in NO_LEAVE:
            raise
        logger.info("no file given error=%s", named(error))
        await post(client, at, as_card(file, WHOLE), thread=thread)


async def tell(client: AsyncWebClient, place: Place, sentence: str) -> None:
    """Say one sentence to the one who asked, to them alone where the place allows it."""
    card = Card(quoted(sentence), tone="warning")
    private = Place(place.workspace, place.channel, place.user, place.thread, False, place.reply_url)
    await answer(client, private, card)


async def open_form(client: AsyncWebClient, place: Place, form: Form) -> None:
    """Open a form; what it asks comes back with the place it was opened at."""
    await client.views_open(trigger_id=place.trigger, view=modal(form, metadata_of(place, form.target)))


async def think(client: AsyncWebClient, place: Place, *, is_slow: bool) -> None:
    """Show that the question is being looked into: as a status where Slack has a place for that, else in words, where the
    answer takes long enough for them."""
    if place.is_watched:
        try:
            await client.assistant_threads_setStatus(channel_id=place.channel, thread_ts=place.thread,
                                                     status="is looking into it…")
        except failures() as error:
            logger.info("no status channel=%s error=%s", place.channel, named(error))
    elif is_slow and place.reply_url:
        await _by_reply_url(client, place, list(slack.render(LOOKING)))


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
