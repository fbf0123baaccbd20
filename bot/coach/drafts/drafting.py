"""Drafts for the reply to one comment: at most two, to copy; nothing is ever sent.

Without a drafter, and wherever its drafts fail the checks, a skeleton of the class stands there with its gaps marked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bot.coach.comments.comment_marks import one_subject
from bot.coach.comments.comment_words import NEED_ANSWER, Row, complaint_buttons
from bot.coach.comments.queue import closing_words
from bot.coach.desk import Desk
from bot.coach.drafts.draft_checks import forbidden
from bot.coach.drafts.reply_checks import Answered, fault_in
from bot.coach.drafts.reply_sources import own_sources, quoted_for, tone_of
from bot.coach.drafts.skeletons import MOST, skeleton
from bot.coach.figures.post_names import post_in_words
from bot.errors import BudgetSpent, CoachError
from bot.model.answers import Source
from bot.model.card import Button, Card, Part, Quote, Text, say, text
from bot.model.command import Reply
from bot.model.networks import network_name, window_of
from bot.model.words import age, count, day_and_time, shorten

_QUOTED_LETTERS = 280
_BY_DM = "in a direct message"


@dataclass(frozen=True, slots=True)
class Drafts:
    """What is offered for one comment. `is_written`: a drafter wrote it; `left_out`: why drafts of its are missing.

    `spent`: that the budget kept the drafter from being asked, as a sentence; empty where it did not.
    """

    label: str
    drafts: tuple[str, ...]
    advice: str
    sources: tuple[Source, ...] = ()
    is_written: bool = False
    left_out: tuple[str, ...] = ()
    spent: str = ""


def drafted(desk: Desk, row: Row) -> Reply:
    """Return the drafts for one comment as a card, and as a document for scripts."""
    label = row["label"] or "other"
    own, shape = own_sources(desk, row["text"]) if label in NEED_ANSWER else (), skeleton(label)
    made = Drafts(label, shape.filled(_known(row)), shape.advice, own)
    if made.drafts and desk.drafter is not None:
        made = _written(desk, row, made)
    language = desk.language_of(row["text"]) if made.drafts else None
    return Reply(_card(desk, row, made, language), _document(row, made, language))


def _known(row: Row) -> dict[str, str]:
    """Return the slots that need nobody: the private channel, where the network is known to have one."""
    return {"channel": _BY_DM} if window_of(row["network"]).private_reply_days is not None else {}


def _written(desk: Desk, row: Row, skeletons: Drafts) -> Drafts:
    """Return what the drafter wrote as far as it passes the checks, else the skeletons with the reason."""
    assert desk.drafter is not None
    tone = tone_of(desk)
    try:
        offered = desk.drafter.draft(row["text"], skeletons.label, skeletons.sources, tone)
    except BudgetSpent as error:
        return replace(skeletons, spent=str(error))
    except CoachError as error:
        return _with_reasons(skeletons, (str(error).rstrip("."),))
    answered = Answered(row["text"], skeletons.label, skeletons.sources, tuple(forbidden(tone)))
    judged = [(" ".join(each.split()), fault_in(each, answered)) for each in offered]
    passed = tuple(dict.fromkeys(draft for draft, fault in judged if fault is None))[:MOST]
    faults = tuple(dict.fromkeys(fault for _, fault in judged if fault)) or (() if passed else ("it wrote none",))
    if not passed:
        return _with_reasons(skeletons, faults)
    return Drafts(skeletons.label, passed, skeletons.advice, skeletons.sources, is_written=True, left_out=faults)


def _with_reasons(made: Drafts, reasons: tuple[str, ...]) -> Drafts:
    return Drafts(made.label, made.drafts, made.advice, made.sources, left_out=reasons)


def _card(desk: Desk, row: Row, made: Drafts, language: str | None) -> Card:
    quoted = Quote(shorten(row["text"], _QUOTED_LETTERS), _where(desk, row))
    parts: list[Part] = [quoted, say("{advice}", advice=made.advice), *_careful(desk, row)]
    for number, draft in enumerate(made.drafts, 1):
        parts += [say("**Draft {number}**, to copy:", number=number), Quote(draft)]
    parts += _left_out(made)
    if language:
        parts.append(say("Answer in their language: it reads like {language}.", language=language))
    for source in made.sources:
        parts.append(say("From your own **{title}**{section}: “{words}”", title=source.title, section=_section(source),
                         words=quoted_for(source, row["text"])))
    closing = closing_words(window_of(row["network"]).closes_at(row["created_at"]), desk.now)
    if closing and made.label in NEED_ANSWER:
        parts.append(say("__{closing}__", closing=f"{closing[:1].upper()}{closing[1:]}."))
    return Card(_title(made), tuple(parts), _buttons(row, made), _footer(made), "plain" if made.drafts else "warning")


def _title(made: Drafts) -> Text:
    if made.drafts:
        return text("Copy what fits: {drafts} for a {label}", drafts=count(len(made.drafts), "draft"),
                    label="thank-you" if made.label == "thanks" else made.label)
    if made.label == "hostile":
        return text("Do not argue: no draft for a hostile comment")
    return text("No answer is needed: it is {kind}", kind="spam" if made.label == "spam" else "a remark")


def _where(desk: Desk, row: Row) -> str:
    post = desk.records.one("post_of_comment", network=row["network"], comment_id=row["comment_id"])
    named = post_in_words(post["text"]) if post else None
    return f"{network_name(row['network'])}, {age(row['created_at'], desk.now)} ago{f', under {named}' if named else ''}"


def _careful(desk: Desk, row: Row) -> tuple[Part, ...]:
    if row["dismissed_at"] is not None:
        return (say("**Careful:** it was put aside: {why}.", why=row["dismissed_why"] or "no reason given"),)
    if row["answered_at"] is not None:
        moment = day_and_time(row["answered_at"], desk.zone)
        return (say("**Careful:** it counts as answered since {moment}.", moment=moment),)
    return ()


def _left_out(made: Drafts) -> tuple[Part, ...]:
    if made.spent:
        return (say("**No draft by AI:** {spent} These are skeletons instead.", spent=made.spent),)
    if not made.left_out:
        return ()
    why = "; ".join(made.left_out)
    if made.is_written:
        return (say("Another draft was left out: {why}.", why=why),)
    return (say("The language model's drafts were left out: {why}. These are skeletons instead.", why=why),)


def _section(source: Source) -> str:
    return f", {source.section}" if source.section and source.section != source.title else ""


def _buttons(row: Row, made: Drafts) -> tuple[Button, ...]:
    return complaint_buttons(one_subject(row["network"], row["comment_id"])) if made.label == "complaint" else ()


def _footer(made: Drafts) -> Text:
    if not made.drafts:
        return text("Is it something else? comments label ID LABEL.")
    if made.is_written:
        return text("Written by AI, nothing was sent. Read it, change it, then post it yourself.")
    return text("A skeleton, no AI used, nothing was sent. Fill in what stands in [brackets], then post it yourself.")


def _document(row: Row, made: Drafts, language: str | None) -> dict[str, Any]:
    return {
        "comment_id": row["comment_id"], "network": row["network"], "label": made.label, "drafts": list(made.drafts),
        "by": "model" if made.is_written else "skeleton", "advice": made.advice, "left_out": list(made.left_out),
        "budget": made.spent,
        "language": language,
        "sources": [{"id": each.id, "title": each.title, "section": each.section, "passage": each.passage}
                    for each in made.sources],
    }
