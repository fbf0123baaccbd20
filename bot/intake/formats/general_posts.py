"""The general table of posts, for teams whose tool exports something else: one row a post and moment of figures."""

from __future__ import annotations

from bot.intake.mapping import Format

FORMAT = Format(
    name="posts",
    makes="posts",
    required=("network", "post_id", "published_at"),
    aliases={
        name: (name.replace("_", " "),)
        for name in (
            "network", "post_id", "published_at", "account", "permalink", "text", "kind", "link", "campaign", "as_of",
            "duration_s", "reach", "impressions", "views", "reactions", "comments", "shares", "saves", "clicks",
            "link_clicks", "follows", "watch_hours",
        )
    },
)
