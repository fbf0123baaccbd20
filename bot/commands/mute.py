"""Keep a rule silent in this channel; audits still show what it sees."""

from __future__ import annotations

from bot.coach.channels import place_for
from bot.coach.commitments.suggestions import rules
from bot.coach.desk import Desk
from bot.coach.nudges.silence import mute_rule
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, rule: str, **named: str | None) -> Reply:
    """Mute a rule; `named` holds until and channel. Raises NotAllowed, and UsageError with the nearest rule."""
    return mute_rule(desk, asker, place_for(desk, asker, named.get("channel")), rule, named.get("until"))


COMMAND = Command(
    run=run,
    parameters=(
        Parameter("rule", "the rule's name, as Why this? shows it", required=True, rest=True, suggest=rules),
        Parameter("until", "until when, such as 'Friday 15:00'; for good without it", named=True),
        Parameter("channel", "which channel; the one you are in without it", named=True),
    ),
    examples=("mute nobody-asked",),
)
