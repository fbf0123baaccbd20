"""Explain a rule: what it sees, its settings, its words and what it rests on."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from bot.coach.commitments.suggestions import rules
from bot.coach.desk import Desk
from bot.coach.figures.findings import settings_of
from bot.coach.nudges.why import quantity
from bot.coach.titles import titles
from bot.errors import UsageError
from bot.model.card import Card, Fields, Part, say, text
from bot.model.command import Asker, Command, Parameter, Reply
from bot.model.facts import Fact
from bot.model.rule import Example, NamedRule
from bot.model.words import count, day_and_time

FACTS_SHOWN = 6
_MEASURES = {
    "answers": "the team's own answers, seen in the data",
    "leads": "leads that the data ties to the post",
    "posts": "posts that the data shows",
    "word": "the word of whoever promised it",
}


def run(desk: Desk, _asker: Asker, rule: str) -> Reply:
    """Explain a rule. Raises UsageError with the nearest names for one that is not there."""
    key = rule.strip().lower().replace("_", "-").replace(" ", "-")
    if key not in desk.rules:
        near = difflib.get_close_matches(key, list(desk.rules), n=3, cutoff=0.4)
        hint = f"the nearest {'is' if len(near) == 1 else 'are'}" if near else "the rules are"
        raise UsageError(f"There is no rule {rule!r}; {hint} {', '.join(near or sorted(desk.rules))}.")
    document = _document(desk, desk.rules[key])
    return Reply(_card(document), document)


def _document(desk: Desk, named: NamedRule) -> dict[str, Any]:
    rule, now = named.rule, settings_of(desk, named)
    return {
        "rule": named.key,
        "manual": named.manual,
        "slot": rule.slot,
        "severity": rule.severity,
        "effort_minutes": rule.effort_minutes,
        "settings": [
            {"name": name, "value": now[name], "default": setting.default, "unit": setting.unit, "why": setting.why}
            for name, setting in rule.settings.items()
        ],
        "wording": {"title": rule.title, "ask": rule.ask, "next_step": rule.next_step},
        "rests_on": [{"id": each, "title": title}
                     for each, title in zip(rule.rests_on, titles(desk, rule.rests_on), strict=True)],
        "commitment": rule.commitment,
        "measured_by": rule.measured_by,
        "closed_by": rule.closed_by,
        "example": _example(rule.fires_on),
        "near_miss": _example(rule.silent_on),
    }


def _example(example: Example) -> dict[str, Any]:
    return {"now": example.now, "facts": [_fact(fact) for fact in example.facts], "feeds": dict(example.feeds),
            "objectives": [dict(each) for each in example.objectives]}


def _fact(fact: Fact) -> dict[str, Any]:
    """Return a fact as a mapping: its kind, and what differs from the defaults of its kind."""
    values = {each.name: getattr(fact, each.name) for each in fields(fact) if getattr(fact, each.name) != each.default}
    return {"is": type(fact).__name__.lower(), **{name: value for name, value in values.items() if value is not None}}


def _card(document: Mapping[str, Any]) -> Card:
    wording = document["wording"]
    manual = document["manual"].replace("`", "'").split("\n\n")
    parts: list[Part] = [say("{paragraph}", paragraph=" ".join(each.split())) for each in manual]
    if document["settings"]:
        parts += [say("**Settings**, each in [rules.{rule}] of the configuration", rule=document["rule"]),
                  Fields(tuple((each["name"], _setting(each)) for each in document["settings"]))]
    parts += [
        say("**Words**"),
        Fields((("First line", wording["title"]), ("Ask", wording["ask"]), ("Next step", wording["next_step"]))),
        say("**Rests on:** {titles}", titles="; ".join(each["title"] for each in document["rests_on"])),
        say("**Commitment:** {commitment}, measured by {measure}", commitment=document["commitment"],
            measure=_MEASURES[document["measured_by"]]),
        say("**Closed by:** {closed_by}", closed_by=document["closed_by"]),
        *_case("Speaks here", document["example"]),
        *_case("Silent here", document["near_miss"]),
    ]
    return Card(text("The rule {rule}: severity {severity} of 3, in the {slot} slot", rule=document["rule"],
                     severity=document["severity"], slot=document["slot"]), tuple(parts))


def _setting(each: Mapping[str, Any]) -> str:
    value, default = quantity(each["value"], each["unit"]), quantity(each["default"], each["unit"])
    own = "" if value == default else f" (default {default})"
    return f"{value}{own}: {each['why']}"


def _case(name: str, example: Mapping[str, Any]) -> list[Part]:
    """Return an example as fields: the first facts, and how many more there are."""
    facts = example["facts"]
    rows = tuple((str(number), _line(fact)) for number, fact in enumerate(facts[:FACTS_SHOWN], 1))
    feeds = tuple((f"Import of {feed}", day_and_time(as_of, "UTC")) for feed, as_of in example["feeds"].items())
    more = len(facts) - len(rows)
    rest = f", and {count(more, 'fact')} more" if more > 0 else ""
    head = say("**{name}**, seen from {now} UTC{rest}", name=name, now=day_and_time(example["now"], "UTC"), rest=rest)
    return [head, Fields((*rows, *feeds))] if rows or feeds else [head]


def _line(fact: Mapping[str, Any]) -> str:
    values = ", ".join(f"{name} {value}" for name, value in fact.items() if name != "is")
    return f"{fact['is']}: {values}"


COMMAND = Command(
    run=run,
    parameters=(Parameter("rule", "the rule's name", required=True, rest=True, suggest=rules),),
    examples=("nudges explain unanswered-comments",),
)
