"""What an answer rests on, as a plain document that is kept and as a card for the one who asked: passages and figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.coach.answers.answer_card import window_line
from bot.coach.figures.figures import shown
from bot.model.answers import Source
from bot.model.card import Card, Item, Items, Part, Quote, say, text
from bot.model.measured import Measured, Piece, Reading
from bot.model.words import count, shorten

_PASSAGE_LETTERS = 600
_THING_LETTERS = 160
_MOST_FIGURES = 24
_MOST_THINGS = 5


def document(passages: Sequence[Source], cited: Sequence[Source], readings: Sequence[Reading]) -> dict[str, Any]:
    """Return what an answer rests on as a document; `cited` are those of the passages that it names."""
    return {
        "passages": [{"id": each.id, "title": each.title, "section": each.section, "source": each.source,
                      "date": each.date, "passage": shorten(each.passage, _PASSAGE_LETTERS), "origin": each.origin,
                      "cited": each in cited} for each in passages],
        "readings": [_reading(each) for each in readings],
    }


def card(evidence: Mapping[str, Any], question: str, zone: str) -> Card:
    """Return the evidence of an answer as a card. Somebody else's words stand as quotes."""
    passages, readings = evidence["passages"], evidence["readings"]
    parts: list[Part] = [say("You asked: {question}", question=shorten(question, _THING_LETTERS))]
    for each in passages:
        used = "" if each["cited"] else ", not named in the answer"
        whose = "your own guidance" if each["origin"] == "team" else each["source"]
        parts.append(Quote(each["passage"], f"{each['title']}, {whose}{used}"))
    for each in readings:
        parts += _parts(each, zone)
    if not readings:
        parts.append(say("No figures of yours were read for it."))
    return Card(text("What the answer rests on: {passages}, {readings}", passages=count(len(passages), "passage"),
                     readings=count(len(readings), "look at your data", "looks at your data")), tuple(parts))


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "of": reading.of, "window": reading.span.name if reading.span else "", "n": reading.n, "as_of": reading.as_of,
        "note": reading.note, "figures": [_figure(each) for each in reading.figures[:_MOST_FIGURES]],
        "things": [_thing(each) for each in reading.pieces[:_MOST_THINGS]],
    }


def _figure(each: Measured) -> dict[str, Any]:
    said = {"what": each.metric, "value": each.value, "unit": each.unit, "about": dict(each.about)}
    return said | ({"window": each.span.name} if each.span else {}) | ({"n": each.n} if each.n is not None else {})


def _thing(each: Piece) -> dict[str, Any]:
    return {"kind": each.kind, "text": shorten(each.text, _THING_LETTERS), "link": each.link,
            "figures": [_figure(figure) for figure in each.figures]}


def _parts(reading: Mapping[str, Any], zone: str) -> list[Part]:
    line = window_line(reading["window"], reading["n"], reading["as_of"], zone)
    parts: list[Part] = [say("**{of}**: {line}", of=(reading["of"] or "figures").capitalize(), line=line)]
    figures = [_words(each) for each in reading["figures"]]
    parts += [say("{figures}", figures="; ".join(figures))] if figures else []
    things = [each for each in reading["things"] if each["text"]]
    if things:
        parts.append(Items(tuple(_item(each) for each in things)))
    return [*parts, *([say("__{note}__", note=reading["note"])] if reading["note"] else [])]


def _words(figure: Mapping[str, Any]) -> str:
    about = [f"{name} {value}" for name, value in figure["about"].items() if name not in ("post", "objective")]
    narrowed = f" ({', '.join(about)})" if about else ""
    window = f", {figure['window']}" if "window" in figure else ""
    return f"{figure['what']}{narrowed}{window}: {shown(figure['value'], figure['unit'])}"


def _item(thing: Mapping[str, Any]) -> Item:
    figures = "; ".join(_words({**each, "about": {}}) for each in thing["figures"])
    return Item(text("{kind}", kind=thing["kind"].capitalize()), thing["text"],
                text("{figures}", figures=figures) if figures else None, thing["link"] or None)
