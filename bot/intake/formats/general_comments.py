"""The general table of comments: those received under the team's posts, and the team's own answers."""

from __future__ import annotations

from bot.intake.mapping import Format

FORMAT = Format(
    name="comments",
    makes="comments",
    required=("network", "comment_id", "post_id", "created_at", "text"),
    aliases={
        name: (name.replace("_", " "),)
        for name in (
            "network", "comment_id", "post_id", "created_at", "text", "parent_id", "author", "author_followers",
            "from_team", "permalink", "answered_at",
        )
    },
)
