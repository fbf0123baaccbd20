"""Commitments: what a person promised, by when, and what shows that it was kept.

A promise is only ever made by somebody's own command or press; the first due moment is never forgotten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from bot.coach.desk import Desk
from bot.coach.ports import RecordsWriter, Row
from bot.coach.timing.due import default_due
from bot.errors import StoreError, UsageError
from bot.model.command import Asker
from bot.model.ids import new_id
from bot.model.rule import Measure, Ref
from bot.model.words import count

Outcome = Literal["kept", "missed", "dropped", "cant-tell"]
By = Literal["data", "word"]
WHAT_LIMIT = 140
"""Characters of a promise: one line that can be read at a glance."""
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Promise:
    """What somebody is about to promise. `due`: UTC text, None for the coming Friday 15:00 of the asker.

    `items`: the comments to answer, or the posts that leads must come from. `target`: how many answers, leads or posts;
    None for all the items. `for_person`: the id of somebody else, who has to accept it first.
    """

    what: str
    due: str | None
    measured_by: Measure
    items: tuple[Ref, ...] = ()
    rule: str | None = None
    target: int | None = None
    for_person: str | None = None
    seen_by: Literal["team", "me"] = "team"


@dataclass(frozen=True, slots=True)
class Commitment:
    """One commitment as it stands. `number` is the short one that people type; times are UTC text.

    `outcome_by` says whether the data or a person's word closed it; None where only time did.
    """

    commitment_id: str
    number: int
    what: str
    person: str
    person_name: str
    made_by: str
    channel: str
    zone: str
    made_at: str
    accepted_at: str | None
    first_due_at: str
    due_at: str
    moved_at: str | None
    moves: int
    measured_by: Measure
    target: int | None
    rule: str | None
    seen_by: str
    blocked_at: str | None
    blocked_why: str | None
    outcome: Outcome | None
    outcome_by: By | None
    outcome_note: str | None
    closed_at: str | None
    items: tuple[Ref, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether nothing has closed it yet."""
        return self.closed_at is None

    @property
    def is_accepted(self) -> bool:
        """Whether it is the person's own: they made it, or accepted it."""
        return self.accepted_at is not None


def make(desk: Desk, asker: Asker, promise: Promise) -> Commitment:
    """Keep a promise and return it with its number. Raises UsageError for no words, too many, or a past due moment."""
    now, zone = desk.now, asker.zone or desk.zone
    other = promise.for_person if promise.for_person and promise.for_person != asker.person else None
    row: dict[str, Any] = {
        "commitment_id": new_id(desk.clock()), "what": worded(promise.what), "person": other or asker.person,
        "person_name": other or asker.name, "made_by": asker.person, "channel": asker.channel, "zone": zone,
        "made_at": now, "accepted_at": None if other else now,
        "due_at": promise.due or default_due(now=now, zone=zone), "measured_by": promise.measured_by,
        "target": promise.target, "rule": promise.rule, "seen_by": promise.seen_by,
    }
    if row["due_at"] <= now:
        raise UsageError(f"The due moment {row['due_at']} is past; name one to come, such as Friday 15:00.")
    with desk.records.write() as writer:
        number = _numbered(writer, row)
        writer.many("add_commitment_item", (
            {"commitment_id": row["commitment_id"], "kind": ref.kind, "network": ref.network, "item_id": ref.id,
             "n": n}
            for n, ref in enumerate(promise.items, 1)))
    return _commitment({"number": number, "first_due_at": row["due_at"], **_FRESH, **row}, promise.items)


def every(desk: Desk) -> list[Commitment]:
    """Return every commitment of the team as it stood at the desk's moment, in the order of their numbers."""
    now = desk.now
    items: dict[str, list[Ref]] = defaultdict(list)
    for row in desk.records.rows("commitment_items"):
        items[row["commitment_id"]].append(_ref(row))
    rows = desk.records.rows("commitments", now=now)
    return [_commitment(row, tuple(items[row["commitment_id"]]), now) for row in rows]


def visible(desk: Desk, asker: Asker) -> list[Commitment]:
    """Return the commitments that somebody may see: the team's, and those kept private by or for themselves.

    Where others read the answer too, only the team's.
    """
    return [each for each in every(desk)
            if each.seen_by == "team" or (asker.person in (each.person, each.made_by) and not asker.in_public)]


def numbered(desk: Desk, asker: Asker, number: int | str) -> Commitment:
    """Return one commitment by the number people type. Raises UsageError when the asker can see none of that number."""
    wanted = str(number).strip().lstrip("#")
    digits = wanted.isascii() and wanted.isdigit() and len(wanted) <= 9
    row = desk.records.one("commitment_by_number", number=int(wanted), now=desk.now) if digits else None
    if row is not None:
        items = desk.records.rows("items_of_commitment", commitment_id=row["commitment_id"])
        found = _commitment(row, tuple(_ref(item) for item in items), desk.now)
        if found.seen_by == "team" or asker.person in (found.person, found.made_by):
            return found
    known = [str(each.number) for each in visible(desk, asker) if each.is_open]
    hint = f"{'the newest ' if len(known) > 5 else ''}open ones: {', '.join(known[-5:])}" if known \
        else "none is open; make one with commit"
    raise UsageError(f"There is no commitment {wanted!r}; {hint}.")


def change(writer: RecordsWriter, before: Commitment, **values: Any) -> Commitment | None:
    """Write a commitment's new state; None where somebody closed, moved or reopened it in between."""
    after = replace(before, **values)
    changed = writer.run(
        "change_commitment", commitment_id=before.commitment_id, closed_before=before.closed_at or "",
        accepted_before=before.accepted_at or "", due_before=before.due_at,
        **{name: getattr(after, name) for name in _CHANGEABLE})
    return after if changed else None


def worded(what: str) -> str:
    """Return a promise's words as one line. Raises UsageError for none and for more than 140 characters."""
    line = " ".join(what.split())
    if not line:
        raise UsageError("A commitment needs words: what will you do? For example: answer 5 comments by Friday 15:00.")
    if len(line) > WHAT_LIMIT:
        raise UsageError(f"The promise has {count(len(line), 'character')}, the most is {WHAT_LIMIT}; "
                         f"say it shorter than {line[:40]!r}...")
    return line


_CHANGEABLE = ("what", "accepted_at", "first_due_at", "due_at", "moved_at", "moves", "target", "blocked_at",
               "blocked_why", "outcome", "outcome_by", "outcome_note", "closed_at")
_FRESH: Mapping[str, Any] = {"moved_at": None, "moves": 0, "blocked_at": None, "blocked_why": None, "outcome": None,
                             "outcome_by": None, "outcome_note": None, "closed_at": None}


def _numbered(writer: RecordsWriter, row: Mapping[str, Any]) -> int:
    """Insert under the next free number; another process may take that one first, so it is tried a few times."""
    for _ in range(_TRIES):
        given = writer.run("add_commitment", **row)
        if given:
            return int(given[0]["number"])
    raise StoreError("The commitment could not be numbered because many were made at once; try again.")


def _commitment(row: Row, items: tuple[Ref, ...], now: str | None = None) -> Commitment:
    """Return a row as a commitment; what closed it after `now` is not known yet at that moment."""
    if now and row["closed_at"] and row["closed_at"] > now:
        row = {**row, "outcome": None, "outcome_by": None, "outcome_note": None, "closed_at": None}
    return Commitment(items=items, **row)


def _ref(row: Row) -> Ref:
    return Ref(row["kind"], row["network"], row["item_id"])
