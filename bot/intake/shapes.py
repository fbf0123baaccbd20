"""The six tables facts come in: which fields each has, in the order of its fact, and how a cell becomes a value.

A field that a table lacks is absent in every fact; the required ones must have a column and a value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.intake.mapping import TableName
from bot.model.facts import Campaign, Comment, Fact, Followers, Lead, Outbound

Value = Literal["network", "key", "ref", "moment", "when", "day", "text", "prose", "link", "count", "amount",
                "yes_no", "maybe", "lead_kind", "lead_quality", "constant"]
"""`key` and `ref` are ids, `moment` is a required time and `when` an optional one; an empty `yes_no` is no, an empty
`maybe` is absent."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One table's fact and its fields: how each is read, in the fact's own order."""

    fact: type[Fact]
    fields: Mapping[str, Value]
    required: tuple[str, ...]


SHAPES: Mapping[TableName, Shape] = {
    "comments": Shape(Comment, {
        "network": "network", "comment_id": "key", "post_id": "ref", "created_at": "moment", "text": "prose",
        "parent_id": "ref", "author": "text", "author_followers": "count", "from_team": "yes_no",
        "permalink": "link", "answered_at": "when",
    }, ("network", "comment_id", "post_id", "created_at", "text")),
    "leads": Shape(Lead, {
        "lead_id": "key", "created_at": "moment", "kind": "lead_kind", "quality": "lead_quality", "network": "network",
        "post_id": "ref", "permalink": "link", "utm_source": "text", "utm_medium": "text", "utm_campaign": "text",
        "utm_content": "text", "landing_url": "text", "email": "text", "value": "amount", "currency": "text",
        "note": "text",
    }, ("lead_id", "created_at")),
    "followers": Shape(Followers, {
        "network": "network", "account": "text", "day": "day", "followers": "count", "kind": "constant",
    }, ("network", "account", "day", "followers")),
    "campaigns": Shape(Campaign, {
        "campaign": "text", "starts_on": "day", "ends_on": "day", "page": "text", "hashtag": "text", "offline": "text",
        "offline_has_handle": "maybe",
    }, ("campaign",)),
    "outbound": Shape(Outbound, {
        "network": "network", "created_at": "moment", "account": "text", "permalink": "link", "text": "prose",
    }, ("network", "created_at")),
}

NETWORK_WORDS: Mapping[str, str] = {
    **{name: name for name in ("facebook", "instagram", "youtube", "x", "linkedin", "tiktok", "pinterest", "google",
                               "other")},
    "fb": "facebook", "facebook page": "facebook", "meta": "facebook", "ig": "instagram", "insta": "instagram",
    "instagram business": "instagram", "yt": "youtube", "you tube": "youtube", "twitter": "x", "x (twitter)": "x",
    "x/twitter": "x", "twitter/x": "x", "twitter (x)": "x", "linkedin page": "linkedin", "linked in": "linkedin",
    "tik tok": "tiktok", "google business": "google", "google business profile": "google", "gbp": "google",
}

KIND_WORDS: Mapping[str, str] = {
    **{name: name for name in ("image", "carousel", "reel", "video", "short", "story", "text", "link", "reply",
                               "article", "document", "poll", "event", "live", "other")},
    "photo": "image", "photos": "image", "picture": "image", "album": "carousel", "multi image": "carousel",
    "reels": "reel", "videos": "video", "shorts": "short", "stories": "story", "status": "text", "links": "link",
    "tweet": "text", "thread": "text",
}

LEAD_KINDS: Mapping[str, str] = {
    **{name: name for name in ("enquiry", "booking", "sign-up", "sale", "referral")},
    "inquiry": "enquiry", "signup": "sign-up", "sign up": "sign-up", "order": "sale", "purchase": "sale",
    "appointment": "booking", "reservation": "booking",
}

LEAD_QUALITIES: Mapping[str, str] = {name: name for name in ("unknown", "qualified", "unqualified")}

YES_NO: Mapping[str, bool] = {
    **dict.fromkeys(("yes", "true", "1", "y"), True), **dict.fromkeys(("no", "false", "0", "n"), False),
}
