"""What a post is held against: its own account's last 90 days, its talk, the feeds and the objective.

Made once for an audit, however many posts it looks at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.coach.desk import Desk
from bot.coach.feeds import Feeds
from bot.coach.figures.baselines import DAYS, Peers, peers
from bot.coach.figures.conversations import conversations
from bot.coach.figures.figures import measured
from bot.coach.goals.objectives import Objective, running
from bot.coach.windows import Window
from bot.model.times import ago, from_text

Row = dict[str, Any]
Key = tuple[str, str]
SETTLE_HOURS = 72
"""How long a post must have been out before its reach and its leads are held against it."""
_LINK = re.compile(r"https?://\S|\bwww\.\S", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Talk:
    """What was said under a post: comments of others, how many wait, threads with a second turn."""

    comments: int = 0
    waiting: int = 0
    conversations: int = 0


@dataclass(frozen=True)
class Ground:
    """The posts of a window of at least 90 days with what belongs to them. `rows` as of `posts_measured`."""

    desk: Desk
    feeds: Feeds
    window: Window
    rows: Sequence[Row]

    @cached_property
    def talk(self) -> Mapping[Key, Talk]:
        """The talk under each post of the window; a post without any is left out."""
        since, until, now = self.window.since, self.window.now, self.window.now
        started: dict[Key, int] = {}
        for each in conversations(self.desk, Window(since, until, "", now)):
            started[each.network, each.post_id] = started.get((each.network, each.post_id), 0) + 1
        rows = self.desk.records.rows("posts_commented", since=since, until=until, now=now)
        return {
            (row["network"], row["post_id"]): Talk(
                row["comments_in"], row["waiting"], started.get((row["network"], row["post_id"]), 0))
            for row in rows
        }

    @cached_property
    def peers(self) -> Peers:
        """The settled posts with a reach, to rank one by its reach."""
        settled = [row for row in self.rows if self.is_settled(row)]
        return peers(settled, lambda row: row["reach"] if self.is_settled(row) else None)

    @cached_property
    def objectives(self) -> list[Objective]:
        """The objectives that run at the desk's moment."""
        return running(self.desk)

    @cached_property
    def _sums(self) -> Mapping[Key, tuple[int, int, int]]:
        """People reached, leads and leads that name their post, by account, over posts with a reach."""
        sums: dict[Key, tuple[int, int, int]] = {}
        for row in self.rows:
            if row["reach"]:
                key = (row["network"], row["account"] or "")
                people, leads, stated = sums.get(key, (0, 0, 0))
                sums[key] = (people + row["reach"], leads + row["leads"], stated + row["stated"])
        return sums

    def talk_of(self, row: Row) -> Talk:
        """Return the talk under one post."""
        return self.talk.get((row["network"], row["post_id"]), Talk())

    def own_yield(self, row: Row) -> float | None:
        """Return the leads per person reached of a post's account, None where nobody was reached or no lead is tied."""
        people, leads, _ = self._sums.get((row["network"], row["account"] or ""), (0, 0, 0))
        return leads / people if people and leads else None

    def expected_leads(self, row: Row) -> float | None:
        """Return how many leads a post's reach would bring by the ways open to it: its tag, or leads that name it."""
        people, leads, stated = self._sums.get((row["network"], row["account"] or ""), (0, 0, 0))
        seen = leads if has_own_tag(row) else stated
        return row["reach"] * seen / people if people and leads and row["reach"] is not None else None

    def is_settled(self, row: Row) -> bool:
        """Tell whether a post was out long enough when its figures were taken."""
        taken = min(row["figures_as_of"] or self.window.now, self.window.now)
        hours = SETTLE_HOURS + (24 if row["published_precision"] == "day" else 0)
        return bool(row["published_at"] <= ago(from_text(taken), hours=hours))


def ground_for(desk: Desk, feeds: Feeds, *, since: str, until: str) -> Ground:
    """Return the ground for the posts published between two stored times: 90 days up to the second, or more."""
    window = Window(min(since, ago(from_text(until), days=DAYS)), until, f"last {DAYS} days", desk.now)
    return Ground(desk, feeds, window, measured(desk, window))


def has_link(row: Row) -> bool:
    """Tell whether a post leads anywhere: its link, an address in its text, or clicks on a link that were counted."""
    return bool(row["link"] or row["link_clicks"] or _LINK.search(row["text"] or ""))


def has_own_tag(row: Row) -> bool:
    """Tell whether a post's link carries a tag that no other post has, so that a lead by it can be tied to the post."""
    return bool((row["utm_content"] and not row["shares_content_tag"])
                or (row["utm_campaign"] and not row["shares_campaign_tag"]))
