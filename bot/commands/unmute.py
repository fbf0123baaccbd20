"""Let a muted rule speak in this channel again."""

from __future__ import annotations

from bot.coach.channels import place_for
from bot.coach.commitments.suggestions import rules
from bot.coach.desk import Desk
from bot.coach.nudges.silence import unmute_rule
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, rule: str, channel: str | None = None) -> Reply:
    """Unmute a rule. Raises NotAllowed, and UsageError with the nearest rule."""
    return unmute_rule(desk, asker, place_for(desk, asker, channel), rule)


COMMAND = Command(
    run=run,
    parameters=(
        Parameter("rule", "the rule's name", required=True, rest=True, suggest=rules),
        Parameter("channel", "which channel; the one you are in without it", named=True),
    ),
    examples=("unmute nobody-asked",),
)
