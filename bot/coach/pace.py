"""How often the coach speaks in a channel: the answers to its own question when nudges found nobody."""

from __future__ import annotations

from datetime import timedelta

from bot.coach.cards import Kept, kept_card, with_end
from bot.coach.desk import Desk
from bot.coach.open_cards import end_in
from bot.coach.pressed import closed_reply, said, unknown_reply
from bot.model.card import Text, text
from bot.model.command import Reply
from bot.model.times import from_text, to_text
from bot.model.words import day

PAUSE_DAYS = 14


def keep_pace(desk: Desk, card_id: str) -> Reply:
    """Go on as before."""
    return _answered(desk, card_id, text("It stays as it is"))


def weekly_only(desk: Desk, card_id: str) -> Reply:
    """Post the digest alone."""
    return _answered(desk, card_id, text("Once a week from now on: the digest alone"), profile="weekly")


def pause(desk: Desk, card_id: str) -> Reply:
    """Keep silent for two weeks."""
    until = to_text(from_text(desk.now) + timedelta(days=PAUSE_DAYS))
    kept = kept_card(desk, card_id)
    zone = kept.zone if kept else desk.zone
    return _answered(desk, card_id, text("Silent until {day}", day=day(until, zone)), until=until)


def _answered(desk: Desk, card_id: str, ending: Text, *, profile: str | None = None, until: str | None = None) -> Reply:
    kept: Kept | None = kept_card(desk, card_id)
    if kept is None:
        return unknown_reply()
    with desk.records.write() as writer:
        if not end_in(writer, desk, kept, "done", with_end(kept, ending)):
            return closed_reply(kept_card(desk, card_id) or kept)
        if profile:
            writer.run("set_channel_pace", channel=kept.channel, profile=profile)
        if until:
            writer.run("pause_channel", channel=kept.channel, until=until)
    return said(ending.template, **{name: str(value) for name, value in ending.values.items()})
