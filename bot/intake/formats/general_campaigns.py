"""The general table of campaigns: what the team plans over several posts, on paper and screens too."""

from __future__ import annotations

from bot.intake.mapping import Format

FORMAT = Format(
    name="campaigns",
    makes="campaigns",
    required=("campaign",),
    # One required column is a weak sign, so most of the header must be known as well.
    least_share=0.7,
    aliases={
        name: (name.replace("_", " "),)
        for name in ("campaign", "starts_on", "ends_on", "page", "hashtag", "offline", "offline_has_handle")
    },
)
