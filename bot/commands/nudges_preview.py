"""Show what would have been posted in the last days."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.nudges.preview_card import DAYS, preview_reply
from bot.errors import UsageError
from bot.model.command import Asker, Command, Parameter, Reply

DAYS_AT_MOST = 366


def run(desk: Desk, _asker: Asker, days: int = DAYS) -> Reply:
    """Replay the last days through the choice. Raises UsageError for no day and for more than a year."""
    if not 1 <= days <= DAYS_AT_MOST:
        raise UsageError(f"--days is {days}; write a number from 1 to {DAYS_AT_MOST}, such as 28.")
    return preview_reply(desk, days)


COMMAND = Command(
    run=run,
    parameters=(Parameter("days", "how many days back", "number", named=True, default=DAYS),),
    examples=("nudges preview --days 28",),
)
