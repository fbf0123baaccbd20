"""Change, under the digest: a promise with its words filled in, the presser's own."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.digests.digest_promises import PARAMETERS, prefilled, promised, to_change
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, asker: Asker, subject: str, what: str | None = None, due: str | None = None) -> Reply:
    """Promise to mend the week's leak; `subject` says what the digest spoke of. Raises CannotRead for an unsure time."""
    return promised(desk, asker, to_change(desk, subject), (what, due))


def prefill(desk: Desk, subject: str) -> dict[str, str]:
    """Offer the digest's own words and the coming Friday 15:00."""
    return prefilled(desk, to_change(desk, subject))


ACTION = Action("digest-change", "Promise to mend the week's leak.", run, PARAMETERS, prefill, title="Promise to mend it")
