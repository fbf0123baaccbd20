"""Posts go out and no objective says what they are for.

Fires when posts came out in the last `window_days` and no objective holds today: none was set, all of them
ended, or they were taken back. An objective that starts within `ahead_days` counts as set. A team without
posts is left in peace.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.model.facts import Post
from bot.model.rule import Case, Example, Row, Rule, Setting, View
from bot.model.times import ago, from_text, local
from bot.model.words import count

DETECT = """
select p.posts, p.as_of, o.starts_on, o.ends_on
from (
  select count(*) as posts, max(last_as_of) as as_of
  from posts
  where team_id = :team_id
    and published_at >= :window_days_ago
    and published_at <= :now
) as p
left join objectives as o
  on o.team_id = :team_id
  and o.ends_on >= :window_days_ago
  and (o.ended_at is null or o.ended_at > :now)
order by o.ends_on, o.objective_id
"""


def refine(rows: Sequence[Row], view: View) -> Iterable[Case]:
    """Return one case when posts came out and nothing holds today."""
    posts = rows[0]["posts"]
    today = f"{local(view.now, view.zone):%Y-%m-%d}"
    soon = f"{local(ago(from_text(view.now), days=-view.settings['ahead_days']), view.zone):%Y-%m-%d}"
    if not posts or any(row["ends_on"] and row["starts_on"] <= soon and row["ends_on"] >= today for row in rows):
        return
    yield Case(
        subject=(),
        facts={"n": posts, "posts": count(posts, "post"), "window": count(int(view.settings["window_days"]), "day"),
               "as_of": rows[0]["as_of"]},
    )


RULE = Rule(
    detect=DETECT,
    refine=refine,
    title="Set an objective: {posts} went out in {window} and nothing says what they are for",
    ask="With one, every audit can say which posts serve it, and the digest how far you are.",
    next_step="Choose one metric, a target and a date, such as 20 leads by the end of next quarter.",
    commitment="Set one objective with a metric, a target and a date",
    measured_by="word",
    closed_by="An objective that holds today.",
    rests_on=("set-objectives",),
    settings={
        "window_days": Setting(28, "days", "how far back posts count"),
        "ahead_days": Setting(31, "days", "how soon an objective that is set must start"),
    },
    fires_on=Example(
        now="2026-03-04T09:30:00Z", facts=(Post("instagram", "p1", "2026-03-02T18:00:00Z"),),
        objectives=({"starts_on": "2025-10-01", "ends_on": "2026-03-03"},),
    ),
    silent_on=Example(
        now="2026-03-04T09:30:00Z", facts=(Post("instagram", "p1", "2026-03-02T18:00:00Z"),),
        objectives=({"starts_on": "2026-01-01", "ends_on": "2026-03-04"},),
    ),
    severity=2,
    slot="nudge",
    counts=("post", "posts"),
    effort_minutes=10,
)
