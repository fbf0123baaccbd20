"""Unmute: a rule speaks in a channel again."""

from __future__ import annotations

from bot.coach.channels import place_for
from bot.coach.desk import Desk
from bot.coach.nudges.silence import unmute_rule
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Unmute the rule of a channel that `subject` (channel/rule) names. Raises NotAllowed."""
    channel, _, rule = subject.rpartition("/")
    return unmute_rule(desk, asker, place_for(desk, asker, channel), rule)


ACTION = Action("unmute", "Let a muted rule speak again.", run)
