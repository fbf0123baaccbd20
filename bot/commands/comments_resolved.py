"""Say that a complaint was resolved offline."""

from __future__ import annotations

from typing import Any

from bot.coach.comments.comment_words import find_comment
from bot.coach.comments.complaints import resolved
from bot.coach.desk import Desk
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, **values: Any) -> Reply:
    """Keep its end; the reply says how to take it back."""
    return resolved(desk, asker, find_comment(desk, values["comment_id"], values.get("network")))


COMMAND = Command(
    run=run,
    parameters=(
        Parameter("comment_id", "the comment's reference as comments lists it, or its id", required=True),
        Parameter("network", "the network, where two use the same id", named=True),
    ),
    examples=("comments resolved 17999",),
)
