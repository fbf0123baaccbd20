"""What happens at a slot: at most one post, decided from the ledger and kept with its claim in one transaction.

A slot that is taken stays taken: the claim is on the local date. Where the ledger moved meanwhile it chooses anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bot.coach.channels import Place, place
from bot.coach.desk import Desk
from bot.coach.nudges.nudging import Moment, choose, is_held_out
from bot.coach.nudges.saying import DIGEST, Saying, digest_saying, hold_out, mend, pace_saying, post, saying_of
from bot.coach.ports import RecordsWriter
from bot.coach.posted.cards import kept_card, queue_edit, with_end
from bot.coach.posted.ledger import PACE, Ledger, ledger_of
from bot.coach.timing.calendar import monday_of, occurrence
from bot.model.card import Card, text
from bot.model.slots import Occurrence, Slot

DigestOf = Callable[[Desk], Card | None]
Outcome = Literal["posted", "edited", "nothing to ask", "held out", "cap reached", "no digest", "paused", "off", "missed",
                  "weekly from now on", "waits", "taken"]
_TRIES = 5
"""How often a slot chooses anew because another channel of the team spoke meanwhile; then it waits for the next tick."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a slot will do: open cards it mends, and at most one thing it says."""

    outcome: Outcome
    saying: Saying | None = None
    mends: tuple[Saying, ...] = ()
    gives_up_note: str | None = None


def at_slot(desk: Desk, slot: Slot, due_at: str, digest_of: DigestOf | None = None) -> Outcome:
    """Do what a slot that is due has leave to do, and say what came of it.

    `waits`: it is quiet now, but its day is not over, ask again. `taken`: another process or the same hour before a
    clock change had it. A slot whose local day is over is `missed`: what it had to say comes at the next one.
    """
    chance = occurrence(slot, due_at)
    if desk.records.one("occurrence", channel=slot.channel, kind=slot.kind, local_date=chance.local_date, slot=slot.at):
        return "taken"
    where = place(desk, slot.channel)
    if where is None or not where.is_on:
        return _claimed(desk, chance, "off")
    verdict = _leave(where, chance, desk.now)
    if verdict == "waits":
        return "waits"
    if verdict:
        return _claimed(desk, chance, verdict)
    for _ in range(_TRIES):
        moment = Moment(where, chance, read_ledger(desk))
        try:
            return _kept(desk, moment, _with_pace(desk, moment, plan(desk, moment, digest_of, _owes_digest(desk, moment))))
        except _Outrun:
            continue
    return "waits"


def plan(desk: Desk, moment: Moment, digest_of: DigestOf | None, owes_digest: bool) -> Plan:
    """Return what a slot would do. Pure but for reading: the replay asks the same."""
    is_digest = moment.occurrence.kind == "digest"
    if is_digest or owes_digest:
        if not moment.has_room:
            return Plan("cap reached")
        card = digest_of(desk) if digest_of else None
        if card:
            return Plan("posted", digest_saying(desk, card))
    if is_digest:
        return Plan("no digest")
    if not moment.has_room:
        return Plan("cap reached")
    choices = choose(desk, moment)
    mends = tuple(saying_of(desk, moment, each) for each in choices if each.mends)
    new = next((saying_of(desk, moment, each) for each in choices if not each.mends), None)
    if new is None:
        return Plan("edited" if mends else "nothing to ask", None, mends)
    return Plan("held out" if is_held_out(desk, moment.occurrence) else "posted", new, mends)


def read_ledger(desk: Desk) -> Ledger:
    """Return the ledger of the desk's team."""
    return ledger_of(desk.records.rows("cards_said"), desk.records.rows("items_said"))


class _Outrun(Exception):
    """Another process spoke for the team between the choice and the claim."""


def _leave(where: Place, chance: Occurrence, now: str) -> Outcome | None:
    """Return why there is no leave to post, None where there is."""
    if where.hours.local_date(now) != chance.local_date or where.hours.is_quiet_day(date.fromisoformat(chance.local_date)):
        return "missed"
    if where.is_paused(now):
        return "paused"
    return "waits" if where.hours.is_quiet(now) else None


def _owes_digest(desk: Desk, moment: Moment) -> bool:
    """Tell whether this week's digest found no moment so far."""
    day = moment.occurrence.local_date
    return bool(desk.records.rows("missed_digest", channel=moment.place.channel, monday=monday_of(day), local_date=day))


def _with_pace(desk: Desk, moment: Moment, wanted: Plan) -> Plan:
    """Return a plan that asks about the pace where nudges find nobody, and slows down where that finds nobody either.

    The digest comes all the same: it is what remains.
    """
    channel, day = moment.place.channel, moment.occurrence.local_date
    last = moment.ledger.last_post(channel)
    if last and last.rule == PACE and last.is_ignored(day) and moment.place.hours.profile != "weekly":
        if wanted.saying and wanted.saying.kind == DIGEST:
            return replace(wanted, gives_up_note=last.card_id)
        return Plan("weekly from now on", gives_up_note=last.card_id)
    if wanted.outcome == "posted" and wanted.saying and wanted.saying.rule in desk.rules \
            and moment.ledger.is_ignored_running(channel, day):
        return Plan("posted", pace_saying(desk), wanted.mends)
    return wanted


def _kept(desk: Desk, moment: Moment, wanted: Plan) -> Outcome:
    """Claim the slot and write all that it does, together or not at all. Raises _Outrun where the ledger moved."""
    with desk.records.write() as writer:
        writer.run("hold_team")
        if not _claim(writer, desk, moment.occurrence, wanted.outcome):
            return "taken"
        if ledger_of(writer.run("cards_said"), writer.run("items_said")) != moment.ledger:
            raise _Outrun
        for each in wanted.mends:
            mend(writer, desk, moment, each)
        if wanted.outcome == "held out" and wanted.saying:
            hold_out(writer, desk, moment, wanted.saying)
        elif wanted.saying:
            post(writer, desk, moment, wanted.saying)
            if wanted.saying.kind == DIGEST:
                writer.run("merge_missed_digest", channel=moment.place.channel, local_date=moment.occurrence.local_date,
                           monday=monday_of(moment.occurrence.local_date))
        if wanted.gives_up_note:
            _slow_down(writer, desk, wanted.gives_up_note)
    return wanted.outcome


def _slow_down(writer: RecordsWriter, desk: Desk, card_id: str) -> None:
    note = kept_card(desk, card_id)
    if note and writer.run("move_card", card_id=card_id, state="closed", snoozed_until=None, closed_at=desk.now):
        writer.run("set_channel_pace", channel=note.channel, profile="weekly")
        queue_edit(writer, note, with_end(note, text(
            "Once a week from now on: nobody answered, so only the digest comes. **schedule set profile standard** brings "
            "the nudges back")), desk.now)


def _claimed(desk: Desk, chance: Occurrence, result: Outcome) -> Outcome:
    with desk.records.write() as writer:
        return result if _claim(writer, desk, chance, result) else "taken"


def _claim(writer: RecordsWriter, desk: Desk, chance: Occurrence, result: str) -> bool:
    return bool(writer.run("claim_occurrence", channel=chance.channel, kind=chance.kind, local_date=chance.local_date,
                           slot=chance.slot, now=desk.now, result=result))
