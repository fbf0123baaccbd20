"""What is known of a person beside their promises: their name, and when direct messages to them wait.

A person's id begins with its platform on a chat (`slack:U0AB1`); that is how a message to them finds its way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.coach.desk import Desk
from bot.coach.ports import RecordsWriter
from bot.coach.timing.calendar import Hours, next_at
from bot.model.command import Asker
from bot.model.settings import Nudges


@dataclass(frozen=True, slots=True)
class Rest:
    """When a person wants no direct messages: every day between two clock times of a zone, and until a moment."""

    quiet_from: str | None = None
    quiet_to: str | None = None
    zone: str = "UTC"
    paused_until: str | None = None

    def ends_at(self, now: str) -> str | None:
        """Return the moment (UTC text) from which a message may come, None where it may come at `now`."""
        free = max(now, self.paused_until or "")
        if self.quiet_from and self.quiet_to and self._hours().is_quiet(free):
            free = next_at(self.quiet_to, now=free, zone=self.zone)
        return free if free > now else None

    def _hours(self) -> Hours:
        return Hours(Nudges(quiet_from=self.quiet_from or "", quiet_to=self.quiet_to or "", quiet_days=()), self.zone)


def platform_of(person: str) -> str | None:
    """Return the platform that a person's id begins with, None where it names none.

    >>> platform_of("slack:U0AB1"), platform_of("ana")
    ('slack', None)
    """
    platform, colon, own = person.partition(":")
    return platform if platform and colon and own else None


def one_person(desk: Desk, person: str) -> str:
    """Return the id under which a person is kept, where the configuration says that several ids are one person."""
    return next((ids[0] for ids in desk.settings.people if person in ids), person)


def rest_of(row: Mapping[str, Any] | None) -> Rest:
    """Return when a person wants no messages, from their row; a person without one takes them at any time."""
    if row is None:
        return Rest()
    return Rest(row["quiet_from"], row["quiet_to"], row["quiet_zone"] or "UTC", row["paused_until"])


def is_resting(desk: Desk, person: str) -> bool:
    """Tell whether direct messages to a person wait now."""
    return rest_of(desk.records.one("person", person=person)).ends_at(desk.now) is not None


def remember(writer: RecordsWriter, asker: Asker, now: str) -> None:
    """Keep what the asker is called, and that they are an admin where they are."""
    writer.run("keep_person", person=asker.person, person_name=asker.name, admin_since=now if asker.is_admin else None,
               now=now)


def name_of(desk: Desk, person: str) -> str:
    """Return what somebody is called, their id where nobody told."""
    row = desk.records.one("person", person=person)
    return str(row["name"]) if row else person
