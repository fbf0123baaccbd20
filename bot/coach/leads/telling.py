"""Leads told in chat, and taken back: what one person said at one time comes and goes as a whole.

Where leads are imported as a table too, a word in chat says nothing of what the table would hold: then the feed stays as
old as the table. Where they are not, the word is the feed.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.coach.desk import Desk
from bot.coach.feeds import feeds_of
from bot.coach.goals.objectives import LEAD_KINDS, progress, reached, running
from bot.coach.leads.lead_words import Said, counted, read_leads
from bot.coach.leads.told_posts import Source, source_of
from bot.coach.ports import RecordsWriter
from bot.errors import CoachError, UsageError
from bot.model.card import Button, Card, Paragraph, say, text
from bot.model.codes import is_code, new_code
from bot.model.command import Asker, Reply
from bot.model.counted_once import pairs
from bot.model.times import ago, from_text
from bot.model.words import age, count, shorten

TOLD = "told"
"""The format of what came by word of mouth, beside the names of the export formats."""
TABLE_DAYS = 90
"""A table of leads this old is a habit given up; the words in chat are the feed then."""
NOTE_LETTERS = 280
_TRIES = 20
_PREFIX = "chat-"


@dataclass(frozen=True, slots=True)
class _Told:
    telling_id: str
    said: Said
    source: Source

    @property
    def lead_ids(self) -> list[str]:
        return lead_ids(self.telling_id, self.said.number)


def tell_leads(desk: Desk, asker: Asker, words: str, note: str | None,
               draw: Callable[[int], int] = secrets.randbelow) -> Reply:
    """Keep leads that somebody tells of; the reply offers to take exactly these back. Raises UsageError."""
    said = read_leads(words)
    note = _noted(note, said)
    source = source_of(desk, said.post)
    table_as_of = _table_as_of(desk)
    with desk.records.write() as writer:
        told = _Told(_new_telling(writer, desk, asker, said, draw), said, source)
        writer.many("add_told_lead", (_row(desk, told, lead_id, note) for lead_id in told.lead_ids))
        if table_as_of is None:
            note_told(writer, _PREFIX + told.telling_id, "leads", desk.now, rows=said.number)
    return Reply(_card(desk, told, table_as_of), _document(told))


def take_back(desk: Desk, asker: Asker, telling_id: str | None) -> Reply:
    """Remove the leads of one telling, the asker's newest where none is named. Raises UsageError."""
    row = _named(desk, asker, telling_id) if telling_id else desk.records.one("newest_telling", told_by=asker.person)
    if row is None:
        raise UsageError("You told of no leads that could be taken back; tell some with: lead 3 enquiries from LINK")
    taken = 0
    with desk.records.write() as writer:
        if writer.run("undo_telling", telling_id=row["telling_id"], now=desk.now):
            import_id = _PREFIX + row["telling_id"]
            before = writer.run("leads_of_import", import_id=import_id)
            for lead_id in lead_ids(row["telling_id"], int(row["leads"])):
                writer.run("drop_told_lead", lead_id=lead_id, import_id=import_id)
            aside = writer.run("forget_leads_set_aside", import_id=import_id)
            writer.run("take_told_quality_back")
            writer.run("mark_import_undone", import_id=import_id, now=desk.now)
            taken = int(before[0]["leads"]) + len(aside)
    document = {"telling": row["telling_id"], "taken_back": taken}
    if not taken:
        return Reply(Card(text("These leads were taken back already; nothing was changed")), document)
    again = f"lead {row['said']}" if row["said"] else None
    parts = (say("To tell them again: **{again}**", again=again),) if again else ()
    return Reply(Card(text("Taken back: {leads}", leads=counted(taken, row["kind"])), parts), document | {"again": again})


def note_told(writer: RecordsWriter, import_id: str, feed: str, now: str, *, rows: int) -> None:
    """Note in an open transaction that a feed was told of by somebody now, as an import notes its file."""
    counts = {f"rows_{name}": 0 for name in ("updated", "unchanged", "ignored", "held", "rejected")}
    writer.run("add_import", import_id=import_id, file_sha256=import_id, options="", file_name="told in chat", format=TOLD,
               feed=feed, network=None, zone=None, as_of=now, columns_unknown="", imported_at=now, rows_read=rows,
               rows_new=rows, **counts)


def lead_ids(telling_id: str, number: int) -> list[str]:
    """Return the ids of the leads of one telling."""
    return [f"{_PREFIX}{telling_id}-{each}" for each in range(1, number + 1)]


