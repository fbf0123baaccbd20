"""The team answered an attack again and again, and kept it alive.

Looks at the threads in which a hostile comment stands and the team's answers to it within the last
`window_days`: those that hang under the attack itself, or in its thread after it. Fires for each thread with
`answers` of them or more; one answer, or two, may have been needed. A complaint that could be put right is no
attack and never counts here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.model.facts import Comment
from bot.model.rule import Case, Example, Row, Rule, Setting, View
from bot.model.words import age, count
from bot.rules._comments import COMMENTS_AS_OF, comment_ref

DETECT = f"""
select h.network, h.post_id, h.comment_id, h.parent_id, h.permalink, h.text, h.created_at,
  o.comment_id as answer_id, o.parent_id as answer_parent_id, o.created_at as answer_at, {COMMENTS_AS_OF} as as_of
from comments as o
inner join comments as h
  on h.team_id = o.team_id
  and h.network = o.network
  and h.comment_id = o.parent_id
  and h.direction = 'in'
  and h.label = 'hostile'
  and h.created_at <= o.created_at
where o.team_id = :team_id
  and o.direction = 'out'
  and o.created_at >= :window_days_ago
  and o.created_at <= :now
union all
select h.network, h.post_id, h.comment_id, h.parent_id, h.permalink, h.text, h.created_at,
  o.comment_id, o.parent_id, o.created_at, {COMMENTS_AS_OF}
from comments as o
inner join comments as h
  on h.team_id = o.team_id
  and h.network = o.network
  and h.parent_id = o.parent_id
  and h.direction = 'in'
  and h.label = 'hostile'
  and h.created_at <= o.created_at
where o.team_id = :team_id
  and o.direction = 'out'
  and o.created_at >= :window_days_ago
  and o.created_at <= :now
order by 7, 1, 3, 10, 8
"""


def refine(rows: Sequence[Row], view: View) -> Iterable[Case]:
    """Return a case for each hostile thread with several answers, the most answered first."""
    found = [each for each in threads(rows) if len({row["answer_id"] for row in each}) >= view.settings["answers"]]
    for each in sorted(found, key=lambda rows: -len({row["answer_id"] for row in rows})):
        answers = sorted({(row["answer_at"], row["answer_id"]) for row in each})
        first = each[0]
        yield Case(
            subject=(comment_ref(first),), words=first["text"], url=first["permalink"],
            facts={"n": len(answers), "answers": count(len(answers), "answer"), "network": first["network"],
                   "window": count(int(view.settings["window_days"]), "day"), "as_of": first["as_of"],
                   "attacks": count(len({row["comment_id"] for row in each}), "hostile comment"),
                   "last": age(answers[-1][0], view.now)},
        )


def threads(rows: Sequence[Row]) -> list[list[Row]]:
    """Return rows by thread, the first attack of each on top: what hangs under one comment belongs together."""
    above: dict[tuple[str, str], tuple[str, str]] = {}

    def top(key: tuple[str, str]) -> tuple[str, str]:
        while above.setdefault(key, key) != key:
            key = above[key]
        return key

    for row in rows:
        for child, parent in ((row["comment_id"], row["parent_id"]), (row["answer_id"], row["answer_parent_id"])):
            if parent:
                above[top((row["network"], child))] = top((row["network"], parent))
    grouped: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        grouped.setdefault(top((row["network"], row["comment_id"])), []).append(row)
    return list(grouped.values())


def _thread(answers: int) -> tuple[Comment, ...]:
    """Return an attack and so many answers of the team's."""
    return (
        Comment("instagram", "c1", "p1", "2026-03-02T08:00:00Z", "You people are idiots"),
        *(Comment("instagram", f"r{number}", "p1", f"2026-03-02T{9 + number:02d}:00:00Z", "That is not so.",
                  parent_id="c1", from_team=True) for number in range(answers)),
    )


RULE = Rule(
    detect=DETECT,
    refine=refine,
    title="Stop feeding one thread: {answers} to {attacks} on {network}",
    ask="The last answer was {last} ago. Every further one shows the attack to more people.",
    next_step="Leave it, hide it or block the writer; give the time to somebody who asked a question.",
    commitment="Leave the hostile thread on {network} without another answer",
    measured_by="word",
    closed_by="No further answer of the team's in that thread.",
    rests_on=("trolls", "not-every-comment"),
    settings={
        "window_days": Setting(14, "days", "how far back the team's answers are looked at"),
        "answers": Setting(3, "count", "how many answers in one thread are too many"),
    },
    fires_on=Example(now="2026-03-04T09:30:00Z", facts=_thread(3), feeds={"comments": "2026-03-04T08:00:00Z"}),
    silent_on=Example(now="2026-03-04T09:30:00Z", facts=_thread(2), feeds={"comments": "2026-03-04T08:00:00Z"}),
    severity=2,
    slot="nudge",
    effort_minutes=2,
)
