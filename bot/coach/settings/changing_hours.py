"""Changing a channel's hours in chat: said before and after, logged, and taken back with one press."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.coach.admins import note_change, only_admins
from bot.coach.channels import Place, own_hours, place
from bot.coach.desk import Desk
from bot.coach.hour_settings import Setting, shown, stored, worded
from bot.coach.nudges.schedule import coming_words, warnings
from bot.coach.ports import RecordsWriter
from bot.model.card import Button, Card, Part, say, text
from bot.model.command import Asker, Reply


def set_hours(desk: Desk, asker: Asker, where: Place, wanted: Sequence[Setting]) -> Reply:
    """Give a channel's settings new values. Raises NotAllowed for somebody who may not."""
    only_admins(desk, asker)
    own = own_hours(desk).get(where.channel, {})
    new = [each for each in wanted if each.value != own.get(each.name)]
    if not new:
        held = "; ".join(f"{worded(each.name)} is {shown(each.name, stored(where.hours, each.name))} already"
                         for each in wanted)
        return Reply(Card(text("Nothing was changed: {held}", held=held)), {"changed": []})
    entry_id = _write(desk, asker, where, new)
    return _told(desk, where, new, entry_id)


def undo_hours(desk: Desk, asker: Asker, entry_id: str) -> Reply:
    """Take a change of hours back, unless they were changed again since. Raises NotAllowed."""
    only_admins(desk, asker)
    rows = [row for row in desk.records.rows("hours_set") if row["entry_id"] == entry_id]
    where = place(desk, rows[0]["channel"]) if rows else None
    if where is None:
        return Reply(Card(text("Nothing was changed: these hours were set again since. **schedule** shows them.")),
                     {"changed": []})
    back = [Setting(row["name"], row["before"]) for row in rows]
    return _told(desk, where, back, _write(desk, asker, where, back))


def _write(desk: Desk, asker: Asker, where: Place, wanted: Sequence[Setting]) -> str:
    before = {each.name: stored(where.hours, each.name) for each in wanted}
    with desk.records.write() as writer:
        entry_id = note_change(writer, desk, asker, "hours", "; ".join(_line(each, before[each.name]) for each in wanted)
                               + f" in {where.channel}")
        for each in wanted:
            writer.run("set_hour", channel=where.channel, setting=each.name, value=each.value, entry_id=entry_id,
                       person=asker.person, now=desk.now)
            _follow(writer, desk, where, each)
    return entry_id


def _follow(writer: RecordsWriter, desk: Desk, where: Place, setting: Setting) -> None:
    """Keep the channel's own row in step: cards that were posted there show times in its zone."""
    if setting.name == "zone":
        stated = next((each.zone for each in desk.settings.channels if each.id == where.channel), "")
        writer.run("set_channel_zone", channel=where.channel, zone=setting.value or stated or desk.zone)
    elif setting.name == "profile":
        stated_profile = next((each.profile for each in desk.settings.channels if each.id == where.channel), "standard")
        writer.run("set_channel_pace", channel=where.channel, profile=setting.value or stated_profile)


def _line(setting: Setting, before: str) -> str:
    after = "as configured" if setting.value is None else shown(setting.name, setting.value)
    return f"{worded(setting.name)} {shown(setting.name, before)} → {after}"


def _told(desk: Desk, before: Place, wanted: Sequence[Setting], entry_id: str) -> Reply:
    """Say what holds now and what held before, with what follows from it."""
    after = place(desk, before.channel) or before
    changes: list[dict[str, Any]] = [
        {"name": each.name, "before": stored(before.hours, each.name), "after": stored(after.hours, each.name)}
        for each in wanted]
    lines = [text("**{name}** {before} → {after}", name=worded(each["name"]).capitalize(),
                  before=shown(each["name"], each["before"]), after=shown(each["name"], each["after"])) for each in changes]
    values = {f"{slot}{n}": value for n, line in enumerate(lines) for slot, value in line.values.items()}
    title = "; ".join(f"**{{name{n}}}** {{before{n}}} → {{after{n}}}" for n in range(len(lines)))
    parts: list[Part] = [say("In {channel}. {coming}", channel=after.channel, coming=coming_words(after, desk.now))]
    parts += [say("{warning}", warning=each) for each in warnings(after.hours)]
    return Reply(Card(text(title, **values), tuple(parts), (Button("Undo", "undo-hours", entry_id),),
                      tone="good"), {"channel": after.channel, "changed": changes})
