"""The audit of a text before it is posted: its checks, one verdict and one next step. Nothing is kept or posted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

from bot.coach.desk import Desk
from bot.coach.drafts.draft_checks import DAYS, Draft, DraftCheck, checks_of, draft_of
from bot.coach.drafts.draft_remarks import reviewed_by_model
from bot.coach.feeds import feeds_of
from bot.coach.windows import last_days
from bot.errors import UsageError
from bot.model.card import Card, Fields, Quote, Text, plain, say, text
from bot.model.words import count, shorten

Verdict = Literal["Ready", "Rework", "Can't tell"]
RULE = "draft-check"
LONGEST = 10_000
"""The most letters that are looked at: more than any network takes."""
_REASON = "the draft has too few words to judge"
_MUSTS = frozenset({"campaign", "guidance", "link", "one ask", "for whom"})
_QUOTED_LETTERS = 280
_RESTS_ON = {
    "campaign": "consistent-message", "guidance": "consistent-message", "link": "measure-and-monitor",
    "one ask": "interest-first", "for whom": "who-is-it-for", "what for": "set-objectives",
    "selling or giving": "always-selling", "answer": "listen-and-ask",
}


def audit_draft(desk: Desk, words: str) -> tuple[Card, dict[str, Any]]:
    """Return the card and the document of a text that is not posted yet. Raises UsageError when there is none."""
    if not words.strip():
        raise UsageError("Which text? Write audit draft with the words of the post.")
    if len(words) > LONGEST:
        raise UsageError(f"The text has {len(words):,} letters, and I look at {LONGEST:,} at most; "
                         "give the post's own words.")
    draft = draft_of(desk, words)
    checks = checks_of(draft)
    verdict = _verdict(draft, checks)
    window = last_days(desk, DAYS)
    reviewed = reviewed_by_model(desk, words, [f"{each.name}: {each.words}" for each in checks])
    finding = _document(draft, checks, verdict) | ({"remarks": list(reviewed.document)} if reviewed.document else {})
    said = {"window": {**window.document(), "as_of": feeds_of(desk).as_of("posts")}, "figures": {}, "findings": [finding]}
    card = _card(draft, checks, verdict)
    return replace(card, parts=(*card.parts, *reviewed.parts)), said


def _verdict(draft: Draft, checks: Sequence[DraftCheck]) -> Verdict:
    if any(each.is_good is False and each.name in _MUSTS and each.name != "for whom" for each in checks):
        return "Rework"
    if draft.purpose is None:
        return "Can't tell"
    return "Rework" if any(each.is_good is False and each.name in _MUSTS for each in checks) else "Ready"


def _first_wrong(checks: Sequence[DraftCheck]) -> DraftCheck | None:
    return next((each for each in checks if each.is_good is False), None)


def _next_step(checks: Sequence[DraftCheck], verdict: Verdict) -> str:
    if verdict == "Can't tell":
        return "Write what it says and whom it is for, then look again."
    wrong = _first_wrong(checks)
    return wrong.next_step if wrong else "Post it, and answer those who write under it."


def _headline(checks: Sequence[DraftCheck], verdict: Verdict) -> Text:
    if verdict == "Can't tell":
        return text("Can't tell: {reason}", reason=_REASON)
    wrong = _first_wrong(checks)
    if verdict == "Rework" and wrong:
        return text("Rework: {why}", why=wrong.words)
    good = sum(each.is_good is True for each in checks)
    return text("Ready: {good} of {all} checks are good", good=good, all=len(checks))


def _document(draft: Draft, checks: Sequence[DraftCheck], verdict: Verdict) -> dict[str, Any]:
    wrong = _first_wrong(checks)
    said: dict[str, Any] = {
        "rule": RULE, "subject": [], "subject_network": [], "verdict": verdict,
        "headline": plain(_headline(checks, verdict)),
        "facts": {"window": f"{DAYS} days", "n": len(draft.recent), "as_of": feeds_of(draft.desk).as_of("posts"),
                  "purpose": draft.purpose, "asks": list(draft.asks), "links": list(draft.links)},
        "guidance": [_RESTS_ON[wrong.name if wrong else "for whom"]], "next_step": _next_step(checks, verdict),
        "checks": [{"check": each.name, "is_good": each.is_good, "words": each.words} for each in checks],
    }
    return said | ({"reason": _REASON} if verdict == "Can't tell" else {})


def _card(draft: Draft, checks: Sequence[DraftCheck], verdict: Verdict) -> Card:
    marks = {True: "+", False: "-", None: "?"}
    return Card(
        _headline(checks, verdict),
        (Quote(shorten(draft.text, _QUOTED_LETTERS)),
         Fields(tuple((f"{marks[each.is_good]} {each.name.capitalize()}", each.words) for each in checks)),
         say("Next: {step}", step=_next_step(checks, verdict))),
        footer=text("Compared with {n} of the last {days} days. Nothing was kept or posted.",
                    n=count(len(draft.recent), "own post") if draft.recent else "no own post", days=DAYS),
        tone="good" if verdict == "Ready" else "plain",
    )
