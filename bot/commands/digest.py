"""Show the week's one decision: what to keep, change or stop."""

from __future__ import annotations

from typing import Any

from bot.coach.desk import Desk
from bot.coach.digests.digest import Digest, digest, document, unready_document
from bot.coach.digests.digest_card import card_of, unready_card
from bot.model.command import Asker, Command, Reply


def run(desk: Desk, _asker: Asker, **_values: Any) -> Reply:
    """Show the digest of the last seven whole days, or which data is missing for it."""
    seen = digest(desk)
    if isinstance(seen, Digest):
        return Reply(card_of(seen), document(seen))
    return Reply(unready_card(seen), unready_document(seen))


COMMAND = Command(
    run=run,
    examples=("digest",),
)
