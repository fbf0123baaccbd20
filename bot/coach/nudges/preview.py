"""What the last days would have brought: the same choice at each slot, over a ledger in memory. Nothing is written.

Nobody saw these cards, so nobody pressed a button; what the data shows answered by then is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bot import clock
from bot.coach.channels import Place, places
from bot.coach.desk import Desk
from bot.coach.nudges.nudging import Moment
from bot.coach.nudges.saying import Saying
from bot.coach.nudges.speaking import DigestOf, Plan, plan
from bot.coach.posted.ledger import HELD_OUT, Ledger, Said
from bot.coach.timing.calendar import monday_of, occurrences
from bot.model.card import Card
from bot.model.rule import Ref
from bot.model.slots import Occurrence
from bot.model.times import from_text, to_text


@dataclass(frozen=True, slots=True)
class Previewed:
    """One card that would have been posted: at `at` (UTC text), about `subject` (what it names)."""

    at: str
    channel: str
    kind: str
    rule: str
    subject: tuple[Ref, ...]
    card: Card


def preview(desk: Desk, days: int, digest_of: DigestOf | None = None) -> list[Previewed]:
    """Return what would have been posted in the last `days` days up to the desk's now, oldest first.

    Every configured channel is looked at, whether it is on or not. Without `digest_of` no digest is made or counted.
    """
    replay = _Replay(desk, digest_of)
    for at, where, chance in _chances(desk, days):
        replay.step(at, where, chance)
    return replay.posts


@dataclass
class _Replay:
    """The slots gone through so far."""

    desk: Desk
    digest_of: DigestOf | None
    ledger: Ledger = field(default_factory=Ledger)
    posts: list[Previewed] = field(default_factory=list)
    _missed_digests: set[tuple[str, str]] = field(default_factory=set)
    _answered: dict[Ref, str | None] = field(default_factory=dict)

    def step(self, at: str, where: Place, chance: Occurrence) -> None:
        """Go through one slot."""
        week = (where.channel, monday_of(chance.local_date))
        if where.hours.is_quiet_day(date.fromisoformat(chance.local_date)) or where.hours.is_quiet(at):
            if chance.kind == "digest":
                self._missed_digests.add(week)
            return
        here = self.desk.at(clock.fixed(from_text(at)))
        self._settle(at)
        moment = Moment(where, chance, self.ledger)
        wanted = plan(here, moment, self.digest_of, week in self._missed_digests)
        if wanted.saying and wanted.saying.kind == "digest":
            self._missed_digests.discard(week)
        self._note(at, moment, wanted)

    def _note(self, at: str, moment: Moment, wanted: Plan) -> None:
        for mended in wanted.mends:
            self.ledger = self.ledger.and_renewed(mended.card_id, frozenset(mended.items), mended.opening)
            self._look_up(mended.items, at)
        if wanted.saying is None:
            return
        is_held = wanted.outcome == "held out"
        self.ledger = self.ledger.and_said(_said(at, moment, wanted.saying, is_held=is_held))
        self._look_up(wanted.saying.items, at)
        if not is_held:
            said = wanted.saying
            self.posts.append(Previewed(at, moment.place.channel, said.kind, said.rule, said.items, said.card))

    def _look_up(self, items: tuple[Ref, ...], at: str) -> None:
        """Remember when the comments among some things were answered or put aside; where a card asked at `at` for the end
        of a complaint that was moved before, when it was resolved."""
        for ref in items:
            if ref.kind == "comment":
                row = self.desk.records.one("comment_settled", network=ref.network, comment_id=ref.id) or {}
                case = self.desk.records.one("complaint_case", network=ref.network, comment_id=ref.id) or {}
                was_moved = (case.get("moved_at") or "9") < at
                moments = [case.get("resolved_at") if was_moved else row.get("answered_at"), row.get("dismissed_at")]
                self._answered[ref] = min((moment for moment in moments if moment), default=None)

    def _settle(self, at: str) -> None:
        """Count in the ledger what the data shows answered at a moment."""
        self.ledger = Ledger(tuple(self._settled(said, at) for said in self.ledger.said))

    def _settled(self, said: Said, at: str) -> Said:
        comments = [ref for ref in said.items if ref.kind == "comment"]
        if said.state != "open" or not comments:
            return said
        answered = sum((self._answered[ref] or "9") <= at for ref in comments)
        return replace(said, answered=answered, state="closed" if answered == len(comments) else "open")


def _chances(desk: Desk, days: int) -> Iterator[tuple[str, Place, Occurrence]]:
    """Yield every slot of every channel in the window, in the order in which they fall due."""
    since = to_text(from_text(desk.now) - timedelta(days=days))
    found = [
        (at, rank, where.channel, where, chance)
        for where in places(desk)
        for rank, slot in enumerate(where.hours.slots(where.channel))
        for at, chance in occurrences(slot, after=since, until=desk.now)
    ]
    for at, _, _, where, chance in sorted(found, key=lambda each: each[:3]):
        yield at, where, chance


def _said(at: str, moment: Moment, saying: Saying, *, is_held: bool) -> Said:
    return Said(
        card_id=saying.card_id, channel=moment.place.channel, kind=None if is_held else saying.kind, rule=saying.rule,
        at=at, local_date=moment.occurrence.local_date, opening=saying.opening, state=HELD_OUT if is_held else "open",
        items=frozenset(saying.items),
    )
