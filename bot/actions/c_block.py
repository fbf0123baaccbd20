"""Blocked: notes what stands in a commitment's way, and reminders rest."""

from __future__ import annotations

from bot.coach.commitments.commitment_cards import changed_reply
from bot.coach.commitments.commitment_changes import block
from bot.coach.desk import Desk
from bot.model.action import Action
from bot.model.command import Asker, Parameter, Reply


def run(desk: Desk, asker: Asker, subject: str, why: str) -> Reply:
    """Note what stands in the way."""
    return changed_reply(desk, block(desk, asker, subject, why))


ACTION = Action("commitment-block", "Note what stands in the way.", run, (
    Parameter("why", "What stands in the way?", required=True),
), title="What stands in the way")
