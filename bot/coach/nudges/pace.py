"""How often the coach speaks in a channel: the answers to its own question when nudges found nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.coach.admins import note_change
from bot.coach.desk import Desk
from bot.coach.posted.cards import Kept, kept_card, with_end
from bot.coach.posted.open_cards import end_in
from bot.coach.posted.pressed import closed_reply, said, unknown_reply
from bot.model.card import Text, plain, text
from bot.model.command import Asker, Reply
from bot.model.times import from_text, to_text
from bot.model.words import day

PAUSE_DAYS = 14


@dataclass(frozen=True, slots=True)
class _Change:
    """What an answer sets: a profile, or the moment (UTC text) until which to keep silent."""

    profile: str | None = None
    until: str | None = None


def keep_pace(desk: Desk, asker: Asker, card_id: str) -> Reply:
    """Go on as before."""
    return _answered(desk, asker, card_id, text("It stays as it is"), _Change())


def weekly_only(desk: Desk, asker: Asker, card_id: str) -> Reply:
    """Post the digest alone."""
    return _answered(desk, asker, card_id, text("Once a week from now on: the digest alone"), _Change(profile="weekly"))


def pause(desk: Desk, asker: Asker, card_id: str) -> Reply:
    """Keep silent for two weeks."""
    until = to_text(from_text(desk.now) + timedelta(days=PAUSE_DAYS))
    kept = kept_card(desk, card_id)
    zone = kept.zone if kept else desk.zone
    return _answered(desk, asker, card_id, text("Silent until {day}", day=day(until, zone)), _Change(until=until))


def _answered(desk: Desk, asker: Asker, card_id: str, ending: Text, change: _Change) -> Reply:
    kept: Kept | None = kept_card(desk, card_id)
    if kept is None:
        return unknown_reply()
    with desk.records.write() as writer:
        if not end_in(writer, desk, kept, "done", with_end(kept, ending)):
            return closed_reply(kept_card(desk, card_id) or kept)
        if change.profile:
            writer.run("set_channel_pace", channel=kept.channel, profile=change.profile)
        if change.until:
            writer.run("pause_channel", channel=kept.channel, until=change.until)
        if change != _Change():
            note_change(writer, desk, asker, "pace", f"{plain(ending)} in {kept.channel}")
    return said(ending.template, **{name: str(value) for name, value in ending.values.items()})
