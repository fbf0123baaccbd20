"""Channels in which another company reads along: there the coach keeps quiet unless an admin lets it speak.

What an admin said of a channel holds over the configuration; it is logged, and taken back with one press.
"""

from __future__ import annotations

from typing import Any

from bot.coach.admins import note_change, only_admins
from bot.coach.channels import place
from bot.coach.desk import Desk
from bot.coach.people import platform_of
from bot.errors import UsageError
from bot.model.card import Button, Card, say, text
from bot.model.command import Asker, Reply

SETTING = "outsiders"
"""Its name among what is set in chat for a channel."""
ON, OFF, AS_CONFIGURED = "on", "off", "default"
_WORDS = {ON: "answered in the open", OFF: "not answered in the open", None: "as configured"}


def outsiders_in(desk: Desk, channel: str) -> bool | None:
    """Tell whether an admin lets the coach speak before outsiders in a channel, None where nobody said anything of it."""
    row = _row(desk, channel)
    return row["value"] == ON if row and row["value"] else None


def said_of_outsiders(desk: Desk, channel: str) -> str | None:
    """Return in words what an admin said of outsiders in a channel, None where nobody said anything."""
    held = _value(desk, channel)
    return _WORDS[held] if held else None


def show_outsiders(desk: Desk, asker: Asker, channel: str | None) -> Reply:
    """Show what holds in a channel. Raises UsageError where no channel is meant."""
    where = _channel(desk, asker, channel)
    held = _value(desk, where)
    card = Card(text("Where another company reads along in {channel}, mentions are {state}", channel=where,
                     state=_WORDS[held]), (say("An admin changes it: **settings outsiders on** or **off**."),))
    return Reply(card, {"channel": where, "outsiders": held})


def set_outsiders(desk: Desk, asker: Asker, channel: str | None, wanted: str) -> Reply:
    """Let the coach speak before outsiders in a channel, or not. Raises NotAllowed and UsageError."""
    only_admins(desk, asker)
    return _set(desk, asker, _channel(desk, asker, channel), None if wanted == AS_CONFIGURED else wanted)


def undo_outsiders(desk: Desk, asker: Asker, entry_id: str) -> Reply:
    """Take a change back, unless it was changed again since. Raises NotAllowed."""
    only_admins(desk, asker)
    row = next((each for each in _rows(desk) if each["entry_id"] == entry_id), None)
    if row is None:
        return Reply(Card(text("Nothing was changed: this was set again since. **settings outsiders** shows what holds.")),
                     {"changed": False})
    return _set(desk, asker, row["channel"], row["before"])


def _set(desk: Desk, asker: Asker, channel: str, wanted: str | None) -> Reply:
    before = _value(desk, channel)
    if before == wanted:
        return Reply(Card(text("Nothing was changed: outsiders in {channel} are {state} already", channel=channel,
                               state=_WORDS[wanted])), {"changed": False})
    with desk.records.write() as writer:
        entry_id = note_change(writer, desk, asker, SETTING, f"{_WORDS[before]} → {_WORDS[wanted]} in {channel}")
        writer.run("set_hour", channel=channel, setting=SETTING, value=wanted, entry_id=entry_id, person=asker.person,
                   now=desk.now)
    told = {ON: "Who is of another company and asks there gets an answer, and everybody there reads it.",
            OFF: "Who asks there is told in private to ask me directly.", None: "The configuration decides."}[wanted]
    return Reply(Card(text("**Outsiders** in {channel}: {before} → {after}", channel=channel, before=_WORDS[before],
                           after=_WORDS[wanted]), (say("{told}", told=told),),
                      (Button("Undo", "undo-outsiders", entry_id),), tone="good"),
                 {"changed": True, "channel": channel, "outsiders": wanted})


def _value(desk: Desk, channel: str) -> str | None:
    row = _row(desk, channel)
    return row["value"] if row else None


def _row(desk: Desk, channel: str) -> dict[str, Any] | None:
    return next((each for each in _rows(desk) if each["channel"] == channel), None)


def _rows(desk: Desk) -> list[dict[str, Any]]:
    return [row for row in desk.records.rows("hours_set") if row["name"] == SETTING]


def _channel(desk: Desk, asker: Asker, named: str | None) -> str:
    """Return the channel that is named, or the one somebody is in; it need not be one of the team's."""
    wanted = (named or "").strip() or asker.channel
    if named and place(desk, wanted) is None:
        raise UsageError(f"There is no channel {wanted!r} here; write settings outsiders in the channel itself.")
    if wanted == asker.person or platform_of(wanted) is not None or (not named and asker.platform != "slack"):
        raise UsageError("Only channels in Slack are shared with other companies; write settings outsiders in one of them.")
    return wanted
