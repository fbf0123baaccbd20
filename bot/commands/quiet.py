"""Set your own quiet hours: direct messages to you wait until they end."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.settings.my_quiet import quiet_reply, set_quiet
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, hours: str | None = None) -> Reply:
    """Set the asker's quiet hours, or show them. Raises UsageError for words that are no hours."""
    return set_quiet(desk, asker, hours) if hours else quiet_reply(desk, asker)


COMMAND = Command(
    run=run,
    parameters=(Parameter("hours", "from when to when, or off; without it your hours are shown", rest=True),),
    examples=("quiet from 17:00 to 09:00", "quiet off", "quiet"),
)
