"""Open cards follow the data: they say what is answered, close when all is done, and come back when a snooze ends.

A card closes for what the data shows; a rule that can't tell closes nothing.
"""

from __future__ import annotations

from dataclasses import replace

from bot.coach.cards import Kept, kept_card, queue_edit, with_end, with_status
from bot.coach.channels import place
from bot.coach.desk import Desk
from bot.coach.findings import cases
from bot.coach.nudging import named_on_card
from bot.coach.ports import RecordsWriter
from bot.coach.posting import Entry, queue
from bot.model.card import Card, Text, plain, text
from bot.model.rule import Case


def settle_cards(desk: Desk) -> list[str]:
    """Bring every open card up to the data and return what changed, a sentence a card: to be called after an import."""
    counts = {row["card_id"]: (row["answered"], row["comments"])
              for row in desk.records.rows("comments_of_open_cards", now=desk.now)}
    seen: dict[str, list[Case]] = {}
    changed: list[str | None] = []
    for row in desk.records.rows("open_cards"):
        if row["card_id"] in counts:
            changed.append(_count(desk, row["card_id"], *counts[row["card_id"]]))
        elif row["rule"] in desk.rules:
            if row["rule"] not in seen:
                seen[row["rule"]] = cases(desk, desk.rules[row["rule"]])
            changed.append(_look_again(desk, row["card_id"], seen[row["rule"]]))
    return [sentence for sentence in changed if sentence]


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
        with desk.records.write() as writer:
            if writer.run("wake_card", card_id=kept.card_id, now=desk.now):
                queue(writer, Entry(kept.channel, kept.platform, with_status(kept, len(kept.comments)), "post",
                                    kept.card_id, not_after=where.hours.quiet_begins(desk.now)), desk.now)
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


def _count(desk: Desk, card_id: str, answered: int, comments: int) -> str | None:
    """Write down how many of a card's comments need nothing more; close it when none does."""
    kept = kept_card(desk, card_id)
    if kept is None or (answered == kept.answered and answered < comments):
        return None
    with desk.records.write() as writer:
        writer.run("count_answered", card_id=card_id, answered=answered)
        if answered == comments:
            end_in(writer, desk, kept, "closed", with_end(kept, all_answered(answered)))
        elif kept.state != "snoozed":
            queue_edit(writer, kept, with_status(replace(kept, answered=answered), comments), desk.now)
    return f"{plain(kept.card.title)}: {answered} of {comments} answered"


def _look_again(desk: Desk, card_id: str, seen: list[Case]) -> str | None:
    """Close a card about posts or the like whose rule does not see the same things any more."""
    kept = kept_card(desk, card_id)
    if kept is None or any(_is_same(kept, case) for case in seen):
        return None
    with desk.records.write() as writer:
        end_in(writer, desk, kept, "closed", with_end(kept, text("Done: the newest data does not show this any more")))
    return f"{plain(kept.card.title)}: the newest data does not show this any more"


def _is_same(kept: Kept, case: Case) -> bool:
    """Tell whether a case is about what a card names; one that can't tell may be about anything."""
    named = named_on_card(case)
    return case.verdict != "fires" or not (kept.items and named) or bool(set(kept.items) & set(named))
