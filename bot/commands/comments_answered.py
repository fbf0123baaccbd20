"""Say that a comment was answered."""

from __future__ import annotations

from typing import Any

from bot.coach.comments.comment_words import answered
from bot.coach.desk import Desk
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, _asker: Asker, **values: Any) -> Reply:
    """Keep it; the reply says how to take it back."""
    return answered(desk, values["comment_id"], values.get("network"))


COMMAND = Command(
    run=run,
    parameters=(
        Parameter("comment_id", "the comment's reference as comments lists it, or its id", required=True),
        Parameter("network", "the network, where two use the same id", named=True),
    ),
    examples=("comments answered 17999",),
)
