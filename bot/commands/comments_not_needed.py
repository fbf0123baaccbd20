"""Say that a comment needs no answer, and why."""

from __future__ import annotations

from typing import Any

from bot.coach.comments.comment_words import not_needed
from bot.coach.desk import Desk
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, _asker: Asker, **values: Any) -> Reply:
    """Put it aside; the reply says how to take it back."""
    return not_needed(desk, values["comment_id"], values.get("why") or "", values.get("network"))


COMMAND = Command(
    run=run,
    parameters=(
        Parameter("comment_id", "the comment's reference as comments lists it, or its id", required=True),
        Parameter("why", "spam, answered elsewhere, wrong data, or your own words", required=True, rest=True),
        Parameter("network", "the network, where two use the same id", named=True),
    ),
    examples=("comments not-needed 17999 answered elsewhere",),
)
