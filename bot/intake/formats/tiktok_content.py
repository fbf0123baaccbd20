"""TikTok Studio, content export: rounded figures (`1.2K`), ids in the links only, times on the reader's own clock.

The same video may stand in it twice.
"""

from __future__ import annotations

from bot.intake.mapping import Format, TimeRule

FORMAT = Format(
    name="tiktok-content",
    makes="posts",
    network="tiktok",
    required=("text", "permalink", "published_at"),
    aliases={
        "text": ("video title",),
        "permalink": ("video link",),
        "published_at": ("post time",),
        "views": ("total views", "video views"),
        "reactions": ("total likes", "likes"),
        "comments": ("total comments", "comments"),
        "shares": ("total shares", "shares"),
        "saves": ("add to favorites", "total favorites"),
    },
    known=("total play time", "average watch time", "watched full video", "time"),
    kind="video",
    style="point",
    time=TimeRule(order="mdy", falls_to_team=True),
)
