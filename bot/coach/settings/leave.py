"""The leave to post in a channel: given with Turn on, taken back with Turn off, by admins alone and logged."""

from __future__ import annotations

from bot.coach.admins import note_change, only_admins
from bot.coach.channels import place, turn_off, turn_on
from bot.coach.desk import Desk
from bot.coach.nudges.schedule import coming_words
from bot.coach.posted.pressed import said
from bot.model.card import Button, Card, say, text
from bot.model.command import Asker, Reply


def give_leave(desk: Desk, asker: Asker, channel: str) -> Reply:
    """Let the next slot post in a channel. Raises NotAllowed."""
    where = place(desk, channel)
    if where is None:
        return said("There is no channel {channel} in the configuration; add it under [[channels]], or write **setup** in "
                    "the channel itself", channel=channel)
    only_admins(desk, asker)
    if not turn_on(desk, channel):
        return said("{channel} is on already; nothing was changed", channel=channel)
    _log(desk, asker, "turn on", channel)
    after = place(desk, channel) or where
    return Reply(Card(text("**{channel} is on:** the next slot may post there", channel=channel),
                      (say("{coming}", coming=coming_words(after, desk.now)),),
                      (Button("Turn off", "turn-off", channel),), tone="good"), {"channel": channel, "on": True})


def take_leave_back(desk: Desk, asker: Asker, channel: str) -> Reply:
    """Post nothing in a channel from now on. Raises NotAllowed."""
    only_admins(desk, asker)
    if not turn_off(desk, channel):
        return said("{channel} is off already; nothing was changed", channel=channel)
    _log(desk, asker, "turn off", channel)
    return Reply(Card(text("**{channel} is off:** nothing is posted there any more", channel=channel),
                      (say("Promises and data stay. Commands are still answered."),),
                      (Button("Turn on", "turn-on", channel),), tone="good"), {"channel": channel, "on": False})


def _log(desk: Desk, asker: Asker, what: str, channel: str) -> None:
    with desk.records.write() as writer:
        note_change(writer, desk, asker, what, channel)
