"""A person says whether a lead told in chat and one of a table are the same; that stays, whatever is imported later."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.leads.lead_marks import find_lead
from bot.errors import UsageError
from bot.model.card import Card, say, text
from bot.model.command import Reply
from bot.model.counted_once import set_aside
from bot.model.words import count

APART = frozenset({"apart", "two", "both"})
"""Words with which a person says that a told lead and a table's are two."""


def once(desk: Desk, told: str, counted_as: str) -> Reply:
    """Count a told lead as a lead of a table, or apart from it again. Raises UsageError.

    `told`: a told lead's id, or to keep apart all that was told at one time its name. `counted_as`: a lead's id, or apart.
    """
    if counted_as.lower() in APART:
        return _apart(desk, told)
    row, other = find_lead(desk, told), find_lead(desk, counted_as)
    if not row["first_import"].startswith("chat-"):
        raise UsageError(f"{row['lead_id']} was not told in chat; name the told lead first, such as chat-k7mp-1.")
    if other["first_import"].startswith("chat-"):
        raise UsageError(f"{other['lead_id']} was told in chat too; name a lead of a table, or take one back: lead undo")
    with desk.records.write() as writer:
        writer.run("allow_lead_again", lead_id=row["lead_id"])
        kept = set_aside(writer.run, row["lead_id"], other["lead_id"], "person", desk.now)
        if not kept:
            # Raised in here, so that what was said before stays said.
            raise UsageError(f"{other['lead_id']} stands for another told lead already; nothing was changed.")
    parts = (say("To say that they are two: **lead once {lead} apart**", lead=row["lead_id"]),)
    return Reply(Card(text("Counted once: {told} is {other}", told=row["lead_id"], other=other["lead_id"]), parts),
                 {"told": [row["lead_id"]], "counted_as": other["lead_id"]})


def _apart(desk: Desk, told: str) -> Reply:
    rows = desk.records.rows("leads_set_aside", told=told.lower())
    if not rows:
        raise UsageError(f"No told lead of {told!r} is counted as one of a table; lead quality lists the newest leads.")
    with desk.records.write() as writer:
        for row in rows:
            writer.run("keep_lead_apart", lead_id=row["lead_id"], now=desk.now)
            writer.run("return_told_lead", lead_id=row["lead_id"])
        writer.run("forget_returned_leads")
        writer.run("take_told_quality_back")
    title = text("Counted apart: {leads} told in chat and as many of your table", leads=count(len(rows), "lead"))
    parts = tuple(say("To count {lead} once again: **lead once {lead} {other}**", lead=row["lead_id"],
                      other=row["counted_as"]) for row in rows[:5])
    return Reply(Card(title, parts), {"told": [row["lead_id"] for row in rows], "counted_as": None})
