"""What people say of single leads: whether one is any good, and which post it came from. Their word stays for ever."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from bot.coach.desk import Desk
from bot.coach.leads.told_posts import NOWHERE, post_name, source_of
from bot.errors import UsageError
from bot.model.card import Button, Card, Item, Items, Part, Quote, Text, behind, plain, quoted, say, text
from bot.model.command import Reply
from bot.model.counted_once import Joined, join_told_leads, tie_anew
from bot.model.ties import NO_POST, NOT_YET
from bot.model.times import ago, from_text
from bot.model.words import count, day_and_time, shorten

Row = dict[str, Any]
List = Literal["quality", "post"]
QUALITIES = ("qualified", "unqualified", "unknown")
DAYS = 90
"""How far back leads are looked through for what is not known of them."""
BY_DATA = frozenset({"auto", "data"})
"""Words with which a person leaves the tie of a lead to the data again."""
_TOLD = ("lead_id", "created_at", "kind", "quality", "quality_by", "tied_by", "tied_network", "tied_post_id", "tied_reason")
_KEY_LETTERS = 80
"""A longer id does not fit beside its action into the key of a button; the command takes it all the same."""
_NOTE_LETTERS = 160


def unsaid(desk: Desk, what: List) -> Reply:
    """List the newest leads whose quality, or whose post, nobody knows, five at most."""
    window = {"since": ago(from_text(desk.now), days=DAYS), "now": desk.now}
    counts = desk.records.rows("leads_unsaid", **window)[0]
    waiting = int(counts[f"without_{what}"])
    if not waiting:
        return Reply(Card(*_nothing(what, int(counts["leads"]))), [])
    rows = desk.records.rows(f"leads_without_{what}", **window)
    of = "without a known quality" if what == "quality" else "tied to no post"
    command = "lead quality ID qualified" if what == "quality" else "lead tie ID POST"
    parts = (Items(tuple(_item(desk, row, what) for row in rows)),
             say("Say it by id: **{command}**. What you say stays, whatever is imported later.", command=command))
    title = text("{leads} of the last {days} days {are} {of}", leads=count(waiting, "lead"), days=DAYS,
                 are="is" if waiting == 1 else "are", of=of)
    return Reply(Card(title, parts, _buttons(rows) if what == "quality" else (), tone="ask"),
                 [_document(row) for row in rows])


def mark(desk: Desk, lead_id: str, quality: str) -> Reply:
    """Keep whether a lead is any good; `unknown` leaves it to the imports again. Raises UsageError."""
    said = _quality(quality, lead_id)
    row = find_lead(desk, lead_id)
    by = "person" if row["quality_by"] else None
    if row["quality"] == said and (by == "person" or said == "unknown"):
        return _reply(desk, row, text("It is {quality} already; nothing was changed", quality=said), None)
    with desk.records.write() as writer:
        writer.run("mark_lead", lead_id=row["lead_id"], quality=said)
    before = row["quality"]
    words = text("Kept as {quality}", quality=said) if before == said else (
        text("Kept as {quality}; it was {before}", quality=said, before=before))
    return _reply(desk, row | {"quality": said}, words, f"lead quality {_typed(row)} {before}")


def tie(desk: Desk, lead_id: str, words: str) -> Reply:
    """Keep which post a lead came from, or that it came from none; `auto` leaves it to the data again.

    Raises UsageError for a lead or a post that is not there.
    """
    row = find_lead(desk, lead_id)
    undo = f"lead tie {_typed(row)} {_before(row)}"
    if words.strip().lower() in BY_DATA:
        return _by_data(desk, row, undo)
    if words.strip().lower() in NOWHERE:
        network, post_id, name = None, None, ""
    else:
        source = source_of(desk, words)
        if not source.post_id:
            raise UsageError(f"The post {shorten(words, 60)!r} is not imported yet. Import the newest posts, then say it "
                             f"again; or write: lead tie {_typed(row)} none")
        network, post_id, name = source.network, source.post_id, source.name
    if row["tied_by"] == "person" and (row["tied_network"], row["tied_post_id"]) == (network, post_id):
        return _reply(desk, row, text("That is what was said of it already; nothing was changed"), None)
    with desk.records.write() as writer:
        writer.run("tie_lead", lead_id=row["lead_id"], tied_by="person", network=network, post_id=post_id,
                   reason=None if post_id else NO_POST)
        joined = join_told_leads(writer.run, desk.now)
    kept = text("Kept: it came from {post}", post=name) if post_id else text("Kept: it came from no post")
    return _kept(desk, row, joined, kept, undo)


def find_lead(desk: Desk, lead_id: str) -> Row:
    """Return the lead of an id. Raises UsageError naming the nearest of the newest ids."""
    wanted = lead_id.strip()
    row = desk.records.one("lead_by_id", lead_id=wanted)
    if row is not None:
        return row
    if aside := desk.records.one("leads_set_aside", told=wanted):
        raise UsageError(f"{wanted} is counted once, as {aside['counted_as']} of your table; say it of that one, or that "
                         f"they are two: lead once {wanted} apart")
    window = {"since": ago(from_text(desk.now), days=DAYS), "now": desk.now}
    rows = [*desk.records.rows("leads_without_quality", **window), *desk.records.rows("leads_without_post", **window)]
    newest = [each["lead_id"] for each in rows]
    nearest = difflib.get_close_matches(wanted, newest, n=1, cutoff=0.5)
    hint = f"did you mean {nearest[0]}?" if nearest else "lead quality and lead tie list the newest with their ids."
    raise UsageError(f"There is no lead {shorten(wanted, 60)!r}; {hint}")


def _by_data(desk: Desk, row: Row, undo: str) -> Reply:
    """Leave a lead's tie to what was told of it first, or to what the data says."""
    if row["tied_by"] != "person":
        return _reply(desk, row, text("Nobody corrected it, so the data says it already; nothing was changed"), None)
    is_told = row["first_import"].startswith("chat-") and desk.records.one(
        "telling", telling_id=row["first_import"].removeprefix("chat-")) is not None
    with desk.records.write() as writer:
        if is_told:
            known = bool(row["post_id"] and row["network"])
            writer.run("tie_lead", lead_id=row["lead_id"], tied_by="told", network=row["network"] if known else None,
                       post_id=row["post_id"] if known else None, reason=None if known else NOT_YET)
        else:
            writer.run("untie_lead", lead_id=row["lead_id"])
        joined = tie_anew(writer.run, desk.now)
    return _kept(desk, row, joined, text("Left to the data again"), undo)


