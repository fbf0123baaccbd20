"""A question answered: refused where it is none for the coach, quoted from the guidance, or written by the language model.

A question that is neither about the team's own data nor one the guidance has anything on never reaches a model. Where the
model fails, what was found without it stands in and says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.coach.answers.answer_card import Shown, answer_card, refusal_card, rest_card
from bot.coach.answers.data_questions import data_question
from bot.coach.desk import Desk
from bot.errors import UsageError
from bot.model.answers import Answer, Source
from bot.model.card import Card, Part, Quote, Text, plain, say, text
from bot.model.command import Asker, Reply

if TYPE_CHECKING:
    from bot.coach.answers.data_answers import Told
    from bot.coach.answers.data_questions import DataQuestion
    from bot.coach.ports import Author, Written
    from bot.model.measured import Measured, Reading
    from bot.model.refusal import Refusal

    _LookedUp = tuple[Answer, DataQuestion | None, Told | None]

# What a question of a fresh start does not need (the model, threads, kept answers) is imported where it is used.
LONGEST_QUESTION = 2000
"""Characters of a question that are read."""
_MOST_FACTS = 24


def answer_reply(desk: Desk, question: str, previous: str | None = None, *, asker: Asker | None = None,
                 earlier: tuple[str, ...] = ()) -> Reply:
    """Answer a question. `previous`: the same person's question before it; `earlier`: the talk so far, oldest first.

    Without an asker it is read with nobody's rights and not kept. Raises UsageError for a question without words.
    """
    who = asker or Asker("", "", "", desk.zone)
    question = worded(question)
    refusal = desk.refusal_of(question)
    if refusal is not None:
        return _told(desk, who, question, _refused(desk, refusal))
    before = previous or _asked_before(desk, who)
    found, asked, told = _looked_up(desk, who, question, before)
    if told is not None and not told.is_known:
        return _told(desk, who, question, _unknown(desk, who, question, told))
    author = desk.author_of()
    if found.tier == "none" and told is None and (asked is None or author is None):
        return _told(desk, who, question, _silent(desk, who, Shown(found, question, desk.zone)))
    made = _Made(Shown(found, question, desk.zone), found, before, told=told, is_data=asked is not None)
    made = _authored(desk, who, author, made, earlier) if author else replace(made, shown=_stand_in(desk, who, made))
    if made.shown.answer.tier == "none":
        return _told(desk, who, question, _silent(desk, who, made.shown))
    return _told(desk, who, question, _kept(desk, who, made))


def prompt_reply(desk: Desk, asker: Asker, question: str) -> Reply:
    """Show exactly what would be sent to the language model for a question; nothing is sent."""
    question = worded(question)
    if desk.refusal_of(question) is not None:
        return _nothing_sent("this question is none for the coach, so no model is asked")
    from bot.coach.answers.authoring import question_for

    before = _asked_before(desk, asker)
    found, asked, told = _looked_up(desk, asker, question, before)
    if told is not None and not told.is_known:
        return _nothing_sent(told.lines[0])
    author = desk.author_of()
    if author is None or (found.tier == "none" and asked is None):
        why = "no language model is set; name one under [model]" if author is None else "the guidance has nothing on that"
        return _nothing_sent(why)
    prompt = author.prompt(question_for(desk, asker, question, found, previous=before))
    parts: list[Part] = [
        say("**The system's text**"), Quote(prompt.system), say("**The question with what is handed over**"),
        Quote(prompt.question),
        say("**Tools that only read:** {tools}. What they give is masked and fenced alike.", tools=", ".join(prompt.tools))]
    return Reply(Card(
        text("This would be sent to {model} at {host}; nothing was sent", model=prompt.model, host=prompt.host),
        tuple(parts), footer=text("With --json: the request itself. The boundary is drawn anew for each question.")),
        {"model": prompt.model, "host": prompt.host, "request": dict(prompt.request)})


def _looked_up(desk: Desk, asker: Asker, question: str, before: str | None) -> _LookedUp:
    """Return what the guidance has, which figure is asked for, and what the team's data says to it.

    Where the data does not say, but a document of the team's own does, the question is for the guidance.
    """
    found, asked = desk.adviser.answer(question, before), data_question(question, before)
    if asked is None:
        return found, None, None
    from bot.coach.answers.data_answers import told_from_data

    told = told_from_data(desk, asker, asked)
    is_documented = found.tier == "strong" and any(each.origin == "team" for each in found.sources[:1])
    if told is not None and not told.is_known and is_documented:
        return found, None, None
    return found, asked, told


def _nothing_sent(why: str) -> Reply:
    return Reply(Card(text("Nothing would be sent: {why}", why=why)), {"request": None, "why": why})


def worded(question: str) -> str:
    """Return a question as one line. Raises UsageError where it has no words."""
    question = " ".join(question.split())[:LONGEST_QUESTION]
    if not any(letter.isalnum() for letter in question):
        raise UsageError("What is the question? Write it after ask, such as: ask how do we handle trolls")
    return question


def document(shown: Shown) -> dict[str, Any]:
    """Return an answer for scripts."""
    answer = shown.answer
    return {
        "tier": answer.tier, "by": answer.by, "answer": answer.answer,
        "sources": [_source(each) for each in answer.sources], "facts": list(answer.facts),
        "notice": shown.notice, "answer_id": shown.answer_id, "withheld": shown.withheld,
        "only_you": shown.is_private,
    }


@dataclass(frozen=True, slots=True)
class _Made:
    """An answer that was made: how it is shown, what was found for it, the question before it, what was written.

    `told`: what the team's data says to it, None where no figure answers it; `is_data`: whether it is about that data.
    """

    shown: Shown
    found: Answer
    previous: str | None
    written: Written | None = None
    told: Told | None = None
    is_data: bool = False


def _refused(desk: Desk, refusal: Refusal) -> Reply:
    """Return what is said where a question is none for the coach, the guidance that says why by its titles."""
    from bot.coach.titles import titles

    refusal = replace(refusal, rests_on=tuple(titles(desk, refusal.rests_on)))
    said = {"tier": "none", "by": "guidance", "answer": f"{refusal.words}\n{refusal.principle}", "sources": [], "facts": [],
            "notice": "", "answer_id": "", "out_of_scope": refusal.topic}
    return Reply(refusal_card(refusal), said)


def _silent(desk: Desk, asker: Asker, shown: Shown) -> Reply:
    """Return the refusal where the guidance is silent, and keep the question for the owner of the guidance."""
    from bot.coach.answers.rated_answers import note_refused

    note_refused(desk, shown.question)
    shown = replace(shown, has_buttons=asker.presses)
    return Reply(answer_card(shown), document(shown))


def _unknown(desk: Desk, asker: Asker, question: str, told: Told) -> Reply:
    """Return that the data does not say, and what to import."""
    words = "\n".join((*told.lines, plain(Text(told.more))))
    shown = Shown(Answer("none", "guidance", words, ()), question, desk.zone, has_buttons=asker.presses, told=told)
    return Reply(answer_card(shown), document(shown))


def _stand_in(desk: Desk, asker: Asker, made: _Made) -> Shown:
    """Return the answer that needs no model: what the team's data says, or the guidance quoted."""
    told, shown = made.told, made.shown
    if told is None:
        return _quoted(desk, made.found, shown.question)
    from bot.coach.answers.team_data import TeamReadings

    facts = tuple(each.document() for each in told.facts)
    reading = TeamReadings(desk, asker).beside(shown.question, made.previous)
    return replace(shown, answer=Answer("strong", "guidance", "\n".join(told.lines), (), facts), told=told,
                   readings=(reading,) if reading else ())


