"""The general table of leads: whoever came towards the business, and what tells which post brought them."""

from __future__ import annotations

from bot.intake.mapping import Format

FORMAT = Format(
    name="leads",
    makes="leads",
    required=("lead_id", "created_at"),
    aliases={
        name: (name.replace("_", " "),)
        for name in (
            "lead_id", "created_at", "kind", "quality", "post_id", "network", "permalink", "utm_source", "utm_medium",
            "utm_campaign", "utm_content", "landing_url", "email", "value", "currency", "note",
        )
    },
)
