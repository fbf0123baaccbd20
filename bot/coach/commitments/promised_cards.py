"""A card follows the promise that was made of it, wherever that is closed: done closes the card, dropped frees it again."""

from __future__ import annotations

from bot.coach.commitments.commitments import Commitment
from bot.coach.desk import Desk
from bot.coach.posted.cards import card_now, kept_card, queue_edit, with_end
from bot.coach.posted.open_cards import end_in
from bot.model.card import text


def tie(desk: Desk, card_id: str, commitment: Commitment) -> None:
    """Note which card a promise was made of."""
    with desk.records.write() as writer:
        writer.run("promise_card", commitment_id=commitment.commitment_id, card_id=card_id)


def follow(desk: Desk, commitment: Commitment) -> None:
    """Bring the card of a promise that was closed by a word up to it; a card that is closed already stays as it is."""
    row = desk.records.one("card_of_promise", commitment_id=commitment.commitment_id)
    kept = kept_card(desk, row["card_id"]) if row else None
    if kept is None or not kept.is_open or commitment.is_open:
        return
    with desk.records.write() as writer:
        if commitment.outcome == "kept":
            end_in(writer, desk, kept, "done", with_end(kept, text("Done, says {name}", name=commitment.person_name)))
            return
        is_free = bool(writer.run("give_card_back", card_id=kept.card_id, person=commitment.person))
    freed = kept_card(desk, kept.card_id) if is_free else None
    if freed is not None:
        card = card_now(desk, freed)
        with desk.records.write() as writer:
            queue_edit(writer, freed, card, desk.now)
