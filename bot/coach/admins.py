"""Who may change settings, and the log of what they changed.

The log names people by their id alone, so that forgetting a person leaves the log true.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.coach.desk import Desk
from bot.coach.people import one_person, platform_of, remember
from bot.coach.ports import RecordsWriter
from bot.errors import NotAllowed
from bot.model.command import Asker
from bot.model.ids import new_id
from bot.model.times import from_text

_NAMED = 3
_TERMINAL = "terminal"


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


def whom_to_tell(desk: Desk, platform: str, channel: str = "", owners: Sequence[str] = ()) -> list[str]:
    """Return the ids of the people who are told when something of the coach's own working is off, the likeliest first.

    Those whom the configuration names, who set `channel` up, who changed settings, `owners`; of them those who are on
    `platform` before the others, since it is that chat which works. People at the terminal alone are left out.
    """
    set_it_up = [str(row["done_by"]) for row in desk.records.rows("setup_steps") if row["channel"] == channel]
    found = [person for person, _ in admins(desk)]
    named = found[:len({one_person(desk, each) for each in desk.settings.admins})]
    people = dict.fromkeys([*named, *set_it_up, *found, *(one_person(desk, each) for each in owners)])
    on_chats = [each for each in people if platform_of(each) not in (None, _TERMINAL)]
    return sorted(on_chats, key=lambda each: platform_of(each) != platform)


def note_change(writer: RecordsWriter, desk: Desk, asker: Asker, what: str, detail: str) -> str:
    """Write a change of settings into the log and return the entry's id."""
    entry_id = new_id(from_text(desk.now))
    remember(writer, asker, desk.now)
    writer.run("add_admin_entry", entry_id=entry_id, at=desk.now, actor=asker.person, what=what, detail=detail)
    return entry_id
