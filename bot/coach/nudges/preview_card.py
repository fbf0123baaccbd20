"""What would have been posted, as a card and as a document: the same for the command, the button and the set-up.

Digests take their place in the caps and are counted; the list holds the nudges.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.coach.channels import place, places
from bot.coach.desk import Desk
from bot.coach.digests.digest_card import digest_card
from bot.coach.nudges.preview import Previewed, preview
from bot.model.card import Button, Card, Item, Items, Paragraph, Part, Text, say, text
from bot.model.card_text import plain_card
from bot.model.command import Reply
from bot.model.words import count, day_and_time

DAYS = 28
"""How many days a preview looks back unless somebody says otherwise."""


def preview_reply(desk: Desk, days: int = DAYS, channel: str | None = None) -> Reply:
    """Replay the last days, of one channel or of all, with the buttons that turn sleeping channels on."""
    said = [post for post in preview(desk, days, digest_card) if channel in (None, post.channel)]
    sleeping = [each.channel for each in places(desk) if not each.is_on and channel in (None, each.channel)]
    posts = [post for post in said if post.rule in desk.rules]
    card = preview_card(desk, posts, days, digests=len(said) - len(posts), sleeping=sleeping)
    return Reply(card, [document(post) for post in posts])


def document(post: Previewed) -> Mapping[str, Any]:
    """Return one card of the replay for scripts; `subject` holds the networks' own ids, `items` says whose they are."""
    return {
        "at": post.at,
        "channel": post.channel,
        "kind": post.kind,
        "rule": post.rule,
        "subject": [ref.id for ref in post.subject],
        "items": [{"kind": ref.kind, "network": ref.network, "id": ref.id} for ref in post.subject],
        "card": plain_card(post.card),
    }


def preview_card(desk: Desk, posts: Sequence[Previewed], days: int, *, digests: int, sleeping: Sequence[str]) -> Card:
    """Return what would have come, oldest first. `sleeping`: the channels that are offered to be turned on."""
    window = count(days, "day")
    beside = f", and {count(digests, 'digest')}" if digests else ""
    buttons = tuple(Button("Turn on" if len(sleeping) == 1 else f"Turn on no. {number}", "turn-on", channel)
                    for number, channel in enumerate(sleeping, 1))
    if not posts:
        words = say("In no slot of the last {window} did a rule see something to ask. "
                    "**doctor** shows which data is missing or old.", window=window)
        return Card(text("No nudge would have been posted{beside}", beside=beside), (words,), buttons)
    is_one = len({post.channel for post in posts}) == 1
    parts: list[Part] = [Items(tuple(_item(desk, post, is_one=is_one) for post in posts))]
    template = "No. {number}: nothing is posted in {channel} before it is turned on." if len(sleeping) > 1 \
        else "Nothing is posted in {channel} before it is turned on."
    parts += [say(template, number=number, channel=channel) for number, channel in enumerate(sleeping, 1)]
    title = text("In the last {window} {n} would have come{beside}", window=window, n=count(len(posts), "nudge"),
                 beside=beside)
    return Card(title, tuple(parts), buttons)


def _item(desk: Desk, post: Previewed, *, is_one: bool) -> Item:
    """Return a card of the replay; where all are of one channel, none names it."""
    where = place(desk, post.channel)
    moment = day_and_time(post.at, where.hours.zone if where else desk.zone)
    first = next((part.text for part in post.card.parts if isinstance(part, Paragraph) and "{n} more" not in
                  part.text.template), None)
    head = text("{moment}: " if is_one else "{moment}, {channel}: ", moment=moment, channel=post.channel)
    title = post.card.title
    return Item(Text(head.template + title.template, {**title.values, **head.values}), why=first)