def _quoted(desk: Desk, found: Answer, question: str) -> Shown:
    """Return the quoted answer with the figures that belong to it."""
    answer = found
    if found.tier == "strong" and not found.facts and desk.records.rows("feeds"):
        # A team without data has no figures, and the first answer of a fresh start should not wait for them.
        from bot.coach.answers.own_facts import facts_for

        answer = replace(found, facts=facts_for(desk, question))
    return Shown(answer, question, desk.zone)


def _authored(desk: Desk, asker: Asker, author: Author, made: _Made, earlier: tuple[str, ...]) -> _Made:
    """Return what the author wrote, or the quoted answer with the reason why it stands in."""
    from bot.coach.answers.authoring import attempt, question_for

    found, words = made.found, made.shown.question
    tried = attempt(desk, author, question_for(desk, asker, words, found, earlier, made.previous))
    written = tried.written
    if written is None:
        return replace(made, shown=replace(_stand_in(desk, asker, made), notice=tried.why, may_help=tried.may_help))
    facts = _facts(written.readings)
    is_strong = bool(made.is_data and facts) or bool(written.sources and found.tier == "strong")
    answer = Answer("strong" if is_strong else "weak", "model", written.text, written.sources, facts)
    shown = replace(made.shown, answer=answer, notice=tried.why, may_help=tried.may_help, readings=written.readings,
                    withheld=written.withheld, invented=written.invented)
    return replace(made, shown=shown, written=written)


