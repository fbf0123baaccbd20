"""Open cards follow the data: they say what is answered, close when all is done, and come back when a snooze ends.

A card closes for what the data shows; a rule that can't tell closes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.coach.channels import place
from bot.coach.desk import Desk
from bot.coach.figures.findings import cases
from bot.coach.ports import RecordsWriter
from bot.coach.posted.cards import Kept, card_now, kept_card, queue_edit, standing_in, with_end, with_status
from bot.coach.posted.ledger import named_on_card
from bot.coach.posting import Entry, queue
from bot.model.card import Card, Text, plain, text
from bot.model.card_text import card_to_text
from bot.model.rule import Case, Ref


def settle_cards(desk: Desk) -> list[str]:
    """Bring every open card up to the data and return what changed, a sentence a card: to be called after an import."""
    seen: dict[str, list[Case]] = {}
    changed: list[str | None] = []
    for row in desk.records.rows("open_cards"):
        kept = kept_card(desk, row["card_id"])
        standing = standing_in(desk, kept) if kept and kept.comments else {}
        if kept and standing:
            changed.append(_count(desk, kept, standing))
        elif kept and row["rule"] in desk.rules:
            if row["rule"] not in seen:
                seen[row["rule"]] = cases(desk, desk.rules[row["rule"]])
            changed.append(_look_again(desk, kept, seen[row["rule"]]))
    return [sentence for sentence in changed if sentence]


def settle_cards_of(desk: Desk, network: str, comment_id: str) -> None:
    """Bring the open cards that name a comment up to what somebody said of it."""
    for row in desk.records.rows("open_cards_naming_comment", network=network, comment_id=comment_id):
        kept = kept_card(desk, row["card_id"])
        if kept:
            _count(desk, kept, standing_in(desk, kept))


def wake(desk: Desk) -> int:
    """Post the snoozed cards whose time has come, where it is not quiet, and return how many.

    Somebody asked for them, so they count against no cap.
    """
    woken = 0
    for row in desk.records.rows("cards_to_wake", now=desk.now):
        where = place(desk, row["channel"])
        kept = kept_card(desk, row["card_id"])
        if where is None or kept is None or not where.is_on or where.hours.is_quiet(desk.now):
            continue
        card = card_now(desk, kept)
        with desk.records.write() as writer:
            if writer.run("wake_card", card_id=kept.card_id, now=desk.now):
                queue(writer, Entry(kept.channel, kept.platform, card, "post", kept.card_id,
                                    not_after=where.hours.quiet_begins(desk.now)), desk.now)
                woken += 1
    return woken


def end_in(writer: RecordsWriter, desk: Desk, kept: Kept, state: str, card: Card) -> bool:
    """Close an open card within a transaction and let its message show how it ended. Tells whether it was still open."""
    if not writer.run("move_card", card_id=kept.card_id, state=state, snoozed_until=None, closed_at=desk.now):
        return False
    queue_edit(writer, kept, card, desk.now)
    return True


def all_answered(comments: int) -> Text:
    """Return how a card ends whose comments are all answered."""
    return text("Done: {comments} of {comments} answered", comments=comments)


def _count(desk: Desk, kept: Kept, standing: Mapping[Ref, str | None]) -> str | None:
    """Write down how many of a card's comments need nothing more and show which; close it when none does."""
    answered, comments = sum(word is not None for word in standing.values()), len(standing)
    shown = with_status(kept, standing)
    if answered < comments and not _differs(desk, kept, shown, answered):
        return None
    with desk.records.write() as writer:
        writer.run("count_answered", card_id=kept.card_id, answered=answered)
        if answered == comments:
            end_in(writer, desk, kept, "closed", with_end(kept, all_answered(answered)))
        elif kept.state != "snoozed":
            queue_edit(writer, kept, shown, desk.now)
    return f"{plain(kept.card.title)}; {answered} of {comments} answered"


def _differs(desk: Desk, kept: Kept, shown: Card, answered: int) -> bool:
    """Tell whether a card would look other than its message does; a snoozed one shows nothing but its count later."""
    if answered != kept.answered or kept.state == "snoozed":
        return answered != kept.answered
    last = desk.records.one("card_last_shown", card_id=kept.card_id)
    return last is not None and last["card"] != card_to_text(shown)


def _look_again(desk: Desk, kept: Kept, seen: list[Case]) -> str | None:
    """Close a card about posts or the like whose rule does not see the same things any more."""
    if any(_is_same(kept, case) for case in seen):
        return None
    with desk.records.write() as writer:
        end_in(writer, desk, kept, "closed", with_end(kept, text("Done: the newest data does not show this any more")))
    return f"{plain(kept.card.title)}; the newest data does not show this any more"


def _is_same(kept: Kept, case: Case) -> bool:
    """Tell whether a case is about what a card names; one that can't tell may be about anything."""
    named = named_on_card(case)
    return case.verdict != "fires" or not (kept.items and named) or bool(set(kept.items) & set(named))
