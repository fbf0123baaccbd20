"""Why this?: the rule behind a card, its thresholds, its data and guidance, how it was chosen and how to mute it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.coach.desk import Desk
from bot.coach.nudges.nudging import Weight
from bot.coach.posted.cards import Kept
from bot.coach.titles import titles
from bot.model.card import Button, Card, Fields, Part, Value, say, text
from bot.model.rule import NamedRule, Unit
from bot.model.words import amount, count, day_and_time, percent


def why(desk: Desk, kept: Kept) -> Card:
    """Return the card that explains a posted card. Everything stands as it was when the card was chosen."""
    title = text("Why this? The rule {rule} saw it", rule=kept.rule)
    named = desk.rules.get(kept.rule)
    if named is None or not kept.told:
        return Card(title, (say("It is not one of the rules that look at your data, so there is nothing to reckon."),))
    parts: list[Part] = [
        say("{manual}", manual=first_paragraph(named)),
        say("{ask}", ask=kept.told["ask"]),
        Fields(tuple(_facts(kept))),
        say("**Thresholds**"),
        Fields(tuple(thresholds(named, kept.told["settings"]))),
        say("Rests on: {titles}", titles="; ".join(titles(desk, kept.told["rests_on"]))),
        _chosen(kept.told["weight"], kept.told.get("slot")),
        say("To stop it, press Mute this rule, or see every setting with: nudges explain {rule}", rule=kept.rule),
    ]
    return Card(title, tuple(parts), (Button("Mute this rule", "mute", kept.card_id),))


def thresholds(named: NamedRule, settings: Mapping[str, float]) -> list[tuple[str, Value]]:
    """Return a rule's settings, each with its unit and what it decides."""
    return [(quantity(settings.get(name, setting.default), setting.unit), setting.why)
            for name, setting in named.rule.settings.items()]


def quantity(value: float, unit: Unit) -> str:
    """Return a setting's value with its unit.

    >>> quantity(14, "days"), quantity(0.3, "share"), quantity(1.5, "ratio"), quantity(1, "people")
    ('14 days', '30%', '1.5 times', '1 person')
    """
    number = int(value) if value == int(value) else value
    match unit:
        case "days" | "hours":
            return count(number, unit[:-1]) if isinstance(number, int) else f"{number:g} {unit}"
        case "people":
            return count(number, "person", "people") if isinstance(number, int) else f"{number:g} people"
        case "share":
            return f"{value * 100:g}%"
        case "ratio":
            return f"{value:g} times"
        case _:
            return f"{number:,}"


def first_paragraph(named: NamedRule) -> str:
    """Return the first sentence block of a rule's manual on one line."""
    return " ".join(named.manual.split("\n\n")[0].replace("`", "'").split())


def _facts(kept: Kept) -> list[tuple[str, Value]]:
    facts = kept.told["facts"]
    as_of = facts.get("as_of")
    moment = day_and_time(as_of, kept.zone) if isinstance(as_of, str) and len(as_of) == 20 else "not stated"
    counted = str(kept.told.get("counted") or count(int(facts.get("n", 0)), "case"))
    return [("Window", facts.get("window", "not stated")), ("Looked at", counted), ("Data as of", moment)]


def _chosen(told: Mapping[str, Any], slot: Mapping[str, str] | None) -> Part:
    """Say how a finding was weighed. Cards kept before slots were noted say nothing of theirs."""
    weight = Weight(**told)
    cards = weight.acted + weight.passed_over
    history = f"you acted on {weight.acted} of {count(cards, 'earlier card')}" if cards else "no earlier card to judge by"
    return say(
        "Chosen because it weighed most{among}: {value}. That is severity {severity} of 3, times {stake} for {leads} "
        "expected leads at stake, times {chance}, the chance that you act on it. The chance begins at one in two and moves "
        "with what you act on: {history}. It is the mean of a Beta distribution.",
        among=_among(slot), severity=weight.severity, stake=amount(1 + weight.stake), leads=amount(weight.stake),
        chance=percent(weight.chance), history=history, value=amount(weight.value))


def _among(slot: Mapping[str, str] | None) -> str:
    """Return among what a finding was chosen: a slot takes what is made for it first."""
    if not slot:
        return ""
    if slot["kind"] == slot["made_for"]:
        return f" of what is made for the {slot['kind']}"
    return f", as nothing made for the {slot['kind']} was there"
