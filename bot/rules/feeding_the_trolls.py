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
with recursive asked as (
  select distinct coalesce(o.network, '') as network, o.parent_id
  from comments as o
  where o.team_id = :team_id
    and o.direction = 'out'
    and o.created_at >= :window_days_ago
    and o.created_at <= :now
    and o.parent_id is not null
),
attacks as (
  select d.network, d.parent_id as under, h.comment_id, h.parent_id, h.created_at
  from asked as d
  cross join comments as h
  where h.team_id = :team_id and h.network = d.network and h.comment_id = d.parent_id
    and h.direction = 'in' and h.label = 'hostile'
  union all
  select d.network, d.parent_id, h.comment_id, h.parent_id, h.created_at
  from asked as d
  cross join comments as h
  where h.team_id = :team_id and h.network = d.network and h.parent_id = d.parent_id
    and h.direction = 'in' and h.label = 'hostile'
),
fed as (
  select o.network, o.parent_id as under, o.comment_id, o.created_at
  from (
    select network, under, min(created_at) as first_at from attacks group by network, under
  ) as b
  cross join comments as o
  where o.team_id = :team_id
    and o.network = b.network
    and o.parent_id = b.under
    and o.direction = 'out'
    and coalesce(o.created_at, '') >= b.first_at
    and coalesce(o.created_at, '') >= :window_days_ago
    and coalesce(o.created_at, '') <= :now
),
fights as (
  select network, under, count(*) as answers, max(created_at) as last_at from fed group by network, under
),
hits as (
  select f.network, f.under, x.comment_id, x.parent_id, x.created_at
  from fights as f
  inner join attacks as x
    on x.network = f.network and x.under = f.under and x.created_at <= f.last_at
),
links as (
  select network, comment_id as child, parent_id as above from hits where parent_id <> comment_id
  union
  select network, comment_id, under from fed
),
climbed as (
  select network, under, under as top from fights
  union
  select c.network, c.under, l.above
  from climbed as c
  inner join links as l
    on l.network = c.network and l.child = c.top
),
tops as (
  select c.network, c.under, c.top
  from climbed as c
  where not exists (select 1 from links as l where l.network = c.network and l.child = c.top)
),
threads as (
  select t.network, t.top, sum(f.answers) as answers, max(f.last_at) as last_at
  from tops as t
  inner join fights as f
    on f.network = t.network and f.under = t.under
  group by t.network, t.top
  having sum(f.answers) >= :answers
)
select h.network, h.comment_id, h.permalink, h.text, cast(s.answers as bigint) as answers, s.attacks, s.last_at,
  {COMMENTS_AS_OF} as as_of
from (
  select r.network, r.top, r.answers, r.last_at, count(distinct x.comment_id) as attacks,
    min(x.created_at || ' ' || x.comment_id) as first_attack
  from threads as r
  inner join tops as t
    on t.network = r.network and t.top = r.top
  inner join hits as x
    on x.network = t.network and x.under = t.under
  group by r.network, r.top, r.answers, r.last_at
) as s
inner join comments as h
  on h.team_id = :team_id and h.network = s.network and h.comment_id = substr(s.first_attack, 22)
order by s.answers desc, s.first_attack, h.network
"""
"""One row for each thread, however many comments stand in it: what hangs under one comment belongs together."""


def refine(rows: Sequence[Row], view: View) -> Iterable[Case]:
    """Return a case for each hostile thread with several answers, the most answered first."""
    for row in rows:
        yield Case(
            subject=(comment_ref(row),), words=row["text"], url=row["permalink"],
            facts={"n": row["answers"], "answers": count(row["answers"], "answer"), "network": row["network"],
                   "window": count(int(view.settings["window_days"]), "day"), "as_of": row["as_of"],
                   "attacks": count(row["attacks"], "hostile comment"), "last": age(row["last_at"], view.now)},
        )


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
    title="Stop feeding one thread: {answers} went to {attacks} on {network}",
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
    counts=("answer", "answers"),
    effort_minutes=2,
)
