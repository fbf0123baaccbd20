"""Say which leads are any good, or list those nobody judged yet."""

from __future__ import annotations

from typing import Any

from bot.coach.desk import Desk
from bot.coach.leads.lead_marks import QUALITIES, mark, unsaid
from bot.coach.leads.lead_suggestions import leads_to_judge
from bot.errors import UsageError
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, _asker: Asker, **values: Any) -> Reply:
    """Keep whether a lead is any good; without an id list the newest that wait. Raises UsageError."""
    lead_id, quality = (values.get("lead_id") or "").strip(), (values.get("quality") or "").strip()
    if not lead_id:
        return unsaid(desk, "quality")
    if not quality:
        raise UsageError(f"Is it any good? Write: lead quality {lead_id} qualified or lead quality {lead_id} unqualified")
    return mark(desk, lead_id, quality)


COMMAND = Command(
    run=run,
    parameters=(
        Parameter("lead_id", "the lead's id, as the list shows it", suggest=leads_to_judge),
        Parameter("quality", f"{', '.join(QUALITIES[:2])} or {QUALITIES[2]}, which leaves it to the imports again"),
    ),
    examples=("lead quality", "lead quality L-17 qualified"),
)
