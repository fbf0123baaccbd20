"""The export files of the made-up team, as the networks write them, in the order in which they come in."""

from __future__ import annotations

from pathlib import Path

EXPORTS = Path(__file__).parent / "exports"
MONDAY_FILES = ("facebook_content.csv", "instagram_content.csv", "comments.csv", "leads.csv")
FRIDAY_FILES = ("comments_friday.csv", "leads_friday.csv")
