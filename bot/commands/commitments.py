"""List what was promised and how far it is."""

from __future__ import annotations

from bot.coach.commitments.commitment_cards import document, list_card
from bot.coach.commitments.commitments import visible
from bot.coach.commitments.progress import progress_of
from bot.coach.commitments.settling import as_seen
from bot.coach.desk import Desk
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, all: bool = False) -> Reply:
    """List the commitments that the asker may see; the document holds the closed ones always."""
    seen = as_seen(desk, visible(desk, asker))
    return Reply(list_card(desk, seen, is_all=bool(all)), document(seen, progress_of(desk, seen)))


COMMAND = Command(
    run=run,
    parameters=(Parameter("all", "show the closed ones too", "flag"),),
    examples=("commitments", "commitments --all"),
)
