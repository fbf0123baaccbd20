"""Rules, fronts and ticks made for the tests of nudges: small, fixed, and as strict as the real ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.coach.channels import live_slots, turn_on
from bot.coach.desk import Desk
from bot.coach.nudges.speaking import DigestOf, at_slot
from bot.coach.posted.open_cards import wake
from bot.errors import CannotRead
from bot.model.card import Card, plain
from bot.model.command import Asker
from bot.model.rule import Case, CaseItem, Example, NamedRule, Ref, Row, Rule, Setting, View
from bot.model.settings import Channel, Nudges, Settings
from bot.model.times import from_text
from bot.outbox.sender import Sender
from bot.outbox.tick import Duties, Taken, tick

FACTS = {"n": 3, "window": "14 days", "as_of": "2026-03-04T08:00:00Z"}
ADA = Asker("u1", "Ada", "terminal", "UTC")


def case(subject: str = "p1", *, kind: str = "post", stake: float = 0.0, **values: Any) -> Case:
    """Return a case about one thing."""
    return Case(**{"subject": (Ref(kind, "instagram", subject),), "facts": FACTS, "stake": stake} | values)


def comment_case(*ids: str) -> Case:
    """Return a case that asks for comments."""
    items = tuple(CaseItem(Ref("comment", "instagram", each), "A question, {age} old", {"age": "2 days"}, words="how much?")
                  for each in ids)
    return Case(subject=tuple(item.ref for item in items), facts={**FACTS, "asked": f"{len(ids)} comments"}, items=items)


def rule(key: str, seen: Iterable[Case] | Callable[[Sequence[Row], View], Iterable[Case]] = (), **values: Any) -> NamedRule:
    """Return a rule that sees the given cases, whatever the data."""
    cases = list(seen) if not callable(seen) else None

    def refine(rows: Sequence[Row], view: View) -> Iterable[Case]:
        return cases if cases is not None else seen(rows, view)

    made = Rule(**{
        "detect": "select team_id, made_at from teams where team_id = :team_id", "refine": refine,
        "title": f"Mend {key}: {{n}} cases in {{window}}", "ask": "They have waited.", "next_step": "Begin with the first.",
        "commitment": f"Mend {key}", "measured_by": "answers", "closed_by": "The data.", "rests_on": ("answer-comments",),
        "settings": {"window_days": Setting(14, "days", "how far back it looks")},
        "fires_on": Example("2026-03-04T09:30:00Z"), "silent_on": Example("2026-03-04T09:30:00Z"),
    } | values)
    return NamedRule(key, f"The rule {key} of the tests.", made)


def desk_with(desk: Desk, *rules: NamedRule, channels: Sequence[Channel] = (), zone: str = "UTC", on: bool = True,
              **nudges: Any) -> Desk:
    """Return the desk of a team with the given rules and settings whose channels are on."""
    team = desk.records.team_id
    given = tuple(replace(each, team=team) for each in channels) or (Channel(team=team),)
    settings = Settings(team=team, zone=zone, nudges=Nudges(**nudges), channels=given)
    made = replace(desk, settings=settings, rules={each.key: each for each in rules} if rules else desk.rules)
    for each in given if on else ():
        turn_on(made, each.id)
    return made


def tick_at(desk: Desk, now: str, digest_of: DigestOf | None = None) -> list[Taken]:
    """Tick once at a moment."""
    duties = Duties(live_slots, lambda here, slot, due_at: at_slot(here, slot, due_at, digest_of), (wake,))
    return tick(desk, from_text(now), duties)


def outcomes(taken: Iterable[Taken]) -> list[str]:
    """Return what came of each slot."""
    return [each.outcome for each in taken]


def started(desk: Desk, now: str) -> Desk:
    """Let the schedules begin at a moment, and return the desk at it."""
    here = desk.at(lambda: from_text(now))
    tick_at(here, now)
    return here


def posts(desk: Desk) -> list[dict[str, Any]]:
    """Return the posts in the outbox."""
    return [row for row in desk.records.rows("outbox") if row["operation"] == "post"]


def cards(desk: Desk) -> list[dict[str, Any]]:
    """Return the cards of the ledger, oldest first."""
    return desk.records.rows("cards_said")


@dataclass
class FakeFront:
    """A front that keeps what arrived. `knows` tells whether it can be asked about the past."""

    platform: str = "terminal"
    knows: bool = True
    arrived: list[str] = field(default_factory=list)
    edits: list[tuple[str, str]] = field(default_factory=list)
    error: Exception | None = None

    def deliver(self, _channel: str, _card: Card, outbox_id: str) -> str:
        if self.error:
            raise self.error
        self.arrived.append(outbox_id)
        return f"m-{outbox_id}"

    def edit(self, _channel: str, message_id: str, card: Card) -> None:
        self.edits.append((message_id, plain(card.title)))

    def find(self, _channel: str, outbox_id: str, _tried_at: str) -> str | None:
        if not self.knows:
            raise CannotRead("nobody knows")
        return f"m-{outbox_id}" if outbox_id in self.arrived else None


def sender(desk: Desk, front: Any, now: str, name: str = "one") -> Sender:
    """Return a sender whose clock stands at a moment."""
    return Sender(name, desk.records, {front.platform: front}, lambda: from_text(now))


def send(desk: Desk, front: Any, now: str) -> int:
    """Send what waits at a moment."""
    return sender(desk, front, now).send_waiting()
