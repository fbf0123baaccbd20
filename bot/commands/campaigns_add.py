"""Add a campaign, or change what is known of one."""

from __future__ import annotations

from typing import Any

from bot.coach.desk import Desk
from bot.coach.leads.campaigns import set_campaign
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, **values: Any) -> Reply:
    """Keep what is named; the reply shows each change and how to take it back. Raises UsageError, CannotRead."""
    return set_campaign(desk, asker, values.pop("name") or "", values)


COMMAND = Command(
    run=run,
    parameters=(
        Parameter("name", "the campaign's name", required=True, rest=True),
        Parameter("page", "the page that it leads to; none empties it, as with all of these", named=True),
        Parameter("link", "its tagged link", named=True),
        Parameter("hashtag", "its hashtag, such as #springbake", named=True),
        Parameter("offline", "its printed or physical pieces, such as \"flyer, menu\"", named=True),
        Parameter("handle", "yes or no: whether your handle or hashtag stands on these pieces", named=True),
        Parameter("from", "its first day, such as 2026-03-01; not needed", named=True),
        Parameter("to", "its last day; not needed", named=True),
    ),
    examples=("campaigns add Spring bake --page https://bakery.example/spring --hashtag #springbake --from 2026-03-01",
              "campaigns add Spring bake --offline \"flyer, menu\" --handle yes"),
)
