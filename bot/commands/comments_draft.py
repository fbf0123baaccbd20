"""Draft a reply to one comment, to copy; nothing is sent."""

from __future__ import annotations

from typing import Any

from bot.coach.comments.comment_words import find_comment
from bot.coach.desk import Desk
from bot.coach.drafts.drafting import drafted
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, _asker: Asker, **values: Any) -> Reply:
    """Offer at most two drafts."""
    return drafted(desk, find_comment(desk, values["comment_id"], values.get("network")))


COMMAND = Command(
    run=run,
    parameters=(
        Parameter("comment_id", "the comment's reference as comments lists it, or its id", required=True),
        Parameter("network", "the network, where two use the same id", named=True),
    ),
    examples=("comments draft 17999",),
)
