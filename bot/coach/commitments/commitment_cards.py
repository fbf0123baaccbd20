"""Commitments as cards and as plain documents: one made, one changed, the list of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.coach.commitments.assessment import told, waits_for
from bot.coach.commitments.commitment_changes import MANY_MOVES, Change
from bot.coach.commitments.commitments import Commitment
from bot.coach.commitments.progress import Progress, progress_of
from bot.coach.commitments.settling import OUTCOMES, outcome_of
from bot.coach.desk import Desk
from bot.coach.feeds import Feeds, feeds_of
from bot.coach.timing.due import said
from bot.model.card import Button, Card, Fields, Item, Items, Part, Text, say, text
from bot.model.command import Reply
from bot.model.words import count

_CLOSES = {
    "answers": "The next import of comments closes it: the team's own replies count, up to the due time.",
    "leads": "The next import of leads closes it: leads that came between now and the due time count.",
    "posts": "The next import of posts closes it: posts published between now and the due time count.",
    "word": "Nothing in the data can show this, so your word closes it: press Done when it is.",
}


def made_card(desk: Desk, commitment: Commitment, counted: str) -> Card:
    """Return what was understood of a new promise: what, by when, what is counted and what closes it."""
    now = desk.now
    pairs = [
        ("Due", f"{said(commitment.due_at, commitment.zone, now=now)} ({commitment.zone})"),
        ("Measured by", counted if commitment.is_accepted else counted.replace("your word", "their word")),
    ]
    parts: list[Part] = [Fields(tuple(pairs))]
    if commitment.is_accepted or commitment.measured_by != "word":
        parts.append(say(_CLOSES[commitment.measured_by]))
    if not commitment.is_accepted:
        parts.append(say("It is asked of {person} and becomes theirs when they accept it.", person=commitment.person_name))
    return Card(
        text("**Commitment {number}:** {what}", number=str(commitment.number), what=commitment.what),
        tuple(parts), buttons(commitment) if commitment.is_accepted else _withdraw(commitment), tone="good",
    )


def asked_card(desk: Desk, commitment: Commitment, by: str) -> Card:
    """Return what somebody sees of whom a commitment is asked."""
    subject = str(commitment.number)
    return Card(
        text("**{by} asks you:** {what}", by=by, what=commitment.what),
        (Fields((("Due", f"{said(commitment.due_at, commitment.zone, now=desk.now)} ({commitment.zone})"),)),
         say("It is yours only if you accept it.")),
        (Button("Accept", "commitment-accept", subject), Button("Suggest another time", "commitment-move", subject),
         Button("Decline", "commitment-decline", subject)),
        tone="ask",
    )


def changed_card(change: Change) -> Card:
    """Return what a person's word did to a commitment, with what can be done next."""
    commitment = change.commitment
    if not commitment.is_open:
        return Card(change.words, tone="good" if commitment.outcome == "kept" else "plain")
    chosen = buttons(commitment)
    if commitment.moves >= MANY_MOVES and change.is_new:
        chosen = tuple(each for each in chosen if each.action in ("commitment-smaller", "commitment-drop"))
    return Card(change.words, buttons=chosen)


def buttons(commitment: Commitment) -> tuple[Button, ...]:
    """Return what an open commitment can be answered with."""
    subject = str(commitment.number)
    return (
        Button("Done", "commitment-done", subject),
        Button("Need more time", "commitment-move", subject),
        Button("Make it smaller", "commitment-smaller", subject),
        Button("Blocked", "commitment-block", subject),
        Button("Drop it", "commitment-drop", subject),
    )


