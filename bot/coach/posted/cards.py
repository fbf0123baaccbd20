"""A card that was posted: what it asks, who took it, how much is answered, and how it looks now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.coach.desk import Desk
from bot.coach.ports import RecordsWriter
from bot.coach.posted.ledger import OPEN
from bot.coach.posted.standing import standing_of
from bot.coach.posting import Entry, queue
from bot.model.card import Card, Item, Items, Part, Text, plain, say, text
from bot.model.card_text import card_from_text
from bot.model.rule import Ref

TAKE = "take"
"""The action that a card offers no more once somebody took it."""
_ENDS = {
    "done": "it is done", "closed": "the data shows it done", "not needed": "it was not needed",
    "replaced": "a newer card took its place", "lost": "a newer card took its place", "unsent": "it was never posted",
    "held out": "it was never posted",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A posted card. `card` is what it asks, without its status; `told` is what Why this? rests on.

    `listed`: what it names in the order of its list, which may show only the first of them.
    """

    card_id: str
    channel: str
    platform: str
    zone: str
    rule: str
    posted_at: str
    state: str
    card: Card
    told: Mapping[str, Any]
    items: tuple[Ref, ...]
    taken_name: str | None = None
    answered: int = 0
    listed: tuple[Ref, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it still asks for something."""
        return self.state in OPEN

    @property
    def comments(self) -> tuple[Ref, ...]:
        """The comments it names."""
        return tuple(ref for ref in self.items if ref.kind == "comment")

    @property
    def ended_because(self) -> str:
        """Why it asks for nothing any more, as half a sentence."""
        return _ENDS.get(self.state, "it is closed")


def kept_card(desk: Desk, card_id: str) -> Kept | None:
    """Return a posted card, None when the team has none of that id."""
    row = desk.records.one("card", card_id=card_id)
    if row is None:
        return None
    items = tuple(Ref(each["kind"], each["network"], each["item_id"])
                  for each in desk.records.rows("items_of_card", card_id=card_id))
    return Kept(
        card_id=card_id, channel=row["channel"], platform=row["platform"] or "", zone=row["zone"] or desk.zone,
        rule=row["rule"], posted_at=row["posted_at"], state=row["state"], card=card_from_text(row["card"]),
        told=json.loads(row["finding"]), items=items, taken_name=row["taken_name"], answered=row["answered"],
        listed=tuple(Ref(*each) for each in json.loads(row["subject"])),
    )


def standing_in(desk: Desk, kept: Kept) -> dict[Ref, str | None]:
    """Return what became of each comment that a card names: a word for it, None for one that still waits."""
    return standing_of(desk.records.rows("comments_of_card", card_id=kept.card_id), kept.posted_at, desk.now)


def card_now(desk: Desk, kept: Kept) -> Card:
    """Return an open card as it looks at the desk's moment."""
    return with_status(kept, standing_in(desk, kept))


def with_status(kept: Kept, standing: Mapping[Ref, str | None]) -> Card:
    """Return an open card as it looks now: who took it, how many of its comments need nothing more, and which."""
    lines: list[Text] = []
    answered = sum(word is not None for word in standing.values())
    if answered:
        lines.append(text("**{answered} of {comments} answered**", answered=answered, comments=len(standing)))
    if kept.taken_name:
        lines.append(text("Taken by {name}", name=kept.taken_name))
    if not lines:
        return kept.card
    template = " · ".join(line.template for line in lines)
    values = {name: value for line in lines for name, value in line.values.items()}
    marked = (_marked(part, kept.listed, standing) for part in kept.card.parts)
    buttons = tuple(each for each in kept.card.buttons if each.action != TAKE or not kept.taken_name)
    return replace(kept.card, parts=(say(template, **values), *marked), buttons=buttons)


def _marked(part: Part, listed: tuple[Ref, ...], standing: Mapping[Ref, str | None]) -> Part:
    """Return a list in which each thing that needs nothing more says so; why it mattered is left out there."""
    if not isinstance(part, Items):
        return part
    words = [standing.get(ref) for ref in listed[: len(part.items)]]
    words += [None] * (len(part.items) - len(words))
    return Items(tuple(_settled(item, word) if word else item for item, word in zip(part.items, words, strict=True)))


def _settled(item: Item, word: str) -> Item:
    headline = Text(f"{item.headline.template} · __{{settled}}__", {**item.headline.values, "settled": word})
    return replace(item, headline=headline, why=None)


def with_end(kept: Kept, ending: Text) -> Card:
    """Return a card that asks for nothing any more: how it ended, and quietly what it asked."""
    return Card(title=ending, parts=(say("__{asked}__", asked=plain(kept.card.title)),), footer=kept.card.footer,
                tone="good")


def queue_edit(writer: RecordsWriter, kept: Kept, card: Card, now: str) -> None:
    """Let the message of a card show something else."""
    queue(writer, Entry(kept.channel, kept.platform, card, "edit", kept.card_id), now)
