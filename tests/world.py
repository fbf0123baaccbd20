"""A small team's data for tests, put into a store the way an import does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from itertools import count
from typing import Any

from bot import clock
from bot.coach.desk import Desk
from bot.coach.ports import Adviser, Records
from bot.intake.merge import Merger
from bot.model.facts import Campaign, Comment, Fact, Followers, Lead, Outbound, Post, Reading
from bot.model.settings import Settings
from bot.model.times import from_text
from bot.triage.classify import classify

FEEDS = {Post: "posts", Comment: "comments", Lead: "leads", Followers: "followers", Campaign: "campaigns", Outbound: "outbound"}
NOW = "2026-03-04T09:30:00Z"
_numbers = count(1)


@dataclass
class World:
    """A desk over real records, and the means to tell it of new data."""

    desk: Desk

    def tell(self, *facts: Fact, as_of: str | None = None, feeds: Mapping[str, str] | None = None) -> None:
        """Merge facts as one import a feed; a Reading that follows its Post belongs to it."""
        as_of = as_of or self.desk.now
        rows = grouped(facts)
        with self.desk.records.write() as writer:
            merger = Merger(writer, f"import-{next(_numbers)}", as_of, "salt", lambda words: classify(words).label)
            for row in rows:
                readings = [as_row(row[1])] if len(row) > 1 else ()
                merger.add(type(row[0]), [as_row(row[0])], readings)
            merger.finish()
        told = {FEEDS[type(row[0])]: as_of for row in rows} | dict(feeds or {})
        for feed, moment in told.items():
            self.feed(feed, moment)

    def feed(self, feed: str, as_of: str) -> None:
        """Note that a feed was imported at a moment, even if it held nothing."""
        with self.desk.records.write() as writer:
            writer.run("add_import", **import_row(f"feed-{next(_numbers)}", feed, as_of))

    def set_objective(self, **values: Any) -> None:
        """Set an objective; every part has a default."""
        row = {"objective_id": f"objective-{next(_numbers)}", "metric": "leads", "target": 20, "starts_on": "2026-01-01",
               "ends_on": "2026-12-31", "made_by": "someone", "made_at": "2026-01-01T00:00:00Z"}
        with self.desk.records.write() as writer:
            writer.run("add_objective", **row | values)

    def at(self, moment: str) -> World:
        """Return the same world, looked at from another moment."""
        return World(self.desk.at(clock.fixed(from_text(moment))))


def as_row(fact: Fact) -> tuple[Any, ...]:
    """Return a fact as the tuple of its fields, in their order."""
    return tuple(getattr(fact, each.name) for each in fields(fact))


def grouped(facts: Iterable[Fact]) -> list[tuple[Fact, ...]]:
    """Return facts as the rows of an import: a reading belongs to the post before it."""
    rows: list[tuple[Fact, ...]] = []
    for fact in facts:
        if isinstance(fact, Reading):
            rows[-1] = (*rows[-1], fact)
        else:
            rows.append((fact,))
    return rows


def import_row(import_id: str, feed: str, as_of: str) -> dict[str, Any]:
    """Return a row of the imports table."""
    counts = {f"rows_{name}": 0 for name in ("read", "new", "updated", "unchanged", "ignored", "held", "rejected")}
    return {"import_id": import_id, "file_sha256": import_id, "options": "", "file_name": f"{feed}.csv", "format": feed,
            "feed": feed, "network": None, "zone": None, "as_of": as_of, "columns_unknown": "",
            "imported_at": as_of, **counts}


def desk_for(records: Records, *, now: str = NOW, settings: Settings | None = None, adviser: Adviser | None = None) -> Desk:
    """Return a desk at a fixed moment with every rule of the project."""
    from bot.app import purpose_of
    from bot.rules import rules

    def no_adviser() -> Adviser:
        assert adviser is not None, "this test asked the guidance without giving one"
        return adviser

    desk = Desk(records=records, settings=settings or Settings(), clock=clock.fixed(from_text(now)), rules=rules(),
                adviser_of=no_adviser, purpose_of=purpose_of)
    with records.write() as writer:
        writer.run("add_team", now=now, salt="salt")
    return desk


def post(post_id: str = "p1", published_at: str = "2026-02-20T10:00:00Z", **values: Any) -> Post:
    """Return a post with defaults."""
    return Post(**{"network": "instagram", "post_id": post_id, "published_at": published_at, "account": "bakery"} | values)


def reading(post_id: str = "p1", as_of: str = "2026-03-01T00:00:00Z", **values: Any) -> Reading:
    """Return a reading with defaults; figures not given are missing."""
    return Reading(**{"network": "instagram", "post_id": post_id, "as_of": as_of} | values)


def comment(comment_id: str = "c1", text: str = "how much is the rye loaf?", **values: Any) -> Comment:
    """Return a comment with defaults."""
    row = {"network": "instagram", "comment_id": comment_id, "post_id": "p1", "created_at": "2026-03-03T08:00:00Z",
           "text": text}
    return Comment(**row | values)


def lead(lead_id: str = "l1", created_at: str = "2026-03-01T12:00:00Z", **values: Any) -> Lead:
    """Return a lead with defaults."""
    return Lead(**{"lead_id": lead_id, "created_at": created_at} | values)
