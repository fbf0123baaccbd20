"""Second opinions on what the word lists are unsure of: recent comments and posts, a batch at a time, each text once.

A person's word is never asked about and always stays; a text is known by its hash, so the same words are not sent twice.
"""

from __future__ import annotations

import hashlib
import logging
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.coach.comments.comment_words import LABELS
from bot.coach.desk import Desk
from bot.coach.figures.purposes import PURPOSES
from bot.coach.ports import SecondReader
from bot.coach.spending import today
from bot.errors import BudgetSpent, CoachError
from bot.model.times import ago, from_text

logger = logging.getLogger(__name__)
Row = dict[str, Any]
Kind = Literal["comment", "post"]
UNSURE = 0.6
"""The confidence below which a second opinion is sought. On the labelled texts that nothing was learned from (14% of the
474 comments and 26% of the 149 posts lie below it) the word lists are right about 45% and 46% of what lies below, and
about 95% and 91% of the rest."""
BATCH = 20
"""Texts of one request."""
MOST_A_DAY = 200
"""Texts of a team that are asked about in a day."""
KEPT_DAYS = 14
"""How far back comments and posts are looked at."""
REST_HOURS = 1
"""How long nothing is asked after a request that told nothing."""
_MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class _Place:
    """How one kind of text is read and labelled."""

    kind: Kind
    read: str
    label: str
    labels: tuple[str, ...]


_PLACES = (_Place("comment", "unsure_comments", "label_comment_by_model", LABELS),
           _Place("post", "unsure_posts", "label_post_by_model", PURPOSES))


def keep_opinions(desk: Desk, reader: SecondReader, sureness: Mapping[Kind, Callable[[str], float]]) -> int:
    """Take a model's word for unsure texts, from what it said before or by one request a kind; return how many changed.

    `sureness`: how sure the word lists are of a text, 0 to 1. Never raises for what goes wrong with the model.
    """
    kept = 0
    for place in _PLACES:
        unsure = [row | {"hash": hash_of(row["text"])} for row in _recent(desk, place)
                  if sureness[place.kind](row["text"]) < UNSURE]
        known = _known(desk, reader, place, unsure)
        kept += _take(desk, place, [(row, known[row["hash"]]) for row in unsure if row["hash"] in known])
        new = [row for row in unsure if row["hash"] not in known]
        if new:
            kept += _ask(desk, reader, place, new)
    return kept


def hash_of(words: str) -> str:
    """Return what a text is known by; white space and how a letter is composed make no difference."""
    return hashlib.sha256(" ".join(unicodedata.normalize("NFC", words).split()).encode("utf-8", "replace")).hexdigest()


def _recent(desk: Desk, place: _Place) -> list[Row]:
    return desk.records.rows(place.read, since=ago(from_text(desk.now), days=KEPT_DAYS), until=desk.now, n=_MOST_ROWS)


def _known(desk: Desk, reader: SecondReader, place: _Place, rows: Sequence[Row]) -> dict[str, str | None]:
    """Return what this model said before, by hash; None where it was asked and gave no opinion."""
    known: dict[str, str | None] = {}
    for key in dict.fromkeys(row["hash"] for row in rows):
        said = desk.records.one("opinion", kind=place.kind, hash=key, model=reader.name)
        if said is not None:
            known[key] = said["label"] if said["label"] in place.labels else None
    return known


def _ask(desk: Desk, reader: SecondReader, place: _Place, rows: Sequence[Row]) -> int:
    """Ask about the newest texts, as many as a request and the day allow; return how many rows changed."""
    day = today(desk)
    used = desk.records.one("opinions_asked", day=day)
    room = min(BATCH, MOST_A_DAY - (used["asked"] if used else 0))
    texts = dict(list({row["hash"]: row["text"] for row in rows}.items())[:max(0, room)])
    if not texts or not _begin(desk, place, day, len(texts)):
        return 0
    try:
        told = reader.tell(place.kind, tuple(texts.values()), place.labels)
    except CoachError as error:
        logger.info("no second opinions team=%s of=%s kind=%s", desk.records.team_id, place.kind, type(error).__name__)
        if isinstance(error, BudgetSpent):
            _end(desk, place, day, asked=0, given=0)
        return 0
    given = dict(zip(texts, told, strict=True))
    _keep(desk, reader, place, given)
    _end(desk, place, day, asked=len(texts), given=sum(label is not None for label in told))
    return _take(desk, place, [(row, given[row["hash"]]) for row in rows if row["hash"] in given])


def _begin(desk: Desk, place: _Place, day: str, asked: int) -> bool:
    """Note that a model is asked now; False while another process asks, and a while after it told nothing."""
    rested = ago(from_text(desk.now), hours=REST_HOURS)
    before = ago(from_text(desk.now), days=desk.settings.privacy.purge_days)
    with desk.records.write() as writer:
        if writer.run("vain_opinion_round", kind=place.kind, since=rested):
            return False
        writer.run("forget_opinions", before=before)
        writer.run("forget_opinion_rounds", before=before)
        return bool(writer.run("begin_opinion_round", day=day, kind=place.kind, now=desk.now, n=asked))


def _end(desk: Desk, place: _Place, day: str, *, asked: int, given: int) -> None:
    with desk.records.write() as writer:
        writer.run("end_opinion_round", day=day, kind=place.kind, now=desk.now, n=asked, answered=given)


def _keep(desk: Desk, reader: SecondReader, place: _Place, given: Mapping[str, str | None]) -> None:
    with desk.records.write() as writer:
        writer.many("keep_opinion", (
            {"kind": place.kind, "hash": key, "label": label, "model": reader.name, "now": desk.now}
            for key, label in given.items()))


def _take(desk: Desk, place: _Place, told: Sequence[tuple[Row, str | None]]) -> int:
    """Label the rows that were told, but for those that somebody labelled meanwhile; return how many were labelled."""
    labels = [(row, label) for row, label in told if label is not None]
    if not labels:
        return 0
    with desk.records.write() as writer:
        return sum(len(writer.run(place.label, network=row["network"], id=row["id"], text=row["text"], label=label))
                   for row, label in labels)
