"""What the digest's Keep, Change and Stop suggest to promise. The words can be changed before anything is promised."""

from __future__ import annotations

from dataclasses import replace

from bot.coach.audits.post_check import post_name
from bot.coach.commitments.commitment_cards import document, made_card
from bot.coach.commitments.commitments import WHAT_LIMIT, Promise, every, make
from bot.coach.commitments.progress import progress_of
from bot.coach.commitments.promise_reading import Said, measured_in_words, promise_of
from bot.coach.desk import Desk
from bot.coach.digests.digest import STOPS
from bot.coach.figures.findings import find
from bot.coach.timing.due import default_due, read_due, said
from bot.model.card import Card, text
from bot.model.command import Asker, Parameter, Reply
from bot.model.rule import Finding
from bot.model.words import shorten

PARAMETERS = (Parameter("what", "What will you do?"), Parameter("due", "By when? Such as Friday 15:00"))
"""What Keep, Change and Stop ask before they promise."""


def to_keep(desk: Desk, subject: str) -> Promise:
    """Return the promise to repeat a win. `subject`: `post/network/id`, `comment/network/id`, or empty."""
    kind, _, key = subject.partition("/")
    network, _, item_id = key.partition("/")
    if kind == "post":
        row = desk.records.one("post_words", network=network, post_id=item_id)
        name = post_name(row) if row else "the one that brought leads"
        return Promise(shorten(f"Make another post like {name}", WHAT_LIMIT), None, "posts", target=1)
    if kind == "comment":
        return Promise("Answer 5 comments so that people come back to us", None, "answers", target=5)
    return Promise("Do again what worked last week, and say what it was", None, "word")


def to_change(desk: Desk, subject: str) -> Promise:
    """Return the promise that the rule of a leak suggests. `subject`: the rule's key, or empty."""
    finding = _seen(desk, subject)
    if finding is None:
        return Promise("Change one thing next week, and say what it was", None, "word")
    refs = tuple(item.ref for item in finding.case.items) or finding.case.subject
    items = tuple(ref for ref in refs if ref.kind == "comment") if finding.measured_by == "answers" else ()
    what = shorten(finding.commitment, WHAT_LIMIT)
    return Promise(what, None, finding.measured_by, items=items, rule=finding.rule)


def to_stop(desk: Desk, subject: str) -> Promise:
    """Return the promise to do less of what a rule sees too much of, else to leave one fruitless thing be."""
    if subject in STOPS:
        return to_change(desk, subject)
    return Promise("Stop one thing that brought no lead and no conversation", None, "word")


def prefilled(desk: Desk, promise: Promise) -> dict[str, str]:
    """Return the first values of what is asked: the suggested words and the coming Friday 15:00."""
    return {"what": promise.what, "due": said(default_due(now=desk.now, zone=desk.zone), desk.zone, now=desk.now)}


def promised(desk: Desk, asker: Asker, suggested: Promise, asked: tuple[str | None, str | None]) -> Reply:
    """Make the promise as suggested, or in the asker's own words and time. A second press changes nothing.

    `asked`: the words and the due words that the asker left or changed. Raises CannotRead for an unsure time.
    """
    what, due_words = asked
    zone = asker.zone or desk.zone
    if what and what.strip() != suggested.what:
        promise = replace(promise_of(desk, Said(what, due_words), zone), rule=suggested.rule)
    else:
        promise = replace(suggested, due=read_due(due_words, now=desk.now, zone=zone) if due_words else None)
    known = next((each for each in every(desk)
                  if each.is_open and each.person == asker.person and each.what == promise.what), None)
    if known:
        return Reply(Card(text("You promised this already: commitment {number}; nothing was changed",
                               number=str(known.number))))
    commitment = make(desk, asker, promise)
    return Reply(made_card(desk, commitment, measured_in_words(promise)),
                 document([commitment], progress_of(desk, [commitment]))[0])


def _seen(desk: Desk, rule: str) -> Finding | None:
    named = desk.rules.get(rule)
    found = find(desk, [named]) if named else []
    return next((each for each in found if each.case.verdict == "fires"), None)
