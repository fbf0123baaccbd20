"""The made-up bakery's data for a look before there is any of one's own: imported as every file is, thrown away after."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.demo.files import EXPORTS, FRIDAY_FILES, MONDAY_FILES

TEAM = "sample"
NOW = "2026-03-06T12:30:00Z"
"""The end of the bakery's week, as UTC text."""


def fill(desk: Desk) -> None:
    """Import every export file of the bakery at a desk."""
    for name in (*MONDAY_FILES, *FRIDAY_FILES):
        desk.intake.take(name, (EXPORTS / name).read_bytes(), zone="UTC")
