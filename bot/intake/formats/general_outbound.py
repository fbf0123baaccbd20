"""The general table of outbound words: what the team said under other accounts' posts."""

from __future__ import annotations

from bot.intake.mapping import Format

FORMAT = Format(
    name="outbound",
    makes="outbound",
    required=("network", "created_at"),
    # Comments and leads have these two columns as well; a table with an id of its own is not this one.
    least_share=0.7,
    strange=("post id", "comment id", "lead id"),
    aliases={
        name: (name.replace("_", " "),) for name in ("network", "created_at", "account", "permalink", "text")
    },
)
