"""Forget you: shows first what that does, and deletes when you press Delete."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.privacy.privacy import preview_delete
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, who: str) -> Reply:
    """Say what deleting would do; `who` can be nobody else."""
    del who
    return preview_delete(desk, asker)


COMMAND = Command(
    run=run,
    parameters=(Parameter("who", "me: nobody can delete somebody else", "choice", ("me",), required=True),),
    examples=("privacy delete me",),
)
