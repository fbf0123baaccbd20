"""YouTube Studio, advanced mode, `Table data.csv`. The columns are the user's choice, and one row is a total.

That total differs from the sum of the videos, so it is left out and never used as a check.
"""

from __future__ import annotations

from bot.intake.mapping import Format, TimeRule

FORMAT = Format(
    name="youtube-table",
    makes="posts",
    network="youtube",
    required=("post_id", "title", "published_at"),
    aliases={
        "post_id": ("content", "video", "video id"),
        "title": ("video title",),
        "published_at": ("video publish time",),
        "duration_s": ("duration",),
        "views": ("views", "video views"),
        "watch_hours": ("watch time (hours)",),
        "impressions": ("impressions",),
        "reach": ("unique viewers",),
        "reactions": ("likes",),
        "comments": ("comments added", "comments"),
        "shares": ("shares",),
        "follows": ("subscribers",),
    },
    known=(
        "impressions click-through rate (%)", "average view duration", "average percentage viewed (%)",
        "subscribers gained", "subscribers lost", "likes (vs. dislikes) (%)", "dislikes", "watch time (hours)#2",
        "estimated revenue (usd)", "your estimated revenue (usd)", "engaged views", "stayed to watch (%)",
    ),
    texts=("title",),
    kind="video",
    signed=("follows",),
    style="point",
    time=TimeRule(order="mdy"),
)
