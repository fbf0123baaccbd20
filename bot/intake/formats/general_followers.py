"""The general table of followers: an account's total on one day."""

from __future__ import annotations

from bot.intake.mapping import Format

FORMAT = Format(
    name="followers",
    makes="followers",
    required=("network", "account", "day", "followers"),
    aliases={"network": ("network",), "account": ("account",), "day": ("date", "day"), "followers": ("followers",)},
)
