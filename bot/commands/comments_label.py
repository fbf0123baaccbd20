"""Say what a comment is."""

from __future__ import annotations

from typing import Any

from bot.coach.comments.comment_words import labelled
from bot.coach.desk import Desk
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, _asker: Asker, **values: Any) -> Reply:
    """Keep the label; the reply says how to take it back."""
    return labelled(desk, values["comment_id"], values.get("label") or "", values.get("network"))


COMMAND = Command(
    run=run,
    parameters=(
        Parameter("comment_id", "the comment's reference as comments lists it, or its id", required=True),
        Parameter("label", "buying signal, complaint, question, thanks, hostile, spam or other", required=True, rest=True),
        Parameter("network", "the network, where two use the same id", named=True),
    ),
    examples=("comments label 17999 complaint",),
)