def _kept(desk: Desk, row: Row, joined: Iterable[Joined], words: Text, undo: str) -> Reply:
    """Return what is kept of a lead now; one that is a table's lead as well is told as that one, and how to part them."""
    stands = next((each.counted_as for each in joined if each.lead_id == row["lead_id"]), None)
    if stands is None:
        return _reply(desk, desk.records.one("lead_by_id", lead_id=row["lead_id"]) or row, words, undo)
    once = text("{kept}; it is {other} of your table, and counts once", kept=plain(words), other=stands)
    return _reply(desk, desk.records.one("lead_by_id", lead_id=stands) or row, once, f"lead once {row['lead_id']} apart")


def _quality(words: str, lead_id: str) -> str:
    said = words.strip().lower()
    if said in QUALITIES:
        return said
    nearest = difflib.get_close_matches(said, QUALITIES, n=1, cutoff=0.6)
    hint = f"Did you mean: lead quality {lead_id} {nearest[0]}" if nearest else "Write qualified, unqualified or unknown."
    raise UsageError(f"A lead can't be {words!r}. {hint}")


def _nothing(what: List, leads: int) -> tuple[Text, tuple[Part, ...]]:
    if not leads:
        return (text("No leads are known of the last {days} days", days=DAYS),
                (say("Tell them as they come: **lead 3 enquiries from LINK**. Or import a table of leads."),))
    if what == "quality":
        return text("Every lead of the last {days} days has a quality; nothing waits", days=DAYS), ()
    return text("Every lead of the last {days} days is tied to a post, or was said to come from none", days=DAYS), ()


def _item(desk: Desk, row: Row, what: List) -> Item:
    head = text("**{kind}**, {when}, {where}", kind=row["kind"].capitalize(),
                when=day_and_time(row["created_at"], desk.zone), where=_where(row, reasons=what == "post"))
    return Item(head, row["note"] and shorten(row["note"], _NOTE_LETTERS), quoted(f"id {row['lead_id']}"))


def _where(row: Row, *, reasons: bool) -> str:
    if row["tied_post_id"]:
        name = post_name(row["tied_network"], row["tied_post_id"], row["post_text"])
        return f"by its time perhaps from {name}" if row["tied_by"] == "time" else f"from {name}"
    return row["tied_reason"] or "nothing says which post it came from" if reasons else "tied to no post"


def _buttons(rows: Sequence[Row]) -> tuple[Button, ...]:
    """Return two buttons for each lead, by its number in the list; one whose id is too long has none. Those that call one
    unqualified stand behind the others."""
    good, poor = (tuple(
        Button(f"No. {number} {quality}" if len(rows) > 1 else quality.capitalize(), f"lead-{quality}", row["lead_id"])
        for number, row in enumerate(rows, 1) if len(row["lead_id"]) <= _KEY_LETTERS)
        for quality in ("qualified", "unqualified"))
    return (*good, *behind(*poor)) if len(rows) > 1 else (*good, *poor)


def _before(row: Row) -> str:
    """Return the word that would bring a lead's tie back."""
    if row["tied_by"] != "person":
        return "auto"
    return f"{row['tied_network']}:{row['tied_post_id']}" if row["tied_post_id"] else "none"


def _typed(row: Row) -> str:
    lead_id = str(row["lead_id"])
    return f'"{lead_id}"' if " " in lead_id else lead_id


def _document(row: Row) -> Row:
    return {name: row[name] for name in _TOLD}


def _reply(desk: Desk, row: Row, words: Text, undo: str | None) -> Reply:
    what = say("{kind} of {when}, {where}.", kind=row["kind"].capitalize(), when=day_and_time(row["created_at"], desk.zone),
               where=_where(row, reasons=True))
    note = (Quote(shorten(row["note"], _NOTE_LETTERS)),) if row["note"] else ()
    back = (say("To take it back: **{undo}**", undo=undo),) if undo else ()
    return Reply(Card(words, (what, *note, *back)), _document(row) | {"said": plain(words), "undo": undo})
