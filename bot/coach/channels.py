"""The channels of a team: configured ones are known, but nothing is posted in one before it was turned on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from bot.coach.calendar import Hours, Pace
from bot.coach.desk import Desk
from bot.model.slots import Slot


@dataclass(frozen=True, slots=True)
class Place:
    """A channel and when it may be spoken in. `is_on`: it was turned on and is not gone; `paused_until` is UTC text."""

    channel: str
    platform: str
    hours: Hours
    is_on: bool
    paused_until: str | None = None

    def is_paused(self, now: str) -> bool:
        """Tell whether the channel is to be left in peace at a moment."""
        return self.paused_until is not None and now < self.paused_until


def places(desk: Desk) -> list[Place]:
    """Return the team's channels: those that were ever taken up, and the configured ones that were not yet."""
    known = {row["channel"]: _place(desk, row) for row in desk.records.rows("channels")}
    for row in configured(desk):
        known.setdefault(row["channel"], _place(desk, row))
    return [known[channel] for channel in sorted(known)]


def place(desk: Desk, channel: str) -> Place | None:
    """Return one channel, None when nobody configured it."""
    return next((each for each in places(desk) if each.channel == channel), None)


def follow_settings(desk: Desk) -> None:
    """Take up the configured channels; nothing is written where nothing changed."""
    stored = {row["channel"]: row for row in desk.records.rows("channels")}
    changed = [row for row in configured(desk) if not _stands(row, stored.get(row["channel"]))]
    if changed:
        with desk.records.write() as writer:
            for row in changed:
                writer.run("follow_channel", **row)


def turn_on(desk: Desk, channel: str) -> bool:
    """Give leave to post in a channel. Tells whether that changed anything."""
    follow_settings(desk)
    with desk.records.write() as writer:
        return bool(writer.run("turn_channel_on", channel=channel, now=desk.now))


def live_slots(desk: Desk) -> list[Slot]:
    """Return the slots of every channel that is on, as the settings have them now."""
    follow_settings(desk)
    return [slot for each in places(desk) if each.is_on for slot in each.hours.slots(each.channel)]


def configured(desk: Desk) -> list[dict[str, Any]]:
    """Return the team's channels of the configuration, as rows."""
    return [
        {"channel": each.id, "platform": each.platform, "zone": each.zone or desk.zone, "profile": each.profile}
        for each in desk.settings.channels
        if (each.team or desk.settings.team) == desk.records.team_id
    ]


def _stands(row: dict[str, Any], stored: dict[str, Any] | None) -> bool:
    return stored is not None and (row["platform"], row["zone"], row["profile"]) == (
        stored["platform"], stored["zone"], stored["stated_profile"])


def _place(desk: Desk, row: dict[str, Any]) -> Place:
    return Place(
        channel=row["channel"],
        platform=row["platform"],
        hours=Hours(desk.settings.nudges, row["zone"], cast(Pace, row["profile"])),
        is_on=row.get("turned_on_at") is not None and row.get("switched_off_at") is None,
        paused_until=row.get("paused_until"),
    )
