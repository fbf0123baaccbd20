"""A goal is set against another account instead of the team's own business.

Reads the words of the objectives that have not ended and of the open commitments that the whole team may see.
Fires where they compare (beat, overtake, more than, catch up with ...) and name somebody else: a handle, a
rival, a competitor. A goal compared with the team's own past names nobody and is fine. What only one person
may see is never read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.model.rule import Case, Example, Ref, Row, Rule, Setting, View
from bot.model.words import shorten

DETECT = """
select 'objective' as kind, o.objective_id as id, o.metric as words, o.made_at
from objectives as o
where o.team_id = :team_id
  and (o.ended_at is null or o.ended_at > :now)
  and o.ends_on >= :grace_days_ago
union all
select 'commitment', c.commitment_id, c.what, c.made_at
from commitments as c
where c.team_id = :team_id
  and c.closed_at is null
  and c.seen_by = 'team'
  and c.made_at <= :now
order by 4, 2
"""
_COMPARES = re.compile(
    r"\b(beat|overtake|outdo|outgrow|outperform|surpass|exceed|than|ahead of|catch up|versus|vs|bigger|faster|more)\b",
    re.IGNORECASE,
)
_SOMEBODY_ELSE = re.compile(r"(?<!\w)@\w{2,}|\b(rivals?|competitors?|competition)\b", re.IGNORECASE)


def refine(rows: Sequence[Row], view: View) -> Iterable[Case]:
    """Return a case for each goal that is set against somebody else."""
    for row in rows:
        if _COMPARES.search(row["words"]) and _SOMEBODY_ELSE.search(row["words"]):
            yield Case(
                subject=(Ref(row["kind"], "", row["id"]),), words=row["words"],
                facts={"n": len(rows), "window": "today",
                       "as_of": view.now, "goal": shorten(row["words"], 80), "kind": row["kind"]},
            )


RULE = Rule(
    detect=DETECT,
    refine=refine,
    title="Set a goal of your own: the {kind} “{goal}” is measured on somebody else",
    ask="You see neither their budget nor their results, so it cannot show what your own work brings.",
    next_step="Say what you would gain from it, such as leads, and set that with a target and a date.",
    commitment="Replace a goal against another account with one of our own",
    measured_by="word",
    closed_by="The goal ended, and one with a metric of the team's own in its place.",
    rests_on=("not-a-competition", "set-objectives"),
    settings={
        "grace_days": Setting(2, "days", "how far back a goal may have ended and still be read, for the zones' sake"),
    },
    fires_on=Example(
        now="2026-03-04T09:30:00Z", objectives=({"metric": "more followers than @otherbakery", "target": 5000},),
    ),
    silent_on=Example(
        now="2026-03-04T09:30:00Z", objectives=({"metric": "more leads than last quarter", "target": 50},),
    ),
    severity=2,
    slot="nudge",
    counts=("open goal", "open goals"),
    effort_minutes=10,
)
