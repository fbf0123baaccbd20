"""Something the coach is about to say, and how it is kept: card, ledger and outbox in the caller's one transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.coach.desk import Desk
from bot.coach.figures.findings import settings_of
from bot.coach.figures.post_names import with_posts
from bot.coach.nudges.nudge_card import Standing, nudge_card
from bot.coach.nudges.nudging import Choice, Moment
from bot.coach.ports import RecordsWriter
from bot.coach.posted.ledger import HELD_OUT, PACE, named_on_card
from bot.coach.posting import Entry, queue
from bot.model.card import Button, Card, plain, say, text
from bot.model.card_text import card_to_text
from bot.model.ids import new_id
from bot.model.rule import Ref
from bot.model.times import from_text

DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Saying:
    """One card to be kept. `kind` is what the ledger counts it as; `told` is what Why this? rests on."""

    card_id: str
    kind: str
    rule: str
    card: Card
    items: tuple[Ref, ...] = ()
    told: Mapping[str, Any] = field(default_factory=dict)

    @property
    def opening(self) -> str:
        """Its first line."""
        return plain(self.card.title)


def saying_of(desk: Desk, moment: Moment, choice: Choice) -> Saying:
    """Return a chosen finding as something to say; an open card that it mends keeps its id and its first words."""
    mended = choice.mends
    card_id = mended.card_id if mended else new_id(from_text(desk.now))
    last = "" if mended else moment.ledger.last_opening(moment.place.channel)
    card = nudge_card(with_posts(desk, choice.finding), Standing(card_id, moment.place.hours.zone, last))
    return Saying(card_id, moment.occurrence.kind, choice.finding.rule, card, named_on_card(choice.finding.case),
                  _told(desk, choice, moment.occurrence.kind))


def digest_saying(desk: Desk, card: Card) -> Saying:
    """Return the digest's card as something to say."""
    return Saying(new_id(from_text(desk.now)), DIGEST, DIGEST, card)


def pace_saying(desk: Desk) -> Saying:
    """Return the note that asks whether the coach should speak less."""
    card_id = new_id(from_text(desk.now))
    return Saying(card_id, "note", PACE, Card(
        title=text("Tell me how often to write here: my last {n} nudges found nobody", n=3),
        parts=(say("Without an answer I will write once a week, with the digest alone."),),
        buttons=(Button("Keep as is", "keep-pace", card_id), Button("Weekly only", "weekly-only", card_id),
                 Button("Pause 2 weeks", "pause", card_id)),
        tone="ask",
    ))


def post(writer: RecordsWriter, desk: Desk, moment: Moment, saying: Saying) -> None:
    """Keep a new card with what it names, count it in the ledger, and put it into the outbox."""
    place, now = moment.place, desk.now
    _keep(writer, desk, moment, saying, state="open")
    for card_id in moment.ledger.open_elsewhere(place.channel, saying.rule, frozenset(saying.items)):
        writer.run("replace_card", card_id=card_id, now=now)
    writer.run("add_interruption", interruption_id=new_id(from_text(now)), channel=place.channel, kind=saying.kind,
               rule=saying.rule, card_id=saying.card_id, now=now, local_date=moment.occurrence.local_date)
    queue(writer, Entry(place.channel, place.platform, saying.card, "post", saying.card_id,
                        not_after=place.hours.quiet_begins(now)), now)


def hold_out(writer: RecordsWriter, desk: Desk, moment: Moment, saying: Saying) -> None:
    """Keep a card that chance held back: nobody sees it, its rule rests, and what became of it can be compared later."""
    _keep(writer, desk, moment, saying, state=HELD_OUT)


def mend(writer: RecordsWriter, desk: Desk, moment: Moment, saying: Saying) -> None:
    """Put newer contents into a card that stays where it was posted."""
    if writer.run("renew_card", card_id=saying.card_id, subject=_refs(saying.items), finding=json.dumps(saying.told),
                  opening=saying.opening, card=card_to_text(saying.card)):
        writer.run("drop_card_items", card_id=saying.card_id)
        writer.many("add_card_item", _item_rows(saying))
        queue(writer, Entry(moment.place.channel, moment.place.platform, saying.card, "edit", saying.card_id), desk.now)


def _keep(writer: RecordsWriter, desk: Desk, moment: Moment, saying: Saying, *, state: str) -> None:
    writer.run("add_card", card_id=saying.card_id, channel=moment.place.channel, rule=saying.rule, posted_at=desk.now,
               subject=_refs(saying.items), finding=json.dumps(saying.told), opening=saying.opening,
               card=card_to_text(saying.card), state=state)
    writer.many("add_card_item", _item_rows(saying))


def _item_rows(saying: Saying) -> list[dict[str, str]]:
    return [{"card_id": saying.card_id, "kind": ref.kind, "network": ref.network, "item_id": ref.id}
            for ref in saying.items]


def _refs(items: tuple[Ref, ...]) -> str:
    return json.dumps([[ref.kind, ref.network, ref.id] for ref in items])


def _told(desk: Desk, choice: Choice, slot: str) -> dict[str, Any]:
    finding, weight = choice.finding, choice.weight
    facts = {name: value if isinstance(value, str | int | float) else str(value)
             for name, value in finding.facts.items() if value is not None}
    return {
        "ask": plain(finding.ask),
        "counted": finding.counted,
        "facts": facts,
        "settings": settings_of(desk, desk.rules[finding.rule]),
        "weight": {"severity": weight.severity, "stake": weight.stake, "acted": weight.acted,
                   "passed_over": weight.passed_over},
        "slot": {"kind": slot, "made_for": finding.slot},
        "commitment": finding.commitment,
        "measured_by": finding.measured_by,
        "rests_on": list(finding.rests_on),
    }
