"""Tell of leads that a post brought."""

from __future__ import annotations

from typing import Any

from bot.coach.desk import Desk
from bot.coach.leads.lead_words import EXAMPLE
from bot.coach.leads.telling import tell_leads
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, **values: Any) -> Reply:
    """Keep them; the reply offers to take exactly these back. Raises UsageError with the nearest right words."""
    return tell_leads(desk, asker, values.get("leads") or "", values.get("note"))


COMMAND = Command(
    run=run,
    parameters=(
        Parameter("leads", "how many, which kind (enquiry, booking, sign-up, sale, referral), then from and the post: its "
                           "link, its id or its post code; none for no post", rest=True),
        Parameter("note", "what to remember of them", named=True),
    ),
    examples=(EXAMPLE, "lead 3 from k7mp", "lead booking from none --note \"by phone\""),
)
