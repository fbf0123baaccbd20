"""Which comment a button means: one comment by its id, or a numbered one of a card or of the queue as it was shown.

A number never slips to another comment: a list's button carries a mark of each comment that was listed.
"""

from __future__ import annotations

from bot.coach.comments.comment_marks import LIST, MARK_LETTERS, MARKED
from bot.coach.comments.comment_refs import referred
from bot.coach.comments.comment_words import Row, find_comment
from bot.coach.desk import Desk
from bot.coach.posted.cards import Kept, kept_card, standing_in
from bot.errors import UsageError
from bot.model.card import Items
from bot.model.rule import Ref

_GONE = "This card is not known here any more; comments lists those that wait."


def pointed(desk: Desk, subject: str, number: int = 1) -> Row:
    """Return the comment that a button means. Raises UsageError for a number that the card does not have, and for a
    comment that is not there any more."""
    kind, slash, rest = subject.partition("/")
    if not slash:
        return _on_card(desk, subject, number)
    if kind not in (LIST, MARKED):
        return find_comment(desk, rest, kind)
    marks = [rest[place: place + MARK_LETTERS] for place in range(0, len(rest), MARK_LETTERS)]
    return _marked(desk, marks[_place(number, len(marks))], is_recent=kind == LIST)


def first_number(desk: Desk, subject: str) -> int:
    """Return the number of the first comment of a card that still waits for something, 1 for any other list."""
    kept = None if "/" in subject else kept_card(desk, subject)
    if kept is None:
        return 1
    standing = standing_in(desk, kept)
    waiting = (number for number, ref in enumerate(_refs(kept), 1) if ref in standing and standing[ref] is None)
    return next(waiting, 1)


def _on_card(desk: Desk, card_id: str, number: int) -> Row:
    kept = kept_card(desk, card_id)
    if kept is None:
        raise UsageError(_GONE)
    refs = _refs(kept)
    ref = refs[_place(number, len(refs))]
    if ref.kind != "comment":
        raise UsageError(f"Number {number} of the card is no comment; nothing was changed.")
    return find_comment(desk, ref.id, ref.network)


def _refs(kept: Kept) -> tuple[Ref, ...]:
    """Return what the numbers of a card mean, in their order; a card without a list means its comments."""
    shown = next((len(part.items) for part in kept.card.parts if isinstance(part, Items)), None)
    return kept.comments if shown is None else kept.listed[:shown]


def _place(number: int, of: int) -> int:
    if not 1 <= number <= of:
        listed = f"numbers from 1 to {of}" if of > 1 else "one comment, number 1" if of else "no comment"
        raise UsageError(f"The card has no number {number}; it has {listed}.")
    return number - 1


def _marked(desk: Desk, mark: str, *, is_recent: bool) -> Row:
    found = referred(desk, mark, is_recent=is_recent)
    if len(found) != 1:
        raise UsageError(_GONE)
    network, comment_id = found[0]
    return find_comment(desk, comment_id, network)
