"""Make it a commitment: what a rule saw, as the presser's own promise, with a due moment they can change."""

from __future__ import annotations

from bot.coach.commitments.commitment_cards import document, made_card
from bot.coach.commitments.commitments import WHAT_LIMIT, Promise, make
from bot.coach.commitments.progress import progress_of
from bot.coach.commitments.promise_reading import measured_in_words
from bot.coach.desk import Desk
from bot.coach.figures.findings import find
from bot.coach.timing.due import default_due, read_due, said
from bot.errors import UsageError
from bot.model.action import Action
from bot.model.command import Asker, Parameter, Reply
from bot.model.rule import Finding, Ref
from bot.model.words import shorten


def run(desk: Desk, asker: Asker, subject: str, what: str | None = None, due: str | None = None) -> Reply:
    """Promise what the rule named by `subject` asks for. Raises UsageError where it sees nothing any more."""
    finding = _finding(desk, subject)
    if finding is None:
        raise UsageError(f"The rule {subject!r} sees nothing to do any more; audit shows what there is now.")
    zone = asker.zone or desk.zone
    promise = Promise(
        what=what or _suggested(finding), due=read_due(due, now=desk.now, zone=zone) if due else None,
        measured_by=finding.measured_by, items=_items(finding), rule=finding.rule,
    )
    commitment = make(desk, asker, promise)
    return Reply(made_card(desk, commitment, measured_in_words(promise)),
                 document([commitment], progress_of(desk, [commitment]))[0])


def prefill(desk: Desk, subject: str) -> dict[str, str]:
    """Offer the rule's own wording and the coming Friday 15:00."""
    finding = _finding(desk, subject)
    due = said(default_due(now=desk.now, zone=desk.zone), desk.zone, now=desk.now)
    return {"what": _suggested(finding), "due": due} if finding else {"due": due}


def _finding(desk: Desk, rule: str) -> Finding | None:
    named = desk.rules.get(rule)
    found = find(desk, [named]) if named else []
    return next((each for each in found if each.case.verdict == "fires"), None)


def _suggested(finding: Finding) -> str:
    return shorten(finding.commitment or "Do what the audit asks", WHAT_LIMIT)


def _items(finding: Finding) -> tuple[Ref, ...]:
    refs = tuple(item.ref for item in finding.case.items) or finding.case.subject
    return tuple(ref for ref in refs if finding.measured_by != "answers" or ref.kind == "comment")


ACTION = Action(
    "make-commitment", "Promise what a rule asks for.", run,
    (Parameter("what", "What will you do?"), Parameter("due", "By when? Such as Friday 15:00")), prefill,
    title="Make it a promise",
)
