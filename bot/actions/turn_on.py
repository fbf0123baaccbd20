"""Turn on: from here on the coach has leave to post in a channel. Nothing is posted before."""

from __future__ import annotations

from bot.coach.channels import place, turn_on
from bot.coach.desk import Desk
from bot.coach.pressed import said
from bot.model.action import Action
from bot.model.command import Asker, Reply


def run(desk: Desk, _asker: Asker, subject: str) -> Reply:
    """Turn a channel on; its name is the subject."""
    where = place(desk, subject)
    if where is None:
        return said("There is no channel {channel} in the configuration; add it under [[channels]]", channel=subject)
    if not turn_on(desk, subject):
        return said("{channel} is on already; nothing was changed", channel=subject)
    return said("{channel} is on: the next slot may post there", channel=subject)


ACTION = Action("turn-on", "Give the coach leave to post in a channel.", run)
