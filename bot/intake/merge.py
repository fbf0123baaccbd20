"""Merges facts into a team's records, a batch at a time, and counts what was new, updated or unchanged.

Every row counts once: what a batch says twice is merged in the order of the file. All happens in the caller's transaction.
Facts come as tuples in the field order of their dataclasses, for a million rows' sake.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

from bot.coach.ports import RecordsWriter
from bot.model.counted_once import Joined, tie_anew
from bot.model.facts import FIGURES, Campaign, Comment, Fact, Followers, Lead, Outbound, Post

Outcome = Literal["new", "updated", "unchanged"]
Row = tuple[Any, ...]

COLUMNS = {
    "posts": ("network", "post_id", "published_at", "published_precision", "key_kind", "account", "permalink", "kind",
              "text", "link", "campaign", "duration_s", "utm_campaign", "utm_content", "as_of", *FIGURES, "approximate"),
    "comments": ("network", "comment_id", "post_id", "created_at", "text", "parent_id", "author_key", "author_name",
                 "author_followers", "direction", "permalink", "answered_at", "label", "as_of"),
    "leads": ("lead_id", "created_at", "kind", "quality", "network", "post_id", "permalink", "utm_source", "utm_medium",
              "utm_campaign", "utm_content", "landing_url", "email_hash", "value", "currency", "note", "as_of"),
}
KEYS = {"posts": 2, "comments": 2, "leads": 1}
MUCH = 1000
"""Rows from which on the engine is asked to look at its tables anew."""
_NO_FIGURES = (None,) * (len(FIGURES) + 1)
_NO_TAGS = (None, None)


@dataclass
class Merger:
    """Takes rows and writes them in batches. `label` tells what a comment is; `salt` is the team's own.

    `counts` holds how many rows were new, updated and unchanged; `joined` the leads told in chat that a table brought too.
    Both are complete after `finish`.
    """

    writer: RecordsWriter
    import_id: str
    as_of: str
    salt: str
    label: Callable[[str], str]
    batch_rows: int = 5000
    counts: Counter[str] = field(default_factory=Counter)
    joined: list[Joined] = field(default_factory=list)
    _staged: dict[str, dict[Row, Row]] = field(default_factory=lambda: {noun: {} for noun in COLUMNS})
    _needs_ties: bool = False
    _written: int = 0
    _learn_at: int = MUCH

    def __post_init__(self) -> None:
        """Make the staging tables."""
        for noun in COLUMNS:
            self.writer.run(f"stage_{noun}")

    def add(self, kind: type[Fact], rows: Sequence[Row], readings: Sequence[Row | None] = ()) -> None:
        """Take rows of one kind of fact; of posts, with the reading (or None) that belongs to each."""
        if kind is Post:
            self._stage("posts", map(self._post_row, rows, readings or (None,) * len(rows)))
        elif kind is Comment:
            self._stage("comments", map(self._comment_row, rows))
        elif kind is Lead:
            self._stage("leads", map(self._lead_row, rows))
        elif kind in (Followers, Campaign, Outbound):
            self.counts.update(self._kept(kind(*row)) for row in rows)
        else:
            raise ValueError("a reading without its post cannot be merged")

    def finish(self) -> Counter[str]:
        """Write what is left, tie leads to posts, and return the counts."""
        for noun, staged in self._staged.items():
            if staged:
                self._flush(noun)
        if sum(self.counts.values()) >= MUCH:
            self.writer.learn()
        if self._needs_ties:
            self.joined = tie_anew(self.writer.run, self.as_of)
        return self.counts

    def _stage(self, noun: str, rows: Iterable[Row]) -> None:
        staged, width = self._staged[noun], KEYS[noun]
        for row in rows:
            key = row[:width]
            before = staged.get(key)
            if before is not None:
                row = tuple([old if new is None else new for old, new in zip(before, row, strict=True)])
                self.counts["unchanged" if row == before else "updated"] += 1
            staged[key] = row
        if len(staged) >= self.batch_rows:
            self._flush(noun)

    def _flush(self, noun: str) -> None:
        run, staged = self.writer.run, self._staged[noun]
        self.writer.load(f"staging_{noun}", *_filled(COLUMNS[noun], staged.values()))
        self._written += len(staged)
        staged.clear()
        older = 0
        for row in run(f"compare_staged_{noun}"):
            self.counts[row["status"]] += row[noun]
            older += row.get("older") or 0
        run(f"merge_staged_{noun}", import_id=self.import_id)
        self._learn_while_growing()
        if noun == "comments":
            run("mark_answered_by_replies")
            run("mark_answered_in_threads")
        else:
            self._needs_ties = True
        if noun == "posts":
            run("merge_staged_readings", import_id=self.import_id)
            if older:
                run("mend_figures_of_staged_posts")

    def _learn_while_growing(self) -> None:
        """Let the engine look anew each time there is four times as much: planned for an empty table, the statements that
        compare rows with each other would take minutes for each batch.
        """
        if self._written >= self._learn_at:
            self.writer.learn()
            self._learn_at = 4 * self._written

    def _post_row(self, post: Row, reading: Row | None) -> Row:
        text, link = post[8], post[9]
        words = link if link and "utm_" in link else text
        tags = tags_of(words) if words and "utm_" in words else _NO_TAGS
        if reading is None:
            return post + tags + (self.as_of, *_NO_FIGURES)
        return post + tags + reading[2:-1] + (" ".join(reading[-1]) if reading[-1] else None,)

    def _comment_row(self, row: Row) -> Row:
        network, comment_id, post_id, created_at, text, parent_id, author, followers, from_team, link, answered_at = row
        return (
            network, comment_id, post_id, created_at, text, parent_id, hashed(author, self.salt), author, followers,
            "out" if from_team else "in", link, answered_at, None if from_team else self.label(text), self.as_of,
        )

    def _lead_row(self, row: Row) -> Row:
        *head, email, value, currency, note = row
        return (*head, hashed(email, self.salt), value, currency, note, self.as_of)

    def _kept(self, fact: Fact) -> Outcome:
        match fact:
            case Followers(network, account, day, followers, kind):
                return self._keep(
                    "follower_figure", "keep_followers", {"followers": followers},
                    key={"network": network, "account": account, "day": day, "kind": kind},
                )
            case Campaign(campaign, starts_on, ends_on, page, hashtag, offline, has_handle):
                handle = None if has_handle is None else "yes" if has_handle else "no"
                values = {"starts_on": starts_on, "ends_on": ends_on, "page": page, "hashtag": hashtag,
                          "offline": offline, "offline_has_handle": handle}
                return self._keep("campaign", "keep_campaign", values, key={"campaign": campaign})
            case Outbound(network, created_at, account, link, text):
                kept = self.writer.run("keep_outbound", network=network, created_at=created_at, account=account or "",
                                       permalink=link or "", text=text, import_id=self.import_id)
                return "new" if kept else "unchanged"
            case _:
                raise ValueError(f"{type(fact).__name__} is staged, not kept")

    def _keep(self, read: str, write: str, values: dict[str, Any], *, key: dict[str, Any]) -> Outcome:
        known = self.writer.run(read, **key)
        if known and all(value is None or known[0][name] == value for name, value in values.items()):
            return "unchanged"
        self.writer.run(write, **key, **values, import_id=self.import_id)
        return "updated" if known else "new"


def _filled(columns: Sequence[str], rows: Iterable[Row]) -> tuple[list[str], Iterable[Row]]:
    """Return the columns that hold anything in these rows, and the rows cut to them: empty ones need not be carried."""
    values = list(zip(*rows, strict=True))
    kept = [n for n, column in enumerate(values) if column.count(None) < len(column)]
    return [columns[n] for n in kept], zip(*(values[n] for n in kept), strict=True)


def tags_of(words: str) -> tuple[str | None, str | None]:
    """Return the utm_campaign and utm_content of the first tagged link in some words.

    >>> tags_of("see https://example.com/a?utm_campaign=spring&utm_content=p17 now")
    ('spring', 'p17')
    """
    for word in words.split():
        if "utm_" in word and "?" in word:
            try:
                query = parse_qs(urlsplit(word.strip("()<>[]\"'.,;")).query)
            except ValueError:
                continue
            return query.get("utm_campaign", [None])[0], query.get("utm_content", [None])[0]
    return None, None


def hashed(words: str | None, salt: str) -> str | None:
    """Return a salted hash of a name or address, letter case and outer spaces aside: the same person, the same hash."""
    if not words or not words.strip():
        return None
    return hashlib.sha256(f"{salt}:{words.strip().casefold()}".encode()).hexdigest()[:32]
