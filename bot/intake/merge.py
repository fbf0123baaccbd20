"""Merges facts into a team's records, a batch at a time, and counts what was new, updated or unchanged.

Every fact counts once: what a batch says twice is merged in the order of the file. All happens in the caller's transaction.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

from bot.coach.ports import RecordsWriter
from bot.model.facts import FIGURES, Campaign, Comment, Fact, Followers, Lead, Outbound, Post, Reading

Outcome = Literal["new", "updated", "unchanged"]
Staged = dict[tuple[str, ...], tuple[Any, ...]]

POST_COLUMNS = (
    "network", "post_id", "key_kind", "account", "permalink", "kind", "text", "link", "campaign", "utm_campaign",
    "utm_content", "duration_s", "published_at", "published_precision", "as_of", *FIGURES, "approximate",
)
COMMENT_COLUMNS = (
    "network", "comment_id", "post_id", "parent_id", "author_key", "author_name", "author_followers", "direction",
    "permalink", "text", "created_at", "label", "answered_at", "as_of",
)
LEAD_COLUMNS = (
    "lead_id", "created_at", "kind", "quality", "network", "post_id", "permalink", "utm_source", "utm_medium",
    "utm_campaign", "utm_content", "landing_url", "email_hash", "value", "currency", "note", "as_of",
)
_NO_FIGURES = (None,) * (len(FIGURES) + 1)
TIES = (
    "tie_leads_by_stated_post", "tie_leads_by_permalink", "tie_leads_by_tag", "tie_leads_by_tag_that_is_an_id",
    "tie_leads_by_campaign", "explain_untied_leads",
)


@dataclass
class Merger:
    """Takes facts one by one and writes them in batches. `label` tells what a comment is; `salt` is the team's own.

    `counts` holds how many facts were new, updated and unchanged; it is complete after `finish`.
    """

    writer: RecordsWriter
    import_id: str
    as_of: str
    salt: str
    label: Callable[[str], str]
    batch_rows: int = 5000
    counts: Counter[str] = field(default_factory=Counter)
    _posts: Staged = field(default_factory=dict)
    _comments: Staged = field(default_factory=dict)
    _leads: Staged = field(default_factory=dict)
    _needs_ties: bool = False

    def __post_init__(self) -> None:
        """Make the staging tables."""
        for name in ("stage_posts", "stage_comments", "stage_leads"):
            self.writer.run(name)

    def add(self, facts: Sequence[Fact]) -> None:
        """Take the facts of one row. A post and its reading count as one."""
        first = facts[0]
        match first:
            case Post():
                reading = facts[1] if len(facts) > 1 and isinstance(facts[1], Reading) else None
                self._stage(self._posts, (first.network, first.post_id), self._post_row(first, reading))
            case Comment():
                self._stage(self._comments, (first.network, first.comment_id), self._comment_row(first))
            case Lead():
                self._stage(self._leads, (first.lead_id,), self._lead_row(first))
            case Followers() | Campaign() | Outbound():
                self.counts[self._plain(first)] += 1
            case Reading():
                raise ValueError("a reading without its post cannot be merged")
        if len(self._posts) + len(self._comments) + len(self._leads) >= self.batch_rows:
            self.flush()

    def finish(self) -> Counter[str]:
        """Write what is left, tie leads to posts, and return the counts."""
        self.flush()
        if self._needs_ties:
            for name in TIES:
                self.writer.run(name)
        return self.counts

    def flush(self) -> None:
        """Write the batches that wait."""
        if self._posts:
            older = self._merge("posts", POST_COLUMNS, self._posts)
            self.writer.run("merge_staged_readings", import_id=self.import_id)
            if older:
                self.writer.run("mend_figures_of_staged_posts")
            self._needs_ties = True
        if self._comments:
            self._merge("comments", COMMENT_COLUMNS, self._comments)
            self.writer.run("mark_answered_by_replies")
            self.writer.run("mark_answered_in_threads")
        if self._leads:
            self._merge("leads", LEAD_COLUMNS, self._leads)
            self._needs_ties = True

    def _merge(self, noun: str, columns: Sequence[str], staged: Staged) -> int:
        self.writer.run(f"clear_staged_{noun}")
        self.writer.load(f"staging_{noun}", columns, staged.values())
        staged.clear()
        older = 0
        for row in self.writer.run(f"compare_staged_{noun}"):
            self.counts[row["status"]] += row[noun]
            older += row.get("older") or 0
        self.writer.run(f"merge_staged_{noun}", import_id=self.import_id)
        return older

    def _stage(self, staged: Staged, key: tuple[str, ...], row: tuple[Any, ...]) -> None:
        before = staged.get(key)
        if before is not None:
            row = tuple(old if new is None else new for old, new in zip(before, row, strict=True))
            self.counts["unchanged" if row == before else "updated"] += 1
        staged[key] = row

    def _post_row(self, post: Post, reading: Reading | None) -> tuple[Any, ...]:
        campaign, content = tags_of(post.link or post.text)
        head = (
            post.network, post.post_id, post.key_kind, post.account, post.permalink, post.kind, post.text, post.link,
            post.campaign, campaign, content, post.duration_s, post.published_at, post.published_precision,
        )
        if reading is None:
            return (*head, self.as_of, *_NO_FIGURES)
        return (
            *head, reading.as_of, reading.reach, reading.impressions, reading.views, reading.reactions,
            reading.comments, reading.shares, reading.saves, reading.clicks, reading.link_clicks, reading.follows,
            reading.watch_hours, " ".join(reading.approximate) or None,
        )

    def _comment_row(self, comment: Comment) -> tuple[Any, ...]:
        return (
            comment.network, comment.comment_id, comment.post_id, comment.parent_id,
            hashed(comment.author, self.salt), comment.author, comment.author_followers,
            "out" if comment.from_team else "in", comment.permalink, comment.text, comment.created_at,
            None if comment.from_team else self.label(comment.text), comment.answered_at, self.as_of,
        )

    def _lead_row(self, lead: Lead) -> tuple[Any, ...]:
        return (
            lead.lead_id, lead.created_at, lead.kind, lead.quality, lead.network, lead.post_id, lead.permalink,
            lead.utm_source, lead.utm_medium, lead.utm_campaign, lead.utm_content, lead.landing_url,
            hashed(lead.email, self.salt), lead.value, lead.currency, lead.note, self.as_of,
        )

    def _plain(self, fact: Followers | Campaign | Outbound) -> Outcome:
        match fact:
            case Followers():
                return self._keep(
                    "follower_figure", "keep_followers",
                    key={"network": fact.network, "account": fact.account, "day": fact.day, "kind": fact.kind},
                    values={"followers": fact.followers},
                )
            case Campaign():
                handle = None if fact.offline_has_handle is None else "yes" if fact.offline_has_handle else "no"
                return self._keep(
                    "campaign", "keep_campaign", key={"campaign": fact.campaign},
                    values={"starts_on": fact.starts_on, "ends_on": fact.ends_on, "page": fact.page,
                            "hashtag": fact.hashtag, "offline": fact.offline, "offline_has_handle": handle},
                )
            case Outbound():
                kept = self.writer.run(
                    "keep_outbound", network=fact.network, created_at=fact.created_at, account=fact.account or "",
                    permalink=fact.permalink or "", text=fact.text, import_id=self.import_id,
                )
                return "new" if kept else "unchanged"

    def _keep(self, read: str, write: str, *, key: dict[str, Any], values: dict[str, Any]) -> Outcome:
        known = self.writer.run(read, **key)
        if known and all(value is None or known[0][name] == value for name, value in values.items()):
            return "unchanged"
        self.writer.run(write, **key, **values, import_id=self.import_id)
        return "updated" if known else "new"


def tags_of(words: str | None) -> tuple[str | None, str | None]:
    """Return the utm_campaign and utm_content of the first tagged link in some words.

    >>> tags_of("see https://example.com/a?utm_campaign=spring&utm_content=p17 now")
    ('spring', 'p17')
    """
    if not words or "utm_" not in words:
        return None, None
    for word in words.split():
        if "utm_" in word and "?" in word:
            try:
                query = parse_qs(urlsplit(word.strip("()<>[]\"'.,;")).query)
            except ValueError:
                continue
            return query.get("utm_campaign", [None])[0], query.get("utm_content", [None])[0]
    return None, None


def hashed(words: str | None, salt: str) -> str | None:
    """Return a salted hash of a name or address, letter case and outer spaces aside; the same person, the same hash."""
    if not words or not words.strip():
        return None
    return hashlib.sha256(f"{salt}:{words.strip().casefold()}".encode()).hexdigest()[:32]
