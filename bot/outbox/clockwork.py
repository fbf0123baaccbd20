"""The one job in memory: every few seconds ask what is due and send what waits. What must survive is in the store."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler

logger = logging.getLogger(__name__)

EVERY_S = 20


def start(job: Callable[[], None], *, every_s: float = EVERY_S) -> BackgroundScheduler:
    """Run a job now and then every so many seconds, in a thread of its own; stop it with `shutdown(wait=True)`.

    A run that comes late still comes (APScheduler drops it after one second otherwise), several late ones come as one,
    and no two run at a time.
    """
    from datetime import UTC

    from apscheduler.schedulers.background import BackgroundScheduler
    from apscheduler.triggers.interval import IntervalTrigger

    scheduler = BackgroundScheduler(timezone=UTC)
    scheduler.add_job(lambda: guarded(job), IntervalTrigger(seconds=every_s, timezone=UTC),
                      misfire_grace_time=None, coalesce=True, max_instances=1)
    guarded(job)
    scheduler.start()
    return scheduler


def guarded(job: Callable[[], None]) -> None:
    """Run a job; what it raises goes to the log with a short id, and the next run comes all the same."""
    try:
        job()
    except Exception:
        logger.exception("tick failed id=%s", secrets.token_hex(4))
