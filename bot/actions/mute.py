"""Mute: a rule keeps silent in the channel of its card for a while, or for good."""

from __future__ import annotations

from datetime import timedelta

from bot.coach.admins import note_change, only_admins
from bot.coach.desk import Desk
from bot.coach.posted.cards import kept_card
from bot.coach.posted.pressed import said, unknown_reply
from bot.errors import UsageError
from bot.model.action import Action
from bot.model.command import Asker, Parameter, Reply
from bot.model.times import from_text, to_text
from bot.model.words import day

DAYS = {"4 weeks": 28, "3 months": 91, "for good": None}


def run(desk: Desk, asker: Asker, subject: str, length: str = "4 weeks") -> Reply:
    """Mute a card's rule in its channel. Raises NotAllowed, and UsageError for a length that is not offered."""
    if length not in DAYS:
        raise UsageError(f"A rule can't be muted for {length!r}; choose from {', '.join(DAYS)}.")
    kept = kept_card(desk, subject)
    if kept is None:
        return unknown_reply()
    only_admins(desk, asker)
    days = DAYS[length]
    until = None if days is None else to_text(from_text(desk.now) + timedelta(days=days))
    with desk.records.write() as writer:
        note_change(writer, desk, asker, "mute", f"{kept.rule} in {kept.channel}, {length}")
        writer.run("mute_rule", rule=kept.rule, channel=kept.channel, until=until, now=desk.now)
    if until is None:
        return said("The rule {rule} keeps silent in {channel} from now on", rule=kept.rule, channel=kept.channel)
    return said("The rule {rule} keeps silent in {channel} until {day}", rule=kept.rule, channel=kept.channel,
                day=day(until, kept.zone))


ACTION = Action(
    "mute", "Keep a rule silent in a channel.", run,
    (Parameter("length", "how long it keeps silent", "choice", tuple(DAYS), required=True),),
    title="Mute this rule",
)