def _new_telling(writer: RecordsWriter, desk: Desk, asker: Asker, said: Said, draw: Callable[[int], int]) -> str:
    """Keep the telling under a code that no other has, a longer one where the short ones are mostly taken."""
    for tried in range(_TRIES):
        telling_id = new_code(draw, 4 + tried // 5)
        if writer.run("add_telling", telling_id=telling_id, told_by=asker.person, now=desk.now, n=said.number,
                      kind=said.kind, said=f"{said.counted} from {said.post}"):
            return telling_id
    raise CoachError("No free name was found for these leads; nothing was kept. Try again.")


def _row(desk: Desk, told: _Told, lead_id: str, note: str | None) -> dict[str, Any]:
    source = told.source
    return {
        "lead_id": lead_id, "now": desk.now, "kind": told.said.kind, "network": source.network,
        "post_id": source.post_id or source.candidate, "permalink": source.link, "code": source.code, "note": note,
        "tied_network": source.network, "tied_post_id": source.post_id, "tied_reason": source.reason,
        "import_id": _PREFIX + told.telling_id,
    }


def _noted(note: str | None, said: Said) -> str | None:
    """Return the note of some leads; words after the post belong to it. Raises UsageError."""
    words = " ".join(filter(None, ((note or "").strip(), said.more)))
    if said.more and note is None:
        raise UsageError(f"I do not know what {shorten(said.more, 40)!r} means after the post; write --note before it to "
                         "keep it as a note.")
    if len(words) > NOTE_LETTERS:
        raise UsageError(f"The note has {len(words)} letters; keep it to {NOTE_LETTERS}.")
    return words or None


def _table_as_of(desk: Desk) -> str | None:
    """Return how old the newest imported leads are, None where nobody imports leads any more."""
    since = ago(from_text(desk.now), days=TABLE_DAYS)
    row = desk.records.one("newest_lead_table", since=since)
    return row["as_of"] if row else None


def _named(desk: Desk, asker: Asker, words: str) -> dict[str, Any]:
    """Return the telling of a code, or of one of its leads' ids. Raises UsageError."""
    code = words.strip().lower().removeprefix(_PREFIX).partition("-")[0]
    row = desk.records.one("telling", telling_id=code) if is_code(code) else None
    if row is None:
        raise UsageError(f"Nobody told of leads under {words!r}. lead undo alone takes back what you told last.")
    if row["told_by"] != asker.person and not asker.is_admin:
        raise UsageError("Somebody else told of these leads, so they are theirs to take back; nothing was changed.")
    return row


def _card(desk: Desk, told: _Told, table_as_of: str | None) -> Card:
    said, source = told.said, told.source
    parts: list[Paragraph] = []
    if source.post_id:
        row = desk.records.one("leads_of_post", network=source.network, post_id=source.post_id, now=desk.now)
        parts.append(say("That post has {leads} in all now.", leads=count(int(row["leads"]) if row else 0, "lead")))
    elif source.code or source.link:
        parts.append(say("That post is not imported yet; what you told is tied to it when it is."))
    else:
        parts.append(say("What you told counts as leads, and for no post; **lead tie {lead} POST** names one later.",
                         lead=told.lead_ids[0]))
    parts += _in_the_table(desk, told)
    parts += _goals(desk, said.kind)
    if table_as_of and "leads" in feeds_of(desk).stale:
        parts.append(say("__The newest table of leads is {age} old; import it again, so that posts can be judged.__",
                         age=age(table_as_of, desk.now)))
    parts.append(say("__To take them back: lead undo {code}. To say which are any good: lead quality.__",
                     code=told.telling_id))
    title = text("Noted: {leads} from {post}", leads=said.counted, post=source.name)
    return Card(title, tuple(parts), (Button("Undo", "undo-lead", told.telling_id),),
                tone="good" if source.post_id else "plain")


def _in_the_table(desk: Desk, told: _Told) -> list[Paragraph]:
    """Return how to say that what was told stands in a table already, where some of it may."""
    source = told.source
    if not source.post_id:
        return []
    others = desk.records.rows("leads_they_may_be", network=source.network, post_id=source.post_id, kind=told.said.kind)
    found = pairs([{"lead_id": each, "created_at": desk.now} for each in told.lead_ids], others, known_before=True)
    if not found:
        return []
    (one, other), n = found[0], len(found)
    return [say("Your table has {leads} for that post and day already. If it is the same, say: **lead once {one} {other}**",
                leads=counted(n, told.said.kind), one=one["lead_id"], other=other["lead_id"])]


def _goals(desk: Desk, kind: str) -> list[Paragraph]:
    """Return how far the goal is that these leads serve, the one that ends first."""
    feeds = feeds_of(desk)
    for goal in running(desk):
        if goal.metric == "leads" or LEAD_KINDS.get(goal.metric) == kind:
            return [say("Your goal of {goal} by {day}: {so_far} so far.", goal=goal.goal, day=goal.last_day,
                        so_far=reached(progress(desk, goal, feeds)))]
    return []


def _document(told: _Told) -> dict[str, Any]:
    source = told.source
    return {
        "telling": told.telling_id, "leads": told.said.number, "kind": told.said.kind, "lead_ids": told.lead_ids,
        "network": source.network, "post_id": source.post_id, "reason": source.reason,
        "undo": f"lead undo {told.telling_id}",
    }
