"""X, the older tweet activity export: figures as `424.0`, `-` for none, times with their offset."""

from __future__ import annotations

from bot.intake.mapping import Format

FORMAT = Format(
    name="x-legacy",
    makes="posts",
    network="x",
    required=("post_id", "permalink", "text", "published_at", "impressions"),
    aliases={
        "post_id": ("tweet id",),
        "permalink": ("tweet permalink",),
        "text": ("tweet text",),
        "published_at": ("time",),
        "impressions": ("impressions",),
        "reactions": ("likes", "favorites"),
        "comments": ("replies",),
        "shares": ("retweets",),
        "link_clicks": ("url clicks",),
        "follows": ("follows",),
    },
    known=(
        "engagements", "engagement rate", "user profile clicks", "hashtag clicks", "detail expands", "permalink clicks",
        "app opens", "app installs", "email tweet", "dial phone", "media views", "media engagements",
        "promoted impressions", "promoted engagements", "promoted engagement rate", "promoted retweets",
        "promoted replies", "promoted favorites", "promoted likes", "promoted user profile clicks",
        "promoted url clicks", "promoted hashtag clicks", "promoted detail expands", "promoted permalink clicks",
        "promoted app opens", "promoted app installs", "promoted follows", "promoted email tweet",
        "promoted dial phone", "promoted media views", "promoted media engagements",
    ),
    reply_mark="@",
    style="point",
)
