"""The channels of a team: configured ones are known, but nothing is posted in one before it was turned on.

What was set in chat for a channel's hours holds over the configuration.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from bot.coach.desk import Desk
from bot.coach.hour_settings import over
from bot.coach.timing.calendar import Hours, Pace
from bot.errors import UsageError
from bot.model.command import Asker
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
    own = own_hours(desk)
    known = {row["channel"]: _place(desk, row, own.get(row["channel"], {})) for row in desk.records.rows("channels")}
    for row in configured(desk):
        known.setdefault(row["channel"], _place(desk, row, own.get(row["channel"], {})))
    return [known[channel] for channel in sorted(known)]


def place(desk: Desk, channel: str) -> Place | None:
    """Return one channel, None when nobody configured it."""
    return next((each for each in places(desk) if each.channel == channel), None)


def place_for(desk: Desk, asker: Asker, channel: str | None = None) -> Place:
    """Return the channel that somebody means: the one they name, the one they are in, or the team's only one.

    Raises UsageError with the channels there are.
    """
    found = places(desk)
    wanted = (channel or "").strip() or asker.channel
    here = next((each for each in found if each.channel == wanted), None)
    if here is None and not channel and len(found) == 1:
        return found[0]
    if here is None:
        known = f"there are {', '.join(each.channel for each in found)}; name one with --channel" if found \
            else "none is set up yet; write setup in the channel you want"
        raise UsageError(f"There is no channel {wanted!r} here: {known}.")
    return here


def own_hours(desk: Desk) -> dict[str, dict[str, str]]:
    """Return what was set in chat for the channels' hours: stored texts by channel and name."""
    found: dict[str, dict[str, str]] = {}
    for row in desk.records.rows("hours_set"):
        if row["value"] is not None:
            found.setdefault(row["channel"], {})[row["name"]] = row["value"]
    return found


def take_up(desk: Desk, channel: str, platform: str) -> None:
    """Make a channel that the configuration does not name one of the team's; one that is known stays as it is."""
    if place(desk, channel) is None:
        with desk.records.write() as writer:
            writer.run("follow_channel", channel=channel, platform=platform, zone=desk.zone, profile="standard")


def turn_off(desk: Desk, channel: str) -> bool:
    """Take the leave to post back and give up what waits to be posted there. Tells whether that changed anything."""
    with desk.records.write() as writer:
        if not writer.run("turn_channel_off", channel=channel):
            return False
        for ended in writer.run("end_posts_of_channel", channel=channel, now=desk.now, why="its channel was turned off"):
            if ended["card_id"]:
                writer.run("lose_card", card_id=ended["card_id"], state="unsent", now=desk.now)
    return True


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
    """Return the team's channels of the configuration, as rows; a zone that was set in chat takes the place of theirs."""
    own = own_hours(desk)
    return [
        {"channel": each.id, "platform": each.platform, "zone": own.get(each.id, {}).get("zone") or each.zone or desk.zone,
         "profile": each.profile}
        for each in desk.settings.channels
        if (each.team or desk.settings.team) == desk.records.team_id
    ]


def _stands(row: dict[str, Any], stored: dict[str, Any] | None) -> bool:
    return stored is not None and (row["platform"], row["zone"], row["profile"]) == (
        stored["platform"], stored["zone"], stored["stated_profile"])


def _place(desk: Desk, row: dict[str, Any], own: Mapping[str, str]) -> Place:
    return Place(
        channel=row["channel"],
        platform=row["platform"],
        hours=_hours(desk, row, own),
        is_on=row.get("turned_on_at") is not None and row.get("switched_off_at") is None,
        paused_until=row.get("paused_until"),
    )


def _hours(desk: Desk, row: dict[str, Any], own: Mapping[str, str]) -> Hours:
    """Return a channel's hours; a profile set in chat is meant as it is said, and gives way to "weekly only"."""
    nudges, zone, pace = over(desk.settings.nudges, own), own.get("zone") or row["zone"], row["profile"]
    if "profile" in own and pace != "weekly":
        pace = own["profile"]
    return Hours(nudges, zone, cast(Pace, pace))
