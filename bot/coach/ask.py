"""A question's answer as card and document: the answer first, its sources, the team's own figures apart, a next step."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.coach.desk import Desk
from bot.errors import UsageError
from bot.model.answers import Answer, Source
from bot.model.card import Button, Card, Paragraph, Part, Quote, Text, quoted, say, text
from bot.model.command import Reply
from bot.model.words import count, shorten

LONGEST_QUESTION = 2000
"""Characters of a question that are read."""
_FIRST_LINE = 140
_PASSAGE_LETTERS = 300
_CARRIED_LETTERS = 60
"""Of a question, in a button: Discord allows 100 letters for the whole of it."""
_FOOTERS = {"guidance": "Quoted from the guidance, no AI used", "model": "Written by AI from these sources"}


def answer_reply(desk: Desk, question: str, previous: str | None = None) -> Reply:
    """Answer a question from the guidance. `previous`: the same person's message before it in a thread.

    Raises UsageError for a question without words.
    """
    question = " ".join(question.split())[:LONGEST_QUESTION]
    if not any(letter.isalnum() for letter in question):
        raise UsageError("What is the question? Write it after ask, such as: ask how do we handle trolls")
    answer = desk.adviser.answer(question, previous)
    if answer.tier == "strong" and not answer.facts and desk.records.rows("feeds"):
        # A team without data has no figures, and the first answer of a fresh start should not wait for them.
        from bot.coach.own_facts import facts_for

        answer = replace(answer, facts=facts_for(desk, question))
    if answer.tier == "none":
        from bot.coach.rated_answers import note_refused

        note_refused(desk, question)
    return Reply(answer_card(answer, question), document(answer))


def document(answer: Answer) -> dict[str, Any]:
    """Return an answer for scripts."""
    return {
        "tier": answer.tier, "by": answer.by, "answer": answer.answer,
        "sources": [_source(each) for each in answer.sources], "facts": list(answer.facts),
    }


def answer_card(answer: Answer, question: str) -> Card:
    """Return an answer's card. The guidance's words are values, never markup of ours."""
    if answer.tier == "none":
        first, *more = answer.answer.split("\n")
        return Card(quoted(first), tuple(say("{line}", line=line) for line in more if line.strip()),
                    (Button("Add guidance", "add-guidance", _asked(question)),))
    title, rest = _first(answer.answer)
    parts: list[Part] = [say("{line}", line=line) for line in rest]
    if answer.sources:
        parts += [say("**From the guidance**"), *(_cited(n, each) for n, each in enumerate(answer.sources, 1))]
    if answer.tier == "weak":
        parts += [Quote(shorten(each.passage, _PASSAGE_LETTERS), each.title) for each in answer.sources[:1]]
    if answer.facts:
        parts.append(say("**From your data**"))
        parts += [say("{fact}", fact=str(each.get("words") or each.get("name"))) for each in answer.facts]
    if answer.tier == "strong":
        parts.append(_next_step(answer))
    return Card(title, tuple(parts), _buttons(answer, question), text("{by}.", by=_FOOTERS[answer.by]))


def _first(words: str) -> tuple[Text, list[str]]:
    """Return the answer's first line as the title and what remains, so that no word stands twice."""
    first, *lines = [line for line in words.split("\n") if line.strip()] or [""]
    if len(first) <= _FIRST_LINE:
        return quoted(first), lines
    for place in range(len(first) - 1):
        if first[place] in ".?!" and first[place + 1] == " " and 20 <= place < _FIRST_LINE:
            return quoted(first[: place + 1]), [first[place + 2:], *lines]
    return text("What the guidance says"), [first, *lines]


def _cited(number: int, source: Source) -> Paragraph:
    where = f", {source.section}" if source.section and source.section != source.title else ""
    dated = f", {source.date}" if source.date else ""
    whose = "Your own guidance" if source.origin == "team" else source.source
    return say("[{n}] **{title}**{where}. __{whose}{dated}__", n=number, title=source.title, where=where, whose=whose,
               dated=dated)


def _source(source: Source) -> dict[str, Any]:
    return {
        "id": source.id, "title": source.title, "section": source.section, "source": source.source,
        "source_id": source.source_id, "date": source.date, "passage": source.passage, "origin": source.origin,
    }


def _next_step(answer: Answer) -> Paragraph:
    waits = next((int(str(each["value"])) for each in answer.facts if each.get("name") == "comments waiting"), 0)
    if waits:
        return say("**Next step:** take those who wait first ({waiting}); **comments** lists them in order.",
                   waiting=count(waits, "comment"))
    return say("**Next step:** choose one thing of this and promise it: **commit ... by Friday 15:00**.")


def _buttons(answer: Answer, question: str) -> tuple[Button, ...]:
    best = answer.sources[0].id if answer.sources else ""
    found = (Button("Helpful", "helpful", best), Button("Not helpful", "not-helpful", best),
             Button("Ask on", "ask-on", _asked(question)))
    return found if answer.tier == "strong" else (*found, Button("Add guidance", "add-guidance", _asked(question)))


def _asked(question: str) -> str:
    """Return a question as it travels with a button: short enough for every front, and without its separator."""
    return shorten(question.replace(":", " "), _CARRIED_LETTERS)
