"""Messages between the one who asks for a commitment and the one of whom it is asked; the coach only carries them.

They are a colleague's own words and so not counted as the coach speaking unasked.
"""

from __future__ import annotations

from bot.coach.channels import places
from bot.coach.commitments.commitment_cards import asked_card
from bot.coach.commitments.commitment_changes import Change
from bot.coach.commitments.commitments import Commitment
from bot.coach.desk import Desk
from bot.coach.people import platform_of
from bot.coach.posting import Entry, queue
from bot.model.card import Card, text


def ask_person(desk: Desk, commitment: Commitment, by: str) -> None:
    """Send somebody the commitment that is asked of them, with Accept, Suggest another time and Decline."""
    _send(desk, commitment, asked_card(desk, commitment, by), commitment.person)


def tell_asker(desk: Desk, change: Change, by: str) -> None:
    """Tell the one who asked what the other person answered; nobody is told of their own words."""
    commitment = change.commitment
    if change.is_new and commitment.made_by != commitment.person:
        words = text(f"{{by}} answered. {change.words.template}", by=by, **change.words.values)
        _send(desk, commitment, Card(words), commitment.made_by)


def _send(desk: Desk, commitment: Commitment, card: Card, person: str) -> None:
    platforms = {each.channel: each.platform for each in places(desk)}
    platform = platform_of(person) or platforms.get(commitment.channel) or next(iter(platforms.values()), "terminal")
    with desk.records.write() as writer:
        queue(writer, Entry(commitment.channel, platform, card, person=person), desk.now)
