"""Forgets the texts of questions and answers that are older than they are kept."""

from __future__ import annotations

from bot.coach.answers import kept_answers, threads
from bot.coach.desk import Desk


def purge_old(desk: Desk) -> None:
    """Forget old answers and old turns of talks; nothing is written where there are none."""
    kept_answers.purge(desk)
    threads.purge(desk)
