"""See what nudging did: what is done after nudges that were said and those that chance held back."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.nudges.nudge_effect import nudge_report
from bot.coach.nudges.nudge_effect_card import document, report_card
from bot.errors import UsageError
from bot.model.command import Asker, Command, Parameter, Reply

DAYS_AT_MOST = 1096


def run(desk: Desk, _asker: Asker, days: int = 180) -> Reply:
    """Report on the last days. Raises UsageError for no day and for more than three years."""
    if not 1 <= days <= DAYS_AT_MOST:
        raise UsageError(f"--days is {days}; write a number from 1 to {DAYS_AT_MOST}, such as 180.")
    report = nudge_report(desk, days)
    return Reply(report_card(desk, report), document(desk, report))


COMMAND = Command(
    run=run,
    parameters=(Parameter("days", "how many days back", "number", named=True, default=180),),
    examples=("nudges report --days 180",),
)
