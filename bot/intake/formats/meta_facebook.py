"""Meta Business Suite, Facebook content. Its times are Los Angeles wall clock, whatever the page's country.

The caption stands in `Title`, sometimes in `Description`, sometimes in both: the longer one is the text.
"""

from __future__ import annotations

from bot.intake.mapping import Format, TimeRule

FORMAT = Format(
    name="meta-facebook",
    makes="posts",
    network="facebook",
    required=("post_id", "page_id", "published_at", "permalink", "kind"),
    aliases={
        "post_id": ("post id",),
        "page_id": ("page id",),
        "account": ("page name",),
        "published_at": ("publish time", "publication time"),
        "permalink": ("permalink",),
        "kind": ("post type",),
        "text": ("title",),
        "text_more": ("description",),
        "duration_s": ("duration (sec)", "duration (sec.)"),
        "views": ("views",),
        "impressions": ("impressions",),
        "reach": ("reach", "range"),
        "reactions": ("reactions",),
        "comments": ("comments",),
        "shares": ("shares",),
        "clicks": ("total clicks",),
        "link_clicks": ("link clicks",),
        "watch_hours": ("seconds viewed",),
    },
    known=(
        "caption type", "is crosspost", "is share", "languages", "custom labels", "funded content status",
        "data comment", "date", "reactions, comments and shares", "other clicks", "average seconds viewed",
        "matched audience targeting consumption (photo click)", "negative feedback from users: hide all",
        "negative feedback from users: hide", "estimated earnings (usd)", "ad cpm (usd)", "ad impressions",
    ),
    texts=("text", "text_more"),
    kinds={
        "photos": "image", "photo": "image", "videos": "video", "video": "video", "reels": "reel", "reel": "reel",
        "links": "link", "link": "link", "text": "text", "status": "text", "statuses": "text", "stories": "story",
        "story": "story", "albums": "carousel", "events": "event", "live": "video", "live videos": "video",
    },
    scales={"watch_hours": 1 / 3600},
    style="point",
    time=TimeRule(order="mdy", zone="America/Los_Angeles"),
)
