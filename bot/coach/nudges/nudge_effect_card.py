"""The report on what nudging did, as a card for people and a document for scripts."""

from __future__ import annotations

from typing import Any

from bot.coach.desk import Desk
from bot.coach.nudges.nudge_effect import ENDS, LEAST, NARROW, WITHIN_DAYS, Effect, Report
from bot.model.card import Button, Card, Item, Items, Part, Text, say, text
from bot.model.rule import in_words
from bot.model.times import local
from bot.model.words import count, period, share

STOPS_AT_MOST = 3
"""So many rules are offered to be stopped at a time."""
_VERDICTS = {
    "helps": "more is done where it speaks", "no gain": "no more is done where it speaks than where it is silent",
    "hardly any difference": "what is done hardly differs, whether it speaks or not", "open": "can't tell yet",
}


def report_card(desk: Desk, report: Report) -> Card:
    """Return the report for people: all rules together first, then each, and a way to stop those that change nothing."""
    first, last = (local(each, desk.zone).date().isoformat() for each in (report.since, report.until))
    window = period(first, last)
    if not report.rules:
        return Card(text("No nudge was chosen from {window}", window=window), (say(
            "Nothing was said, so there is nothing to compare. **nudges preview** shows what would have come."),))
    ends = [rule for rule, effect in report.rules.items() if effect.verdict in ENDS and rule in report.last_card]
    items = tuple(Item(_named(rule, effect), why=_verdict(effect)) for rule, effect in report.rules.items())
    parts: list[Part] = [Items(items)]
    parts += _how_it_is_reckoned(report) if report.overall.held_out else [_how_to_learn(desk)]
    if ends:
        parts.append(say("To stop a rule, press its button; to keep it, do nothing."))
    buttons = tuple(Button(f"Stop this rule: {in_words(rule)}", "mute", report.last_card[rule])
                    for rule in ends[:STOPS_AT_MOST])
    return Card(_title(report.overall), tuple(parts), buttons, text("{window}", window=window))


def document(desk: Desk, report: Report) -> dict[str, Any]:
    """Return the report for scripts: shares, differences and bounds from 0 to 1 (0.1 is 10 points), None if unknown."""
    return {
        "window": {"from": report.since, "to": report.until},
        "within_days": WITHIN_DAYS,
        "least": LEAST,
        "narrow": NARROW,
        "hold_out_share": desk.settings.nudges.hold_out_share,
        "not_seen_yet": report.unseen,
        "overall": _values(report.overall),
        "rules": [{"rule": rule, **_values(effect)} for rule, effect in report.rules.items()],
    }


def _values(effect: Effect) -> dict[str, Any]:
    low, high = effect.bounds or (None, None)
    return {
        "said": {"n": effect.said, "acted_on": effect.acted_on, "seen": effect.said_seen, "done": effect.said_done},
        "held_out": {"n": effect.held_out, "seen": effect.held_out_seen, "done": effect.held_out_done},
        "difference": effect.difference, "low": low, "high": high, "verdict": effect.verdict,
        "offer": "stop or keep" if effect.verdict in ENDS else None,
    }


def _title(effect: Effect) -> Text:
    """Return the report's first line: the difference where it can be told, else what is known."""
    if not effect.held_out:
        return text("Of {said}, {share} {were} acted on; what would have been done without {them} is not known",
                    said=count(effect.said, "nudge"), share=share(effect.acted_on, effect.said),
                    were="was" if effect.said == 1 else "were", them="it" if effect.said == 1 else "them")
    if effect.bounds is None:
        return text("Can't tell yet whether nudging helps: of {said} said and {held} held back the end is known, "
                    "{least} of each are needed", said=effect.said_seen, held=effect.held_out_seen, least=LEAST)
    words = {"helps": "Nudging helps", "no gain": "Nudging gains nothing", "open": "Can't tell yet whether nudging helps",
             "hardly any difference": "Nudging makes hardly any difference"}[effect.verdict]
    return text("{words}: {points} in what is done", words=words, points=_points(effect))


def _named(rule: str, effect: Effect) -> Text:
    """Return both sides of a rule in words; without the other side, what was said and acted on."""
    if not effect.held_out:
        return text("**{rule}**: said {said}, acted on {acted}", rule=_called(rule), said=count(effect.said, "time"),
                    acted=share(effect.acted_on, effect.said))
    return text("**{rule}**: said {said}, done {done}; held back {held}, done {held_done}", rule=_called(rule),
                said=count(effect.said, "time"), held=count(effect.held_out, "time"),
                done=share(effect.said_done, effect.said_seen),
                held_done=share(effect.held_out_done, effect.held_out_seen))


def _called(rule: str) -> str:
    words = in_words(rule)
    return words[:1].upper() + words[1:]


def _verdict(effect: Effect) -> Text | None:
    if not effect.held_out:
        return None
    acted = f"People acted on {share(effect.acted_on, effect.said)}. " if effect.said else ""
    if effect.bounds is None:
        return text("{acted}Can't tell yet: {least} of each side are needed", acted=acted, least=LEAST)
    words = _VERDICTS[effect.verdict]
    return text("{acted}{points}: {words}", acted=acted, points=_points(effect), words=words)


def _points(effect: Effect) -> str:
    """Return a difference in points with its interval, such as `+18 points (+3 to +33)`."""
    low, high = effect.bounds or (0.0, 0.0)
    return f"{100 * (effect.difference or 0.0):+.0f} points ({100 * low:+.0f} to {100 * high:+.0f})"


def _how_it_is_reckoned(report: Report) -> list[Part]:
    parts: list[Part] = [say(
        "Done: within {days} the data shows your reply to a comment it named, or the rule does not see it any more. "
        "Points are the difference with its 95% interval (Newcombe); what people pressed counts on neither side.",
        days=count(WITHIN_DAYS, "day"))]
    if report.unseen:
        parts.append(say("What became of {n} the data cannot show, or not yet.", n=count(report.unseen, "nudge")))
    return parts


def _how_to_learn(desk: Desk) -> Part:
    if desk.settings.nudges.hold_out_share > 0:
        return say("Chance holds back {share} of all nudges, and none so far: there is nothing to compare yet.",
                   share=f"{100 * desk.settings.nudges.hold_out_share:g}%")
    return say("To learn whether nudging helps you, let chance hold some back: set **hold_out_share = 0.1** under "
               "**[nudges]** in the configuration. One nudge in ten then stays unsaid, and what is done can be compared.")
