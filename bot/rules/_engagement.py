"""Engagement rates that may be compared: the same figures over the same denominator, before and now.

Engagement is what the network reports of reactions, comments, shares, saves and clicks. A missing figure is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.model.rule import Row, View
from bot.model.statistics import median, rank_test
from bot.model.times import ago, from_text
from bot.rules._accounts import is_settled

ENGAGEMENT = ("reactions", "comments", "shares", "saves", "clicks")
POSTS_AND_FOLLOWERS = """
select 'post' as what, p.network, p.post_id, p.account, p.text, p.published_at, p.published_precision, p.figures_as_of,
  p.reach, p.impressions, p.reactions, p.comments, p.shares, p.saves, p.clicks, cast(null as bigint) as followers
from posts as p
where p.team_id = :team_id
  and p.published_at >= :window_days_ago
  and p.published_at <= :now
union all
select f.kind, f.network, null, f.account, null, f.day, null, null, null, null, null, null, null, null, null, f.followers
from followers as f
where f.team_id = :team_id
  and f.day >= :window_days_ago
  and f.day <= :now
order by 6, 2, 3, 4
"""
"""Posts, and follower figures, whose `what` is total or delta and whose published_at is a day; oldest first."""


class Comparison(NamedTuple):
    """The engagement rates of two groups of posts, per person reached or per impression."""

    per: str
    before: Sequence[float]
    recent: Sequence[float]

    @property
    def risk(self) -> float:
        """The chance that the recent rates would rank so low, were nothing changed."""
        return rank_test(self.recent, self.before)

    @property
    def median_before(self) -> float:
        """The middle rate of the earlier posts."""
        return median(self.before)

    @property
    def median_recent(self) -> float:
        """The middle rate of the recent posts."""
        return median(self.recent)


def split(posts: Sequence[Row], view: View) -> tuple[list[Row], list[Row]]:
    """Return posts as those before `recent_days` and those within."""
    start = view.ago["recent_days"]
    before = [row for row in posts if row["published_at"] < start]
    return before, [row for row in posts if row["published_at"] >= start]


def reaches_back(posts: Sequence[Row], view: View) -> bool:
    """Return whether posts are known from the first two weeks of the window on, so that few then means few."""
    start = ago(from_text(view.ago["window_days"]), days=-14)
    return any(row["published_at"] <= start for row in posts)


def compare(before: Sequence[Row], recent: Sequence[Row], view: View) -> Comparison | None:
    """Return the rates of two groups per person reached, or per impression where too few have a reach.

    None where too few have either. Only posts that were out for `settle_hours` when they were read count.
    """
    groups = [[row for row in rows if _is_read_late_enough(row, view)] for rows in (before, recent)]
    for per in ("reach", "impressions"):
        held = [[row for row in rows if row[per]] for rows in groups]
        figures = [name for name in ENGAGEMENT if all(_mostly_has(rows, name) for rows in held)]
        rates = [[_engagement(row, figures) / row[per] for row in rows if _has_any(row, figures)] for rows in held]
        if len(rates[0]) >= view.settings["min_before"] and len(rates[1]) >= view.settings["min_recent"]:
            return Comparison("person reached" if per == "reach" else "impression", rates[0], rates[1])
    return None


def _is_read_late_enough(row: Row, view: View) -> bool:
    return is_settled(row, min(row["figures_as_of"] or view.now, view.now), view.settings["settle_hours"])


def _mostly_has(rows: Sequence[Row], name: str) -> bool:
    return 2 * sum(row[name] is not None for row in rows) > len(rows)


def _has_any(row: Row, figures: Sequence[str]) -> bool:
    return any(row[name] is not None for name in figures)


def _engagement(row: Row, figures: Sequence[str]) -> int:
    return sum(row[name] or 0 for name in figures)