def _kept(desk: Desk, asker: Asker, made: _Made) -> Reply:
    """Keep an answer for its buttons, where somebody may press them, and return it."""
    shown = replace(made.shown, in_thread=bool(asker.thread), has_buttons=asker.presses, in_public=asker.in_public)
    if asker.person and asker.presses:
        shown = _with_id(desk, asker, replace(made, shown=shown))
    return Reply(answer_card(shown), document(shown), rest=rest_card(shown) if made.written else None)


def _with_id(desk: Desk, asker: Asker, made: _Made) -> Shown:
    """Keep an answer and return it with its id, or as it was where the store is busy."""
    from bot.coach.answers import evidence, kept_answers
    from bot.model.ids import new_id

    shown, answer = made.shown, made.shown.answer
    known = replace(shown, answer_id=new_id(desk.clock()))
    passages = made.written.passages if made.written else made.found.sources
    kept = kept_answers.Kept(
        answer_id=known.answer_id, question=shown.question, tier=answer.tier, by=answer.by, answer=answer.answer,
        next_step=shown.next_step, piece=_piece(answer, made.found), previous=made.previous,
        evidence=evidence.document(passages, answer.sources, shown.readings), card=replace(answer_card(known), buttons=()),
        is_private=shown.is_private, is_direct=asker.audience == "direct")
    return known if kept_answers.keep(desk, asker, kept) else shown


def _asked_before(desk: Desk, asker: Asker) -> str | None:
    """Return what somebody asked last in their thread."""
    if not asker.thread:
        return None
    from bot.coach.answers.threads import last_question

    return last_question(desk, asker)


def _told(desk: Desk, asker: Asker, question: str, reply: Reply) -> Reply:
    """Let a talk go on in its thread from this turn, without what the asker alone may see: others may read the next one."""
    if asker.thread:
        from bot.coach.answers import kept_answers
        from bot.coach.answers.threads import begin

        is_private = reply.document.get("only_you")
        begin(desk, asker, question, kept_answers.FOR_ONE if is_private else str(reply.document["answer"]))
    return reply


def _piece(answer: Answer, found: Answer) -> str:
    """Return the piece of guidance that an answer rests on most: what people think of it counts for that piece."""
    return next((each.id for each in (*answer.sources, *found.sources)), "")


def _facts(readings: Sequence[Reading]) -> tuple[dict[str, object], ...]:
    """Return the figures that the model was given or read, as scripts know them."""
    found = [_fact(each, reading) for reading in readings for each in reading.figures]
    return tuple(found[:_MOST_FACTS])


def _fact(each: Measured, reading: Reading) -> dict[str, object]:
    span = each.span or reading.span
    return {"name": each.metric, "value": each.value, "unit": each.unit, "about": dict(each.about),
            "n": reading.n if each.n is None else each.n, "as_of": reading.as_of,
            "window": {"from": span.since, "to": span.until} if span else None}


def _source(source: Source) -> dict[str, Any]:
    return {
        "id": source.id, "title": source.title, "section": source.section, "source": source.source,
        "source_id": source.source_id, "date": source.date, "passage": source.passage, "origin": source.origin,
    }
