"""Say which post a lead came from, or list those tied to none."""

from __future__ import annotations

from typing import Any

from bot.coach.desk import Desk
from bot.coach.leads.lead_marks import tie, unsaid
from bot.coach.leads.lead_suggestions import leads_to_tie
from bot.errors import UsageError
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, _asker: Asker, **values: Any) -> Reply:
    """Keep it over every later import; without an id list the newest leads without a post. Raises UsageError."""
    lead_id, post = (values.get("lead_id") or "").strip(), (values.get("post") or "").strip()
    if not lead_id:
        return unsaid(desk, "post")
    if not post:
        raise UsageError(f"From which post? Write: lead tie {lead_id} LINK, or lead tie {lead_id} none for no post at all")
    return tie(desk, lead_id, post)


COMMAND = Command(
    run=run,
    parameters=(
        Parameter("lead_id", "the lead's id, as the list shows it", suggest=leads_to_tie),
        Parameter("post", "the post's link, id or post code; none for no post, auto for what the data says", rest=True),
    ),
    examples=("lead tie", "lead tie L-17 https://www.instagram.com/p/C4xQ1/", "lead tie L-17 none"),
)
