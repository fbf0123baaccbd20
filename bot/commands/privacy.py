"""Show what is kept about you and the team, and for how long."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.privacy.privacy import show
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, what: str = "show") -> Reply:
    """Show what is kept; `what` can be nothing else."""
    del what
    return show(desk, asker)


COMMAND = Command(
    run=run,
    parameters=(Parameter("what", "show, the default", "choice", ("show",), default="show"),),
    examples=("privacy show",),
)
