"""A channel that is gone: it is switched off, what waits for it ends, and the team is told once, elsewhere."""

from __future__ import annotations

from bot.coach.ports import Records
from bot.model.card import Card, say, text
from bot.model.card_text import card_to_text
from bot.model.ids import new_id
from bot.model.times import from_text

GONE = "its channel is gone"


def switch_off(records: Records, channel: str, why: str, now: str) -> bool:
    """Switch a channel off and tell another channel of the team; True for the first who notices.

    Where the team has no other channel that is on, the admin log alone tells it.
    """
    with records.write() as writer:
        is_first = bool(writer.run("switch_channel_off", channel=channel, why=why, now=now))
        for ended in writer.run("end_entries_of_channel", channel=channel, why=GONE, now=now):
            if ended["operation"] == "post" and ended["card_id"]:
                writer.run("lose_card", card_id=ended["card_id"], state="unsent", now=now)
        if not is_first:
            return False
        writer.run("add_admin_entry", entry_id=new_id(from_text(now)), at=now, actor="coach",
                   what="channel switched off", detail=f"{channel}: {why}")
        other = next((row for row in writer.run("channels") if row["turned_on_at"] and not row["switched_off_at"]), None)
        if other:
            writer.run("queue_entry", outbox_id=new_id(from_text(now)), channel=other["channel"], person=None,
                       platform=other["platform"], operation="note", card_id=None, made_at=now, not_before=now,
                       not_after=None, card=card_to_text(_note(channel, why)))
    return True


def _note(channel: str, why: str) -> Card:
    return Card(
        title=text("Check the channel {channel}: I can't write there any more", channel=channel),
        parts=(say("{why}", why=why),
               say("Invite the coach again, then turn the channel on. Nothing is sent there until then.")),
        tone="warning",
    )
