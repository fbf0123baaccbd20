"""What the team's posts are (selling, teaching and so on), told from their words when somebody asks, never at import.

A person's word wins for ever. Reading tells in memory; only a slot or a person's word writes.
"""

from __future__ import annotations

from typing import Any

from bot.coach.desk import Desk
from bot.coach.figures.post_lookup import find_post
from bot.errors import UsageError
from bot.model.card import Card, Quote, Text, plain, say, text
from bot.model.command import Reply
from bot.model.networks import has_titles_only
from bot.model.tagged_links import quotable
from bot.model.times import ago, from_text

Row = dict[str, Any]
PURPOSES = ("promotional", "teaching", "encouraging", "entertaining", "behind the scenes", "invitation to answer")
"""What a post can mainly be, one each."""
KEPT_DAYS = 30
"""How far back purposes are kept ahead of the rules: the longest window of a rule that asks for them."""
_QUOTED_LETTERS = 160


def with_purposes(desk: Desk, rows: list[Row]) -> list[Row]:
    """Return rows with the purposes told that a query asked for and nobody has told yet; nothing is written."""
    if not rows or not {"purpose", "purpose_by", "text"} <= rows[0].keys():
        return rows
    return [row if row["purpose"] or not row["text"] else _told(desk, row) for row in rows]


def keep_purposes(desk: Desk) -> int:
    """Tell what the posts of the last days are and keep it, in one transaction; return how many were new."""
    since = ago(from_text(desk.now), days=KEPT_DAYS)
    rows = desk.records.rows("posts_without_purpose", since=since, until=desk.now)
    new = [row for row in (_told(desk, row) for row in rows) if row["purpose"]]
    if new:
        with desk.records.write() as writer:
            writer.many("keep_purpose", ({name: row[name] for name in ("network", "post_id", "purpose")} for row in new))
    return len(new)


def label_post(desk: Desk, which: str, purpose: str) -> Reply:
    """Keep what a post is; a person's word stays over every later import. Raises UsageError for an unknown kind."""
    said = " ".join(purpose.lower().replace("-", " ").split())
    if said not in PURPOSES:
        raise UsageError(f"There is no kind of post {purpose!r}; choose from {', '.join(PURPOSES)}.")
    network, post_id = find_post(desk, which)
    row = with_purposes(desk, desk.records.rows("post_purpose", network=network, post_id=post_id))[0]
    before = row["purpose"]
    if before == said and row["purpose_by"] == "person":
        return _reply(row, text("It is kept as {kind} already; nothing was changed", kind=said), None)
    with desk.records.write() as writer:
        writer.run("label_post", network=network, post_id=post_id, purpose=said)
    if before in (said, None):
        return _reply(row, text("Kept as {kind}", kind=said), None)
    words = text("Kept as {kind}; it was {before}", kind=said, before=before)
    return _reply(row, words, f"posts label {network}:{post_id} {before}")


def _told(desk: Desk, row: Row) -> Row:
    """Return a row with what its words say it is; a title is too little to say, so only people tell of videos with one."""
    purpose = None if has_titles_only(row["network"]) else desk.purpose_of(row["text"])
    return {**row, "purpose": purpose, "purpose_by": "text" if purpose else None}


def _reply(row: Row, words: Text, undo: str | None) -> Reply:
    parts = (Quote(quotable(row["text"], _QUOTED_LETTERS)),) if row["text"] else ()
    back = (say("To take it back: **{undo}**", undo=undo),) if undo else ()
    said = {"post_id": row["post_id"], "network": row["network"], "said": plain(words), "undo": undo}
    return Reply(Card(words, (*parts, *back)), said)
