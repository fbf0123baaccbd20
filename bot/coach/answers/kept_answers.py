"""Answers kept for as long as their buttons are of use: what they rest on, to be shown, shared, asked again or promised."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.coach.desk import Desk
from bot.coach.ports import Row
from bot.coach.posting import Entry, queue
from bot.errors import StoreError, UsageError
from bot.model.card import Button, Card, Quote
from bot.model.card_text import card_from_text, card_to_text
from bot.model.command import Asker
from bot.model.times import ago, from_text
from bot.model.words import shorten

logger = logging.getLogger(__name__)

KEPT_DAYS = 14
"""How long an answer is kept with what it rests on; comments of other people may stand in that."""
_TURN_LETTERS = 500
FOR_ONE = "(for the asker alone)"
"""What stands in a talk for an answer that others may not read."""
_ID_LETTERS = 20


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer. `card` is what may be shared; `piece` the id of the guidance it rests on most; `evidence` a document.

    `is_private`: it rests on what the asker alone may see. `is_direct`: it was asked in direct messages.
    """

    answer_id: str
    question: str
    tier: str
    by: str
    answer: str
    next_step: str
    piece: str
    evidence: Mapping[str, Any]
    card: Card
    previous: str | None = None
    person: str = ""
    channel: str = ""
    thread: str = ""
    platform: str = ""
    made_at: str = ""
    shared_at: str | None = None
    is_private: bool = False
    is_direct: bool = False


def keep(desk: Desk, asker: Asker, kept: Kept) -> bool:
    """Keep an answer for its asker. False where the store is busy: an answer never fails for that."""
    asked = {"is_private": kept.is_private, "is_direct": kept.is_direct}
    try:
        with desk.records.write() as writer:
            writer.run(
                "keep_answer", answer_id=kept.answer_id, person=asker.person, platform=asker.platform,
                channel=asker.channel, thread=asker.thread, question=kept.question, previous=kept.previous, tier=kept.tier,
                written_by=kept.by, answer=kept.answer, next_step=kept.next_step, piece=kept.piece,
                evidence=json.dumps({**kept.evidence, "asked": asked}, ensure_ascii=False), card=card_to_text(kept.card),
                now=desk.now)
    except StoreError:
        logger.warning("answer not kept")
        return False
    return True


def kept_answer(desk: Desk, answer_id: str) -> Kept:
    """Return an answer that is kept. Raises UsageError where it is not, or not any more."""
    row = desk.records.one("kept_answer", answer_id=answer_id)
    if row is None:
        raise _gone()
    return _kept(row)


def own_answer(desk: Desk, asker: Asker, answer_id: str) -> Kept:
    """Return an answer that the asker was given. Raises UsageError for somebody else's and for one that is not kept."""
    kept = kept_answer(desk, answer_id)
    if kept.person != asker.person:
        raise UsageError("Only the one who asked can do that; ask the question yourself for an answer of your own.")
    return kept


def turn_before(desk: Desk, subject: str) -> tuple[str | None, tuple[str, ...]]:
    """Return the question and the turn that a button carries; `subject` is the answer's id, or its question."""
    row = desk.records.one("kept_answer", answer_id=subject)
    if row is None:
        return (subject if " " in subject else None), ()
    kept = _kept(row)
    asked = shorten(kept.question, _TURN_LETTERS)
    answered = FOR_ONE if kept.is_private else shorten(kept.answer, _TURN_LETTERS)
    return kept.question, (f"Asked: {asked}\nAnswered: {answered}",)


def piece_of(desk: Desk, subject: str) -> str:
    """Return the piece of guidance that an answer rests on most; a button of an older card carries the piece itself.

    Raises UsageError for an answer that is not kept any more.
    """
    row = desk.records.one("kept_answer", answer_id=subject)
    if row is None and len(subject) == _ID_LETTERS and subject.isalnum():
        raise _gone()
    return str(row["piece"]) if row else subject


def shareable(desk: Desk, asker: Asker, answer_id: str) -> Kept:
    """Return an answer that the asker may share. Raises UsageError for any other and for one that is not kept any more."""
    kept = own_answer(desk, asker, answer_id)
    if kept.is_private:
        raise UsageError("This answer rests on promises that only you see, so it can't be shared. "
                         "Ask in the channel for an answer without them.")
    return kept


def share(desk: Desk, asker: Asker, answer_id: str, channel: str = "") -> bool:
    """Post an answer in a channel, else where it was asked, its question and who asked above it.

    False where it was shared before. Raises UsageError as `shareable` does.
    """
    kept = shareable(desk, asker, answer_id)
    asked = Quote(kept.question, asker.name)
    buttons = (Button("Helpful", "helpful", answer_id), Button("Not helpful", "not-helpful", answer_id))
    card = replace(kept.card, parts=(asked, *kept.card.parts), buttons=buttons)
    with desk.records.write() as writer:
        if not writer.run("share_answer", answer_id=answer_id, now=desk.now):
            return False
        queue(writer, Entry(channel or kept.channel, kept.platform, card), desk.now)
    return True


def purge(desk: Desk) -> None:
    """Forget the answers that are older than answers are kept; nothing is written where none is."""
    before = ago(from_text(desk.now), days=KEPT_DAYS)
    if desk.records.one("old_answer", before=before):
        with desk.records.write() as writer:
            writer.run("purge_answers", before=before)


def _gone() -> UsageError:
    return UsageError(f"This answer is not kept any more: answers are kept {KEPT_DAYS} days. Ask the question again.")


def _kept(row: Row) -> Kept:
    evidence = json.loads(row["evidence"])
    return Kept(
        answer_id=row["answer_id"], question=row["question"], tier=row["tier"], by=row["written_by"], answer=row["answer"],
        next_step=row["next_step"], piece=row["piece"], evidence=evidence,
        card=card_from_text(row["card"]), previous=row["previous"], person=row["person"], channel=row["channel"],
        thread=row["thread"], platform=row["platform"], made_at=row["made_at"], shared_at=row["shared_at"],
        **evidence.pop("asked", {}))
