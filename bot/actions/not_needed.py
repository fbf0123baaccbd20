"""Not needed: the card closes, its comments are put aside with the reason, and its rule weighs less next time."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.posted.cards import kept_card, with_end
from bot.coach.posted.open_cards import end_in
from bot.coach.posted.pressed import closed_reply, said, unknown_reply
from bot.errors import UsageError
from bot.model.action import Action
from bot.model.card import text
from bot.model.command import Asker, Parameter, Reply
from bot.model.words import count

CHOICES = ("spam", "answered elsewhere", "wrong data")


def run(desk: Desk, _asker: Asker, subject: str, why: str = "") -> Reply:
    """Close an open card as not needed. Raises UsageError for a reason that is not offered."""
    if why not in CHOICES:
        raise UsageError(f"A card can't be put aside because of {why!r}; choose from {', '.join(CHOICES)}.")
    kept = kept_card(desk, subject)
    if kept is None:
        return unknown_reply()
    with desk.records.write() as writer:
        if not end_in(writer, desk, kept, "not needed", with_end(kept, text("Put aside: {why}", why=why))):
            return closed_reply(kept_card(desk, subject) or kept)
        for ref in kept.comments:
            writer.run("dismiss_comment", network=ref.network, comment_id=ref.id, why=why, now=desk.now)
    if kept.comments:
        return said("Put aside: {comments}, {why}", comments=count(len(kept.comments), "comment"), why=why)
    return said("Put aside: {why}", why=why)


ACTION = Action(
    "not-needed", "Say that a card need not be done, and why.", run,
    (Parameter("why", "why it is not needed", "choice", CHOICES, required=True),),
    title="Not needed",
)
