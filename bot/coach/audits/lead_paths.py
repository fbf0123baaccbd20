"""What keeps leads from being seen: posts without a link, links without a tag, tags that several posts share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.coach.audits.post_ground import has_link, has_own_tag
from bot.coach.feeds import Feeds
from bot.coach.windows import Window
from bot.model.card import Text, plain, text

Row = dict[str, Any]
RULE = "lead-path"


@dataclass(frozen=True, slots=True)
class PathGap:
    """Posts whose leads cannot be seen for the same reason."""

    rows: tuple[Row, ...]
    headline: Text
    next_step: Text
    facts: dict[str, Any]

    def document(self) -> dict[str, Any]:
        """Return the gap for scripts, like a rule's finding."""
        ids, networks = [row["post_id"] for row in self.rows], [row["network"] for row in self.rows]
        return {
            "rule": RULE, "subject": ids[0] if len(ids) == 1 else ids,
            "subject_network": networks[0] if len(ids) == 1 else networks, "verdict": "fires",
            "headline": plain(self.headline), "facts": self.facts, "guidance": ["measure-and-monitor"],
            "next_step": plain(self.next_step),
        }


def path_gaps(posts: Sequence[Row], window: Window, feeds: Feeds) -> tuple[PathGap, ...]:
    """Return the gaps in a window's posts, those that are mended most easily first."""
    found = []
    for lacks, headline, next_step in _KINDS:
        rows = tuple(row for row in posts if lacks(row))
        if rows:
            values = {"n": len(rows), "posts": len(posts)}
            facts = {**values, "window": window.name, "as_of": feeds.as_of("posts")}
            found.append(PathGap(rows, Text(headline, values), text(next_step), facts))
    return tuple(found)


def _is_untagged(row: Row) -> bool:
    return has_link(row) and not row["utm_content"] and not row["utm_campaign"]


def _shares_its_tag(row: Row) -> bool:
    return bool(row["utm_content"] or row["utm_campaign"]) and not has_own_tag(row)


_KINDS: tuple[tuple[Callable[[Row], bool], str, str], ...] = (
    (_is_untagged, "{n} of {posts} posts have a link without a tag",
     "Add utm_content with a word of its own to each link."),
    (_shares_its_tag, "{n} of {posts} posts share their tag with other posts",
     "Give each post a utm_content of its own; keep utm_campaign for the campaign."),
    (lambda row: not has_link(row), "{n} of {posts} posts have no link",
     "Where a post should bring leads, add a link with a tag of its own."),
)
