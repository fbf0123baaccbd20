"""Sends what waits in the outbox, each entry once: lease, mark as tried, ask the front, record.

Where a sender died after the mark, the front is asked whether the post arrived; where it cannot know, the post counts as
sent and the card's items are free for the next slot: a late nudge is better than a double one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.clock import Clock
from bot.coach.ports import Front, Records
from bot.errors import AnswerLost, CannotRead, ChannelGone, CoachError, TryLater
from bot.model.card import Card
from bot.model.card_text import card_from_text
from bot.model.times import to_text
from bot.outbox.gone import pass_on, switch_off

logger = logging.getLogger(__name__)

LEASE_S = 90
"""Seconds an entry is held. Shorter than Discord's memory of a nonce ("a few minutes"), longer than any front's timeout."""
BACK_OFF_S = 30
BACK_OFF_AT_MOST_S = 3600
TRIES = 12
"""An edit, which has no end of its own, is given up after so many refusals: about six hours."""

COUNTED = "nobody can say whether it arrived, so it counts as sent; its items come with the next slot's card"
TOO_LATE = "its time was over before it could be sent; its items come with the next slot's card"


def _nobody(_channel: str) -> Sequence[str]:
    """Name nobody who could mend a channel."""
    return ()


@dataclass
class Sender:
    """One sender on one team's records. `name` marks its leases; `fronts` by platform.

    `whom(channel)`: the people who are told when that channel is gone, the likeliest to mend it first.
    """

    name: str
    records: Records
    fronts: Mapping[str, Front]
    clock: Clock
    whom: Callable[[str], Sequence[str]] = _nobody

    @property
    def now(self) -> str:
        """The present moment as stored text."""
        return to_text(self.clock())

    def send_waiting(self) -> int:
        """Send everything that waits and may go now; return how many entries were dealt with.

        What a front raises besides CoachError passes through: that entry stays leased, and is looked into when the lease
        has run out.
        """
        dealt = 0
        for row in self.records.rows("entries_waiting", now=self.now):
            if row["platform"] in self.fronts:
                dealt += self._deal(row["outbox_id"])
        return dealt

    def _deal(self, outbox_id: str) -> int:
        entry = self._lease(outbox_id)
        if entry is None:
            return 0
        front = self.fronts[entry["platform"]]
        try:
            if entry["operation"] == "edit":
                self._edit(front, entry)
            elif entry["tried_at"] is None:
                self._deliver(front, entry)
            else:
                self._look_into(front, entry)
        except ChannelGone as error:
            self._gone(entry, error)
        except AnswerLost:
            logger.warning("answer lost outbox_id=%s channel=%s", entry["outbox_id"], entry["channel"])
        except CoachError as error:
            self._put_back(entry, error)
        return 1

    def _lease(self, outbox_id: str) -> dict[str, Any] | None:
        until = to_text(self.clock() + timedelta(seconds=LEASE_S))
        rows = self._write("lease_entry", outbox_id=outbox_id, sender=self.name, until=until, now=self.now)
        return rows[0] if rows else None

    def _deliver(self, front: Front, entry: dict[str, Any]) -> None:
        if entry["not_after"] and self.now >= entry["not_after"]:
            self._give_up(entry, TOO_LATE)
        elif self._write("mark_tried", outbox_id=entry["outbox_id"], sender=self.name, now=self.now):
            self._record(entry, front.deliver(_to(entry), _card(entry), entry["outbox_id"]))

    def _look_into(self, front: Front, entry: dict[str, Any]) -> None:
        """Find out what became of a post whose sender died."""
        try:
            message_id = front.find(_to(entry), entry["outbox_id"], entry["tried_at"])
        except CannotRead:
            self._count_as_sent(entry)
            return
        if message_id is None:
            self._deliver(front, entry)
        else:
            self._record(entry, message_id)

    def _edit(self, front: Front, entry: dict[str, Any]) -> None:
        """Change a posted message; the same edit twice does no harm, so nothing is looked into."""
        if self.records.rows("posts_waiting_of_card", card_id=entry["card_id"]):
            raise TryLater("the card is not posted yet")
        message = self.records.one("message_of_card", card_id=entry["card_id"])
        if message is None:
            self._write("end_entry", outbox_id=entry["outbox_id"], why="its card was never posted", now=self.now)
            return
        front.edit(message["channel"], message["message_id"], _card(entry))
        self._record(entry, message["message_id"])

    def _record(self, entry: dict[str, Any], message_id: str) -> None:
        self._write("record_sent", outbox_id=entry["outbox_id"], message_id=message_id, now=self.now)
        logger.info("entry sent outbox_id=%s operation=%s channel=%s", entry["outbox_id"], entry["operation"],
                    entry["channel"])

    def _put_back(self, entry: dict[str, Any], error: CoachError) -> None:
        """Let a refused entry wait: as long as the front asked, else twice as long each time."""
        asked = error.retry_after_s if isinstance(error, TryLater) else None
        delay_s = min(BACK_OFF_S * 2.0 ** (entry["attempts"] - 1), BACK_OFF_AT_MOST_S) if asked is None else asked
        if entry["not_after"] is None and entry["attempts"] >= TRIES:
            self._give_up(entry, f"given up after {entry['attempts']} tries: {error}")
            return
        later = to_text(self.clock() + timedelta(seconds=max(1.0, delay_s)))
        self._write("put_back", outbox_id=entry["outbox_id"], sender=self.name, not_before=later)
        logger.warning("entry refused outbox_id=%s channel=%s attempts=%s not_before=%s", entry["outbox_id"],
                       entry["channel"], entry["attempts"], later)

    def _gone(self, entry: dict[str, Any], error: ChannelGone) -> None:
        """Switch a channel off that is gone; a person who takes no direct messages is no channel."""
        whom = self.whom(entry["channel"])
        if entry["person"]:
            self._give_up(entry, str(error))
            pass_on(self.records, entry, self.now, whom)
        elif switch_off(self.records, entry["channel"], str(error), self.now, whom):
            logger.warning("channel switched off channel=%s platform=%s", entry["channel"], entry["platform"])

    def _give_up(self, entry: dict[str, Any], why: str) -> None:
        self._end(entry, "end_entry", why, state="unsent")

    def _count_as_sent(self, entry: dict[str, Any]) -> None:
        self._end(entry, "count_entry_as_sent", COUNTED, state="lost")

    def _end(self, entry: dict[str, Any], statement: str, why: str, *, state: str) -> None:
        with self.records.write() as writer:
            ended = writer.run(statement, outbox_id=entry["outbox_id"], why=why, now=self.now)
            if ended and entry["operation"] == "post" and entry["card_id"]:
                writer.run("lose_card", card_id=entry["card_id"], state=state, now=self.now)
        logger.warning("entry ended outbox_id=%s channel=%s state=%s", entry["outbox_id"], entry["channel"], state)

    def _write(self, statement: str, **values: Any) -> list[dict[str, Any]]:
        with self.records.write() as writer:
            return writer.run(statement, **values)


def _to(entry: dict[str, Any]) -> str:
    return str(entry["person"] or entry["channel"])


def _card(entry: dict[str, Any]) -> Card:
    return card_from_text(entry["card"])
