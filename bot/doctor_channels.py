"""The channels as the doctor sees them: the configured ones, those taken up in chat, and those that were lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.coach.channels import places
from bot.coach.desk import Desk
from bot.model.check import Check
from bot.model.settings import Channel
from bot.model.words import day_and_time


def channel_checks(desk: Desk) -> Iterator[Check]:
    """Look at the team's channels: which there are and which are on, and each that was switched off with its reason."""
    found = places(desk)
    rows = {row["channel"]: row for row in desk.records.rows("channels")}
    listed = ", ".join(f"{each.platform} {each.channel} {_state(rows.get(each.channel), each.is_paused(desk.now))}"
                       for each in found)
    yield Check("channels", "ok" if found else "attention", listed or f"team {desk.records.team_id} has no channel",
                "" if found else "Write setup in the channel you want, or add a [[channels]] table to the configuration.")
    for each in found:
        row = rows.get(each.channel)
        if row is not None and row["switched_off_at"]:
            yield Check(f"channel {each.channel}", "missing",
                        f"switched off since {day_and_time(row['switched_off_at'], desk.zone)}: {row['switched_off_why']}",
                        "Invite the coach again, then write setup there and press Turn on.")


def known_channels(desk: Desk) -> tuple[Channel, ...]:
    """Return every channel of the settings, and the team's own that were taken up in chat."""
    stated = desk.settings.channels
    known = {(each.platform, each.id) for each in stated}
    taken_up = [row for row in desk.records.rows("channels")
                if row["platform"] in ("slack", "discord") and (row["platform"], row["channel"]) not in known]
    return (*stated, *(Channel(row["platform"], row["channel"], desk.records.team_id, row["zone"]) for row in taken_up))


def _state(row: dict[str, Any] | None, is_paused: bool) -> str:
    if row is None or not row["turned_on_at"]:
        return "(not turned on)"
    if row["switched_off_at"]:
        return "(switched off)"
    return "(paused)" if is_paused else "(on)"
