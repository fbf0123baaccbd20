"""What came in from outside: posts, comments, leads and the readings of their figures.

A figure that the source did not give is None, never 0. Ids are text exactly as the network writes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Network = Literal["facebook", "instagram", "youtube", "x", "linkedin", "tiktok", "pinterest", "google", "other"]
Precision = Literal["minute", "day"]
KeyKind = Literal["id", "permalink"]
LeadKind = Literal["enquiry", "booking", "sign-up", "sale", "referral"]
LeadQuality = Literal["unknown", "qualified", "unqualified"]

FIGURES = (
    "reach", "impressions", "views", "reactions", "comments", "shares", "saves",
    "clicks", "link_clicks", "follows", "watch_hours",
)
"""Every figure a reading may hold, in the order of the store's columns; people and counts, `watch_hours` in hours."""


@dataclass(frozen=True, slots=True)
class Post:
    """One post of the team's own. `published_at` is UTC text; with `day` precision its clock time means nothing."""

    network: str
    post_id: str
    published_at: str
    published_precision: Precision = "minute"
    key_kind: KeyKind = "id"
    account: str | None = None
    permalink: str | None = None
    kind: str | None = None
    text: str | None = None
    link: str | None = None
    campaign: str | None = None
    duration_s: float | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The figures of one post at one moment (`as_of`, UTC text). `approximate` names those the source rounded."""

    network: str
    post_id: str
    as_of: str
    reach: int | None = None
    impressions: int | None = None
    views: int | None = None
    reactions: int | None = None
    comments: int | None = None
    shares: int | None = None
    saves: int | None = None
    clicks: int | None = None
    link_clicks: int | None = None
    follows: int | None = None
    watch_hours: float | None = None
    approximate: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment under a post. `from_team` marks the team's own; `author_key` is a salted hash, never a name."""

    network: str
    comment_id: str
    post_id: str
    created_at: str
    text: str
    parent_id: str | None = None
    author: str | None = None
    author_followers: int | None = None
    from_team: bool = False
    permalink: str | None = None
    answered_at: str | None = None


@dataclass(frozen=True, slots=True)
class Lead:
    """Somebody who came towards the business. `email` never reaches the store: it is hashed on the way in."""

    lead_id: str
    created_at: str
    kind: str = "enquiry"
    quality: str = "unknown"
    network: str | None = None
    post_id: str | None = None
    permalink: str | None = None
    utm_source: str | None = None
    utm_medium: str | None = None
    utm_campaign: str | None = None
    utm_content: str | None = None
    landing_url: str | None = None
    email: str | None = None
    value: float | None = None
    currency: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Followers:
    """An account's follower figure on one day (`YYYY-MM-DD`); a `delta` is a net change and never a total."""

    network: str
    account: str
    day: str
    followers: int
    kind: Literal["total", "delta"] = "total"


@dataclass(frozen=True, slots=True)
class Campaign:
    """A planned effort over several posts; days are `YYYY-MM-DD` and both ends belong to it."""

    campaign: str
    starts_on: str | None = None
    ends_on: str | None = None
    page: str | None = None
    hashtag: str | None = None
    offline: str | None = None
    offline_has_handle: bool | None = None


@dataclass(frozen=True, slots=True)
class Outbound:
    """Something the team said under another account's post."""

    network: str
    created_at: str
    account: str | None = None
    permalink: str | None = None
    text: str | None = None


Fact = Post | Reading | Comment | Lead | Followers | Campaign | Outbound
