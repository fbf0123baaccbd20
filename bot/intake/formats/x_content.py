"""X, content export of 2024 and later: the day only, so the hour is taken from the time inside the post's id.

Replies stand among the posts and begin with `@`.
"""

from __future__ import annotations

from bot.intake.mapping import Format, TimeRule

FORMAT = Format(
    name="x-content",
    makes="posts",
    network="x",
    required=("post_id", "text", "permalink", "published_at", "impressions"),
    aliases={
        "post_id": ("post id",),
        "text": ("post text",),
        "permalink": ("post link",),
        "published_at": ("date",),
        "impressions": ("impressions",),
        "reactions": ("likes",),
        "comments": ("replies",),
        "shares": ("reposts",),
        "saves": ("bookmarks",),
        "link_clicks": ("url clicks",),
        "follows": ("new follows",),
    },
    known=("engagements", "shares", "profile visits", "detail expands", "hashtag clicks", "permalink clicks"),
    reply_mark="@",
    style="point",
    time=TimeRule(order="mdy"),
)
