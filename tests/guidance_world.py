"""A team that may write guidance of its own: a desk that asks the real guidance, an admin and somebody who is none."""

from __future__ import annotations

from dataclasses import replace

from bot.app import shipped_guidance
from bot.coach.desk import Desk
from bot.coach.own_guidance.own_guidance import Changed, Draft, keep
from bot.coach.ports import Records
from bot.guidance.team import TeamGuidance
from bot.model.command import Asker
from tests.world import NOW, desk_for

ADMIN = Asker("terminal:you", "Ann", "terminal", "UTC", is_admin=True)
MEMBER = Asker("slack:U1", "Ben", "C1", "UTC", platform="slack")
REFUND = Draft("piece", "How long may a refund take", "Two weeks at most. Name the day on which the money leaves us.",
               ("How long may a refund take?",))
TONE = "# Tone of voice\n\nWe write warmly and briefly.\n\n## Emoji\n\nAt most one emoji, none under a complaint."


def asking(desk: Desk) -> Desk:
    """Return the desk with the real guidance, as app ties it."""
    guidance = TeamGuidance(shipped_guidance, desk.records)
    return replace(desk, adviser_of=lambda: guidance)


def team_desk(records: Records, now: str = NOW) -> Desk:
    """Return a team's desk that asks the real guidance."""
    return asking(desk_for(records, now=now))


def wrote(desk: Desk, draft: Draft = REFUND) -> Changed:
    """Let the admin keep a text."""
    return keep(desk, ADMIN, draft)
