"""What a promise in somebody's own words is about: what, by when, and what in the data will show that it was kept.

Only plain cases are recognised; what is not plainly answers or leads rests on the person's word, and the card says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.coach.comments.queue import Waiting, waiting
from bot.coach.commitments.commitments import Promise, worded
from bot.coach.desk import Desk
from bot.coach.timing.due import read_due, split_promise
from bot.coach.timing.due_words import NUMBERS, number
from bot.errors import UsageError
from bot.model.rule import Measure, Ref
from bot.model.words import count

_N = rf"(?P<n>\d{{1,4}}|{'|'.join(NUMBERS)})"
_ANSWER = re.compile(r"^(?:please |to |i will |i'll |we will |we'll )*(?:answer|reply|respond)\b", re.ASCII)
_COMMENTS = re.compile(r"\b(?:comments?|questions?|complaints?|mentions?)\b", re.ASCII)
_NUMBERED = re.compile(rf"(?<!every )(?<!each )\b{_N}(?: [a-z-]+){{0,3}} {_COMMENTS.pattern[2:]}", re.ASCII)
_POINTING = re.compile(r"\b(?:the|these|those|first)(?: (?:first|oldest|next))? $", re.ASCII)
"""What points at certain comments, before their number."""
_LEAD_WORDS = {
    "lead": None, "leads": None, "booking": "booking", "bookings": "booking",
    "sign-up": "sign-up", "sign-ups": "sign-up",
    "signup": "sign-up", "signups": "sign-up", "enquiry": "enquiry", "enquiries": "enquiry", "inquiry": "enquiry",
    "inquiries": "enquiry", "sale": "sale", "sales": "sale", "order": "sale", "orders": "sale", "referral": "referral",
    "referrals": "referral",
}
_LEADS = re.compile(
    r"^(?:please |to |i will |i'll |we will |we'll )*"
    r"(?:(?:get|win|bring in|generate|collect|gain|earn|land|reach|make|close|find) )?(?:at least |another )?"
    rf"{_N} (?:(?:new|more|good) )*(?P<quality>qualified )?(?:new )?(?P<noun>{'|'.join(_LEAD_WORDS)})\b", re.ASCII)
_NETWORKS = ("facebook", "instagram", "youtube", "linkedin", "tiktok", "pinterest", "google")


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said: the words, and what they stated beside them, which goes over what the words suggest."""

    words: str
    due: str | None = None
    measured_by: Measure | None = None
    for_person: str | None = None


def promise_of(desk: Desk, said: Said, zone: str) -> Promise:
    """Return a promise read from somebody's words. Raises CannotRead for an unsure time, UsageError for no promise."""
    what, due_words = (said.words, said.due) if said.due else split_promise(said.words)
    what = worded(what)
    due = read_due(due_words, now=desk.now, zone=zone) if due_words else None
    told = what.lower()
    match said.measured_by or _measure(told):
        case "answers":
            return _answers(desk, told, Promise(what, due, "answers", for_person=said.for_person))
        case "leads":
            return _leads(told, Promise(what, due, "leads", for_person=said.for_person))
        case measure:
            return Promise(what, due, measure, for_person=said.for_person)


def _measure(told: str) -> Measure:
    if _ANSWER.search(told) and _COMMENTS.search(told):
        return "answers"
    return "leads" if _LEADS.search(told) else "word"


def _answers(desk: Desk, told: str, promise: Promise) -> Promise:
    """Tie a promise to the comments that wait now; without any, to as many answers to come.

    A bare number means any so many of them, "the 3 comments" the first three of the queue.
    """
    found = _NUMBERED.search(told)
    wanted = number(found["n"]) if found else None
    chosen = waiting_now(desk, told)
    if found and _POINTING.search(told[:found.start()]):
        chosen = chosen[:wanted]
    items = tuple(Ref("comment", each.network, each.comment_id) for each in chosen)
    is_part = wanted is not None and wanted < len(items)
    return Promise(promise.what, promise.due, "answers", items, target=wanted or 1 if is_part or not items else None,
                   for_person=promise.for_person)


def waiting_now(desk: Desk, told: str = "") -> list[Waiting]:
    """Return the comments that wait for an answer in the queue's order, of the network and kind that words name."""
    networks = {name for name in _NETWORKS if re.search(rf"\b{name}\b", told)}
    only_complaints = re.search(r"\bcomplaints?\b", told) and not re.search(r"\b(?:comments?|questions?)\b", told)
    return [each for each in waiting(desk) if (not networks or each.network in networks)
            and (not only_complaints or each.label == "complaint")]


def _leads(told: str, promise: Promise) -> Promise:
    found = _LEADS.search(told)
    loose = found or re.search(rf"\b{_N}\b", told)
    target = number(loose["n"]) if loose else None
    if not target:
        raise UsageError(f"How many leads is {promise.what!r} about? "
                         "Write a number, such as: get 5 leads by Friday 15:00.")
    kind = _LEAD_WORDS[found["noun"]] if found else None
    items = [Ref("lead kind", "", kind)] if kind else []
    if found and found["quality"]:
        items.append(Ref("lead quality", "", "qualified"))
    return Promise(promise.what, promise.due, "leads", tuple(items), target=target, for_person=promise.for_person)


def measured_in_words(promise: Promise) -> str:
    """Return what will be counted, such as `answers to 5 comments`."""
    comments = sum(ref.kind == "comment" for ref in promise.items)
    if promise.measured_by == "answers":
        if comments and promise.target and promise.target < comments:
            return f"{count(promise.target, 'answer')} to any of {comments:,} comments that wait now"
        if comments:
            return f"answers to {count(comments, 'comment that waits now', 'comments that wait now')}"
        return f"{count(promise.target or 1, 'answer')} given from now on (no comment waits now)"
    if promise.measured_by == "leads":
        return count(promise.target or 1, "lead")
    return count(promise.target or 1, "post") if promise.measured_by == "posts" else "your word"
