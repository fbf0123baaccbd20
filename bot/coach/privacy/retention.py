"""What is kept only for so long: commenters' names, raw rows of imports, how old cards looked. Looked after once a day.

What is counted stays: a name goes, the comment and its answer remain.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.coach.desk import Desk
from bot.model.card import Card, text
from bot.model.card_text import card_to_text
from bot.model.times import ago, from_text, local

DUTY = "retention"
REMOVED = card_to_text(Card(text("What stood here is not kept any more")))
"""What stands in the place of a card that is forgotten."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """How much a day's look dropped: names of commenters, raw rows, looks of old cards and messages."""

    names: int = 0
    raw_rows: int = 0
    cards: int = 0


def keep_retention(desk: Desk) -> Dropped | None:
    """Drop what is older than the settings allow, once a day of the team's own; None where that was done today."""
    today = local(desk.now, desk.zone).date().isoformat()
    if desk.records.one("daily_duty", duty=DUTY, day=today):
        return None
    now, privacy = from_text(desk.now), desk.settings.privacy
    named = ago(now, days=privacy.pseudonymise_days)
    with desk.records.write() as writer:
        if not writer.run("do_daily_duty", duty=DUTY, day=today, now=desk.now):
            return None
        writer.run("forget_daily_duties", duty=DUTY, day=today)
        names = writer.run("drop_old_names", before=named)
        rows = writer.run("drop_old_raw_rows", before=ago(now, days=privacy.purge_days))
        cards = [*writer.run("drop_old_cards", before=named, removed=REMOVED),
                 *writer.run("drop_old_messages", before=named, removed=REMOVED)]
    return Dropped(len(names), len(rows), len(cards))
