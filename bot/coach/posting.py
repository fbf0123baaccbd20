"""What is to be sent, put into the outbox within the transaction that decided it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.coach.people import rest_of
from bot.coach.ports import RecordsWriter
from bot.model.card import Card
from bot.model.card_text import card_to_text
from bot.model.ids import new_id
from bot.model.times import from_text

Operation = Literal["post", "edit", "note"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to send. A post of a card keeps its message's id, an edit replaces that message, a note stands alone.

    `not_before` and `not_after` are UTC text; what was not sent by `not_after` is given up. `person`: a direct message.
    """

    channel: str
    platform: str
    card: Card
    operation: Operation = "note"
    card_id: str | None = None
    not_before: str | None = None
    not_after: str | None = None
    person: str | None = None


def queue(writer: RecordsWriter, entry: Entry, now: str) -> str:
    """Put an entry into the outbox and return its id. An edit takes the place of the card's edits that still wait.

    A direct message waits for the end of its person's quiet hours.
    """
    if entry.operation == "edit":
        writer.run("drop_waiting_edits", card_id=entry.card_id, now=now)
    outbox_id = new_id(from_text(now))
    found = writer.run("person", person=entry.person) if entry.person else []
    free_at = rest_of(found[0]).ends_at(now) if found else None
    writer.run(
        "queue_entry", outbox_id=outbox_id, channel=entry.channel, platform=entry.platform, person=entry.person,
        operation=entry.operation, card_id=entry.card_id, card=card_to_text(entry.card), made_at=now,
        not_before=max(entry.not_before or now, free_at or now), not_after=entry.not_after,
    )
    return outbox_id