def list_card(desk: Desk, commitments: Sequence[Commitment], *, is_all: bool) -> Card:
    """Return the list: the open ones by their due moment, then, where all are asked for, the closed ones, newest first."""
    open_ones = sorted((each for each in commitments if each.is_open), key=lambda each: (each.due_at, each.number))
    closed = sorted((each for each in commitments if not each.is_open),
                    key=lambda each: (each.closed_at or "", each.number), reverse=True)
    shown = [*open_ones, *closed] if is_all else open_ones
    if not shown:
        return Card(text("No commitment is open"), (say("Make one with: commit answer 5 comments by Friday 15:00"),))
    feeds, progress = feeds_of(desk), progress_of(desk, shown)
    items = tuple(item(each, progress[each.commitment_id], feeds) for each in shown)
    title = text("No commitment is open; these are closed")
    if open_ones:
        first = open_ones[0]
        title = text("**{open}**, the first due {when}", open=count(len(open_ones), "open commitment"),
                     when=said(first.due_at, first.zone, now=feeds.now))
    return Card(title, (Items(items),), footer=None if is_all else _hidden(len(closed)))


def document(commitments: Sequence[Commitment], progress: Mapping[str, Progress]) -> list[dict[str, Any]]:
    """Return commitments as the documents that scripts read, in the order given."""
    return [_document(each, progress[each.commitment_id]) for each in commitments]


def _document(commitment: Commitment, progress: Progress) -> dict[str, Any]:
    return {
        "id": commitment.commitment_id, "number": commitment.number, "what": commitment.what,
        "person": commitment.person_name, "made_at": commitment.made_at, "first_due_at": commitment.first_due_at,
        "due_at": commitment.due_at, "moves": commitment.moves, "measured_by": commitment.measured_by,
        "target": commitment.target,
        "items": [{"kind": ref.kind, "network": ref.network, "id": ref.id} for ref in commitment.items],
        "progress": {"done": progress.done, "of": progress.of},
        "status": commitment.outcome or "open", "outcome_by": commitment.outcome_by, "closed_at": commitment.closed_at,
        "note": commitment.outcome_note, "accepted_at": commitment.accepted_at, "blocked": commitment.blocked_why,
        "rule": commitment.rule, "seen_by": commitment.seen_by,
    }


def item(commitment: Commitment, progress: Progress, feeds: Feeds) -> Item:
    """Return a commitment as one of a list: what, then its number and how it stands."""
    stands = standing(commitment, progress, feeds)
    return Item(text("{what}", what=commitment.what),
                why=Text(f"Commitment {{number}}: {stands.template}", {**stands.values, "number": commitment.number}))


def standing(commitment: Commitment, progress: Progress, feeds: Feeds) -> Text:
    """Return how a commitment stands, in one line: whose, when, how far, and what it waits for."""
    now, zone = feeds.now, commitment.zone
    if not commitment.is_open:
        note = f" ({commitment.outcome_note})" if commitment.outcome_note else ""
        outcome = OUTCOMES[outcome_of(commitment)]
        return text("{person}, {outcome}{note}", person=commitment.person_name,
                    outcome=f"{outcome[:1].lower()}{outcome[1:]}", note=note)
    facts = [commitment.person_name, f"due {said(commitment.due_at, zone, now=now)}"]
    if commitment.moves:
        facts.append(f"first {said(commitment.first_due_at, zone, now=now)}, moved {count(commitment.moves, 'time')}")
    facts += [each for each in (
        "not accepted yet" if not commitment.is_accepted else None, told(commitment, progress),
        f"blocked: {commitment.blocked_why}" if commitment.blocked_why else None, waits_for(commitment, feeds)) if each]
    return text("{facts}", facts=", ".join(facts))


def _hidden(closed: int) -> Text | None:
    return text("{n} closed; commitments --all shows them.", n=closed) if closed else None


def _withdraw(commitment: Commitment) -> tuple[Button, ...]:
    return (Button("Drop it", "commitment-drop", str(commitment.number)),)




def changed_reply(desk: Desk, change: Change) -> Reply:
    """Return what a press or a command about one commitment answers."""
    commitment = change.commitment
    return Reply(changed_card(change), document([commitment], progress_of(desk, [commitment]))[0])
