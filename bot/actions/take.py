"""I'll take these: the presser's own promise, with the card's items, due the coming Friday 15:00."""

from __future__ import annotations

from bot.coach.commitments.commitments import WHAT_LIMIT, Commitment, Promise, make
from bot.coach.commitments.promised_cards import tie
from bot.coach.desk import Desk
from bot.coach.posted.cards import Kept, card_now, kept_card, queue_edit
from bot.coach.posted.pressed import closed_reply, unknown_reply
from bot.errors import CoachError
from bot.model.action import Action
from bot.model.card import Card, say, text
from bot.model.command import Asker, Reply
from bot.model.words import day_and_time, shorten


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Make a commitment of a card for the presser, unless somebody has it or it is closed."""
    kept = kept_card(desk, subject)
    if kept is None:
        return unknown_reply()
    if not kept.is_open:
        return closed_reply(kept)
    if not _claimed(desk, asker, kept):
        return _taken_reply(desk, subject)
    try:
        commitment = make(desk, asker, _promise(kept))
    except CoachError:
        with desk.records.write() as writer:
            writer.run("give_card_back", card_id=subject, person=asker.person)
        raise
    tie(desk, subject, commitment)
    _show(desk, subject)
    return Reply(_thanks(commitment, asker))


def _claimed(desk: Desk, asker: Asker, kept: Kept) -> bool:
    with desk.records.write() as writer:
        return bool(writer.run("take_card", card_id=kept.card_id, person=asker.person, person_name=asker.name))


def _promise(kept: Kept) -> Promise:
    measured_by = kept.told.get("measured_by", "word")
    items = kept.comments if measured_by == "answers" else kept.items
    what = shorten(kept.told.get("commitment") or "Do what the card asks", WHAT_LIMIT)
    return Promise(what=what, due=None, measured_by=measured_by, items=items, rule=kept.rule)


def _show(desk: Desk, card_id: str) -> None:
    """Let the card say who took it."""
    kept = kept_card(desk, card_id)
    if kept:
        card = card_now(desk, kept)
        with desk.records.write() as writer:
            queue_edit(writer, kept, card, desk.now)


def _thanks(commitment: Commitment, asker: Asker) -> Card:
    return Card(
        title=text("Yours: {what}, by {due}", what=commitment.what,
                   due=day_and_time(commitment.due_at, commitment.zone or asker.zone)),
        parts=(say("It is commitment {number}. I ask again before it is due.", number=commitment.number),),
        tone="good",
    )


def _taken_reply(desk: Desk, card_id: str) -> Reply:
    kept = kept_card(desk, card_id)
    if kept is None or not kept.is_open:
        return closed_reply(kept) if kept else unknown_reply()
    return Reply(Card(text("{name} took these already; nothing was changed", name=kept.taken_name or "Somebody")))


ACTION = Action("take", "Promise to do what a card asks.", run)
