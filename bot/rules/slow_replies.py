"""Answers come, but too late for the people who asked.

Looks at the comments of the last `window_days` that needed an answer and got one. Complaints and buying
signals are due within `urgent_hours` business hours (weekdays, `opens_hour` to `closes_hour` on the team's
clock), questions within `question_hours` plain hours. Fires when so many of at least `min_answers` answers
came late that a team with no more than `late_share` of them late would look so with a chance of `chance` or
less (binomial). Comments without any answer are left to another rule. Says "can't tell" when most of too few
answers were late, or when the newest comments are older than `fresh_days`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.model.facts import Comment
from bot.model.rule import Case, Example, Row, Rule, Setting, View
from bot.model.statistics import binomial_at_least, median
from bot.model.times import from_text
from bot.model.words import count, share, span
from bot.rules._accounts import chance
from bot.rules._comments import COMMENTS_AS_OF, comment_ref, stale_reason, still_to_ask, waiting_item

DETECT = f"""
select c.network, c.comment_id, c.permalink, c.text, c.label, c.created_at, c.answered_at, {COMMENTS_AS_OF} as as_of
from comments as c
where c.team_id = :team_id
  and c.direction = 'in'
  and c.created_at >= :window_days_ago
  and c.created_at <= :now
  and c.label in ('question', 'buying signal', 'complaint')
  and c.answered_at <= :now
  and c.answered_at >= c.created_at
order by c.created_at, c.network, c.comment_id
"""


def refine(rows: Sequence[Row], view: View) -> Iterable[Case]:
    """Return one case when answers are late by more than chance, or when too few of them let nobody know."""
    late = [row for row, waited in zip(rows, map(_waited, rows), strict=True) if _is_late(row, waited, view)]
    if not late:
        return
    risk = binomial_at_least(len(late), len(rows), view.settings["late_share"])
    facts = {"n": len(rows), "window": count(int(view.settings["window_days"]), "day"), "as_of": rows[0]["as_of"]}
    too_few = len(rows) < view.settings["min_answers"]
    stale = stale_reason(rows[0]["as_of"], view)
    if too_few and 2 * len(late) > len(rows):
        why = f"{len(late)} of only {count(len(rows), 'answer')} came late"
    elif stale and risk <= view.settings["chance"]:
        why = stale
    elif not too_few and risk <= view.settings["chance"]:
        if still_to_ask(late, view):
            yield _fired(rows, late, {**facts, "chance": chance(risk), "chance_of_so_many": risk}, view)
        return
    else:
        return
    yield Case(subject=tuple(comment_ref(row) for row in late), verdict="cant-tell", reason=why,
               facts={**facts, "next_step": "Import the newest comments with the team's replies."})


def _fired(rows: Sequence[Row], late: Sequence[Row], facts: dict[str, object], view: View) -> Case:
    slowest = sorted(still_to_ask(late, view), key=_waited, reverse=True)[: max(1, int(view.settings["items"]))]
    middle = median([_waited(row).total_seconds() for row in rows])
    return Case(
        subject=tuple(comment_ref(row) for row in slowest),
        facts={**facts, "late": share(len(late), len(rows)), "late_answers": len(late),
               "answers": count(len(rows), "answer"), "median": span(timedelta(seconds=middle)),
               "median_hours": middle / 3600},
        items=tuple(waiting_item(row, view, "{label} on {network}, after {waited}", waited=span(_waited(row)))
                    for row in slowest),
    )


def _waited(row: Row) -> timedelta:
    return from_text(row["answered_at"]) - from_text(row["created_at"])


def _is_late(row: Row, waited: timedelta, view: View) -> bool:
    if row["label"] == "question":
        return waited > timedelta(hours=view.settings["question_hours"])
    if waited <= timedelta(hours=view.settings["urgent_hours"]):
        return False
    return _business_time(row, view) > timedelta(hours=view.settings["urgent_hours"])


def _business_time(row: Row, view: View) -> timedelta:
    """Return how much of a comment's wait fell into business hours; never much more than it takes to be late."""
    zone = ZoneInfo(view.zone)
    start, end = (from_text(row[name]).astimezone(zone) for name in ("created_at", "answered_at"))
    total, day = timedelta(), start.date()
    while day <= end.date() and total <= timedelta(hours=view.settings["urgent_hours"]):
        if day.weekday() < 5:
            midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
            opens, closes = (midnight + timedelta(hours=view.settings[name]) for name in ("opens_hour", "closes_hour"))
            total += max(timedelta(), min(closes, end) - max(opens, start))
        day += timedelta(days=1)
    return total


def _asked(answered_at: str) -> tuple[Comment, ...]:
    """Return eight questions about a price, asked on a Monday morning, all answered at one moment."""
    return tuple(
        Comment("instagram", f"c{number}", f"p{number}", "2026-02-23T09:00:00Z", "How much is the rye loaf?",
                answered_at=answered_at)
        for number in range(8)
    )


RULE = Rule(
    detect=DETECT,
    refine=refine,
    title="Answer sooner: {late} came late, half took {median} or longer",
    ask="These are the {n} comments of {window} that asked, complained or wanted to buy, and got an answer.",
    next_step="Fix two times a day at which somebody answers, the first at opening.",
    commitment="Answer comments at two fixed times every working day",
    measured_by="answers",
    closed_by="Answers within the target, in later imports of comments.",
    rests_on=("listen-and-ask", "answer-comments"),
    settings={
        "window_days": Setting(28, "days", "how far back comments are looked at"),
        "fresh_days": Setting(8, "days", "how old the newest import of comments may be"),
        "urgent_hours": Setting(4, "hours", "business hours within which complaints and buying signals are due"),
        "question_hours": Setting(24, "hours", "hours within which questions are due"),
        "opens_hour": Setting(9, "hours", "the hour of the day at which business begins"),
        "closes_hour": Setting(17, "hours", "the hour of the day at which business ends"),
        "min_answers": Setting(8, "count", "how many answers there must be"),
        "late_share": Setting(0.25, "share", "the share of late answers that is still fine"),
        "chance": Setting(0.05, "share", "the highest chance of so many late ones that still counts as a finding"),
        "items": Setting(5, "count", "how many of the slowest are shown"),
    },
    fires_on=Example(
        now="2026-03-04T09:30:00Z", facts=_asked("2026-02-25T09:00:00Z"), feeds={"comments": "2026-03-04T08:00:00Z"},
    ),
    silent_on=Example(
        now="2026-03-04T09:30:00Z", facts=_asked("2026-02-23T13:00:00Z"), feeds={"comments": "2026-03-04T08:00:00Z"},
    ),
    severity=2,
    slot="audit",
    counts=("answer", "answers"),
    effort_minutes=10,
)
