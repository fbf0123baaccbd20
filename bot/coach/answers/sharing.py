"""Where an answer of a direct message is shared: in a channel of the team's that is on, as the asker chooses."""

from __future__ import annotations

from bot.coach.answers.kept_answers import share
from bot.coach.channels import Place, places
from bot.coach.desk import Desk
from bot.coach.posted.pressed import said
from bot.errors import UsageError
from bot.model.card import Button, Card, say, text
from bot.model.command import Asker, Reply

_MOST = 10
"""Channels that are offered as buttons."""


def where_reply(desk: Desk, asker: Asker, answer_id: str) -> Reply:
    """Ask in which channel an answer should be posted; nothing is posted yet."""
    found = _open_to(desk, asker)
    if not found:
        until = "An admin writes **setup** in a channel to let me speak there. Until then, copy the answer."
        return Reply(Card(text("There is no channel to share it in yet"), (say(until),)), failed=True)
    is_one, offered = len(found) == 1, list(enumerate(found[:_MOST], 1))
    buttons = tuple(
        Button("Share it there" if is_one else f"Share in no. {number}", "share-in", f"{answer_id} {each.channel}")
        for number, each in offered)
    # A chat may show a channel by its name in a text, and in a button by its id alone.
    lines = [say("It goes to {channel}." if is_one else "No. {number}: {channel}", number=number, channel=each.channel)
             for number, each in offered]
    more = [say("__{more} more: ask in the channel itself, and the answer stands there.__", more=len(found) - _MOST)]
    return Reply(Card(text("Share it there?" if is_one else "In which channel?"),
                      (*lines, say("Your question and your name stand above the answer. Nothing is posted yet."),
                       *(more if len(found) > _MOST else ())), buttons, tone="ask"),
                 {"channels": [each.channel for each in found]})


def share_in(desk: Desk, asker: Asker, answer_id: str, channel: str) -> Reply:
    """Post an answer in a channel. Raises UsageError for a channel that I may not speak in, and as sharing does."""
    if channel not in [each.channel for each in _open_to(desk, asker)]:
        raise UsageError(f"{channel!r} is no channel that I may speak in; press Share again for those there are.")
    if share(desk, asker, answer_id, channel):
        return said("Shared: the answer goes to {channel} now, with your name beside the question", channel=channel)
    return said("You shared it already; nothing was changed")


def _open_to(desk: Desk, asker: Asker) -> list[Place]:
    return [each for each in places(desk) if each.is_on and each.platform == asker.platform]
