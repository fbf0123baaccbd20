"""LinkedIn page, content export, sheet `All posts`: ids stand in the links only, and dates have no hour.

The first line is a note; the header is the second. Who posted is a person and is not kept.
"""

from __future__ import annotations

from bot.intake.mapping import Format, TimeRule

FORMAT = Format(
    name="linkedin-content",
    makes="posts",
    network="linkedin",
    required=("text", "permalink", "published_at", "impressions", "clicks"),
    aliases={
        "text": ("post title", "update title"),
        "permalink": ("post link", "update link"),
        "published_at": ("created date",),
        "kind": ("content type",),
        "campaign": ("campaign name",),
        "impressions": ("impressions",),
        "views": ("views (excluding offsite video views)", "video views", "views"),
        "clicks": ("clicks",),
        "reactions": ("likes", "reactions"),
        "comments": ("comments",),
        "shares": ("reposts", "shares"),
        "follows": ("follows",),
    },
    known=(
        "post type", "update type", "posted by", "campaign start date", "campaign end date", "audience",
        "offsite views", "click through rate (ctr)", "engagement rate",
    ),
    kinds={
        "article": "article", "video": "video", "image": "image", "images": "carousel", "multi image": "carousel",
        "document": "document", "text": "text", "poll": "poll", "event": "event", "job": "link", "link": "link",
        "newsletter": "article", "celebration": "other", "other": "other",
    },
    style="point",
    time=TimeRule(order="mdy"),
)
