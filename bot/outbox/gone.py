"""A channel that is gone: it is switched off, what waits for it ends, and somebody who can mend it is told, once.

They are told in a direct message. It is about the coach's own working, so it counts for none of the caps on messages; the
quiet hours of whoever gets it hold all the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.coach.people import platform_of
from bot.coach.ports import Records, RecordsWriter
from bot.coach.posting import Entry, queue
from bot.model.card import Card, say, text
from bot.model.card_text import card_from_text
from bot.model.ids import new_id
from bot.model.times import from_text

GONE = "its channel is gone"
TITLE = "Check the channel {channel}: I can't write there any more"


def switch_off(records: Records, channel: str, why: str, now: str, whom: Sequence[str] = ()) -> bool:
    """Switch a channel off and tell it to the first of `whom`; True for the first who notices.

    Where nobody is known another channel of the team is told; where there is none that is on, the admin log alone is.
    """
    with records.write() as writer:
        is_first = bool(writer.run("switch_channel_off", channel=channel, why=why, now=now))
        for ended in writer.run("end_entries_of_channel", channel=channel, why=GONE, now=now):
            if ended["operation"] == "post" and ended["card_id"]:
                writer.run("lose_card", card_id=ended["card_id"], state="unsent", now=now)
        if is_first:
            writer.run("add_admin_entry", entry_id=new_id(from_text(now)), at=now, actor="coach",
                       what="channel switched off", detail=f"{channel}: {why}")
            _tell(writer, channel, _note(channel, why), now, whom)
    return is_first


def pass_on(records: Records, entry: Mapping[str, Any], now: str, whom: Sequence[str]) -> bool:
    """Tell the next of `whom` of a lost channel where the one before takes no direct messages.

    False for an entry that tells of no lost channel.
    """
    card = card_from_text(entry["card"])
    if entry["operation"] != "note" or card.title.template != TITLE:
        return False
    told = list(whom).index(entry["person"]) + 1 if entry["person"] in whom else len(whom)
    with records.write() as writer:
        _tell(writer, entry["channel"], card, now, whom[told:])
    return True


def _tell(writer: RecordsWriter, channel: str, note: Card, now: str, whom: Sequence[str]) -> None:
    if whom:
        queue(writer, Entry(channel, str(platform_of(whom[0])), note, person=whom[0]), now)
        return
    other = next((row for row in writer.run("channels") if row["turned_on_at"] and not row["switched_off_at"]), None)
    if other:
        queue(writer, Entry(other["channel"], other["platform"], note), now)


def _note(channel: str, why: str) -> Card:
    return Card(
        title=text(TITLE, channel=channel),
        parts=(say("{why}", why=why),
               say("Invite the coach again, then write **setup** there and press **Turn on**. Nothing is sent there until "
                   "then.")),
        tone="warning",
    )
