"""Qualified, beside a lead: a person's word on whether it is any good, which stays over every later import."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.leads.lead_marks import mark
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, _asker: Asker, subject: str) -> Reply:
    """Keep the lead `subject` as qualified."""
    return mark(desk, subject, "qualified")


ACTION = Action("lead-qualified", "Say that a lead is qualified.", run)
