"""Say which post carries a link you made."""

from __future__ import annotations

from typing import Any

from bot.coach.desk import Desk
from bot.coach.leads.lead_suggestions import codes
from bot.coach.leads.post_codes import tie_code
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, _asker: Asker, **values: Any) -> Reply:
    """Keep it and tie the leads that came by the link; the reply says how to take it back."""
    return tie_code(desk, values["code"], values.get("post") or "")


COMMAND = Command(
    run=run,
    parameters=(
        Parameter("code", "the post code of the link, as link lists it", required=True, suggest=codes),
        Parameter("post", "the post's link or id; none takes it back", required=True, rest=True),
    ),
    examples=("link tie k7mp https://www.instagram.com/p/C4xQ1/",),
)
