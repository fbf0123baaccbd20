"""How old the data is. A feed that was never imported is missing, which is not the same as stale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.coach.desk import Desk
from bot.model.times import ago, from_text
from bot.model.words import age

WATCHED = ("posts", "comments", "leads")
"""The feeds that audits and the digest rest on."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed: the moment its newest data is from (UTC text, at most the desk's now), and whether that is too old."""

    name: str
    as_of: str
    is_stale: bool


@dataclass(frozen=True, slots=True)
class Feeds:
    """What a team has imported, by the name of the feed, looked at from `now`."""

    known: Mapping[str, Feed]
    now: str

    def as_of(self, *names: str) -> str | None:
        """Return the oldest as-of of these feeds; None when one of them was never imported."""
        moments = [self.known[name].as_of if name in self.known else None for name in names]
        return min((moment for moment in moments if moment), default=None) if all(moments) else None

    def is_fresh(self, name: str) -> bool:
        """Tell whether a feed is there and not too old."""
        return name in self.known and not self.known[name].is_stale

    def trouble(self, name: str) -> str | None:
        """Return in words what is wrong with a feed, or None when it is fresh."""
        feed = self.known.get(name)
        if feed is None:
            return f"no {name} were imported yet"
        return f"the newest {name} are {age(feed.as_of, self.now)} old" if feed.is_stale else None

    def gap(self, name: str, since: str) -> str | None:
        """Return in words why nothing is known of a feed since a moment, or None when something is."""
        feed = self.known.get(name)
        if feed is not None and feed.as_of >= since:
            return None
        return self.trouble(name) or f"no {name} from that time were imported yet"

    @property
    def oldest(self) -> str | None:
        """The oldest as-of of the watched feeds that are there, None without any."""
        return min((self.known[name].as_of for name in WATCHED if name in self.known), default=None)

    @property
    def stale(self) -> tuple[str, ...]:
        """The watched feeds that are there and too old."""
        return tuple(name for name in WATCHED if name in self.known and self.known[name].is_stale)

    @property
    def missing(self) -> tuple[str, ...]:
        """The watched feeds that were never imported."""
        return tuple(name for name in WATCHED if name not in self.known)


def feeds_of(desk: Desk) -> Feeds:
    """Return the team's feeds; too old means more days than `imports.fresh_days`.

    What was only ever told in chat is missing when it is old, not stale: there is no file to import again.
    """
    now = desk.now
    oldest = ago(from_text(now), days=desk.settings.imports.fresh_days)
    rows = desk.records.rows("feeds")
    return Feeds(
        {row["feed"]: Feed(row["feed"], min(row["as_of"], now), row["as_of"] < oldest) for row in rows
         if row["files_as_of"] or row["as_of"] >= oldest}, now)
