"""Say what a post mainly is."""

from __future__ import annotations

from typing import Any

from bot.coach.desk import Desk
from bot.coach.figures.purposes import label_post
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, _asker: Asker, **values: Any) -> Reply:
    """Keep the kind; the reply says how to take it back."""
    return label_post(desk, values["post"], values.get("kind") or "")


COMMAND = Command(
    run=run,
    parameters=(
        Parameter("post", "the post's link or id; network:id where two networks use the same id", required=True),
        Parameter("kind", "promotional, teaching, encouraging, entertaining, behind the scenes or invitation to answer",
                  required=True, rest=True),
    ),
    examples=("posts label instagram:17999 behind the scenes",),
)
