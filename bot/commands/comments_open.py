"""List the complaints that were moved to a direct message and wait for their end."""

from __future__ import annotations

from typing import Any

from bot.coach.comments.complaint_list import complaint_list
from bot.coach.desk import Desk
from bot.model.command import Asker, Command, Reply


def run(desk: Desk, _asker: Asker, **_values: Any) -> Reply:
    """List them, the longest wait first."""
    return complaint_list(desk)


COMMAND = Command(run=run, examples=("comments open", "comments resolved 17999"))
