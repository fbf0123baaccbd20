"""Who may change settings, and the log of what they changed.

The log names people by their id alone, so that forgetting a person leaves the log true.
"""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.people import one_person, remember
from bot.coach.ports import RecordsWriter
from bot.errors import NotAllowed
from bot.model.command import Asker
from bot.model.ids import new_id
from bot.model.times import from_text

_NAMED = 3


def only_admins(desk: Desk, asker: Asker) -> None:
    """Let admins pass. Raises NotAllowed naming who may."""
    if not asker.is_admin:
        raise NotAllowed(f"Only an admin may change this: ask {who_may(desk)}.")


def who_may(desk: Desk) -> str:
    """Return in words who may change settings: those known by name, else those whom the configuration names."""
    names = [name for _, name in admins(desk)][:_NAMED]
    if not names:
        return "an admin of this workspace or somebody named under admins in the configuration"
    return f"{', '.join(names)} or another admin"


def admins(desk: Desk) -> list[tuple[str, str]]:
    """Return the ids and names of the admins: those of the configuration first, then who changed settings, latest first."""
    known = {row["person"]: row for row in desk.records.rows("people")}
    found: dict[str, str] = {}
    for each in desk.settings.admins:
        person = one_person(desk, each)
        found[person] = str(known[person]["name"]) if person in known else person
    for person, row in known.items():
        if row["admin_since"]:
            found.setdefault(person, str(row["name"]))
    return list(found.items())


def note_change(writer: RecordsWriter, desk: Desk, asker: Asker, what: str, detail: str) -> str:
    """Write a change of settings into the log and return the entry's id."""
    entry_id = new_id(from_text(desk.now))
    remember(writer, asker, desk.now)
    writer.run("add_admin_entry", entry_id=entry_id, at=desk.now, actor=asker.person, what=what, detail=detail)
    return entry_id
